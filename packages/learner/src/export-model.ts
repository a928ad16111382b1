import { exportOnnx, saveNpz, saveSafetensors } from "@mnist/nn/formats";
import type { TrainedModel } from "./trained-model.js";

/** File formats that others read: onnxruntime, PyTorch's safetensors, NumPy. */
export const exportFormats = ["onnx", "safetensors", "npz"] as const;

export type ExportFormat = (typeof exportFormats)[number];

const size = 28 * 28;

/**
 * A trained model for use elsewhere. ONNX takes pictures as float32 [batch, 784] named "input" and answers scores,
 * "output"; its metadata says the classes in the scores' order (`classes`), the pixels' range (`pixels`), and what to divide
 * the scores by before a softmax says how sure it is (`temperature`). The others hold the weights under PyTorch's names.
 */
export async function exportModel(
  { recipe, settings, model, calibration, about }: TrainedModel<string>,
  format: ExportFormat,
): Promise<Uint8Array> {
  const state = model.stateDict();
  if (format === "npz") return saveNpz(state);
  if (format === "safetensors") return saveSafetensors(state, { format: "pt", recipe: recipe.name });
  const metadata = {
    recipe: recipe.name,
    classes: JSON.stringify(recipe.classes),
    pixels: settings.rawPixels ? "0..255" : "0..1",
    dataset: about.dataset,
    temperature: String(calibration?.temperature ?? 1),
  };
  return exportOnnx(model, [1, size], { metadata });
}
