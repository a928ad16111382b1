import { Module } from "@mnist/nn";
import { exportOnnx, saveNpz, saveSafetensors } from "@mnist/nn/formats";
import { ArgumentError, type Tensor } from "@mnist/tensor";
import { asStated } from "./calibration/fit-confidence.js";
import type { Recipe } from "./recipes/recipe.js";
import type { TrainedModel } from "./trained-model.js";

/** File formats that others read: onnxruntime, PyTorch's safetensors, NumPy. */
export const exportFormats = ["onnx", "safetensors", "npz"] as const;

export type ExportFormat = (typeof exportFormats)[number];

const size = 28 * 28;

export interface ExportModelOptions {
  /** ONNX alone: answers shares that sum to 1, by the calibrated temperature, in place of scores. @default false */
  readonly softmax?: boolean;
}

/** A classifier that answers shares [batch, classes]: softmax(scores / temperature). */
class Shares extends Module {
  static override readonly name: string = "Shares";

  constructor(
    readonly model: Module,
    readonly logits: (prediction: Tensor) => Tensor,
    readonly temperature: number,
  ) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return this.logits(this.model(x)).div(this.temperature).softmax(1);
  }
}

/**
 * A trained model for use elsewhere. ONNX takes pictures as float32 [batch, 784] named "input" and answers scores,
 * "output"; its metadata says the classes in the scores' order (`classes`), the pixels' range (`pixels`), what to divide
 * the scores by before a softmax says how sure it is (`temperature`), and how the highest share p is to be stated
 * (`confidence`: σ(slope · log(p / (1 − p)) + offset)). The others hold the weights under PyTorch's names.
 *
 * @throws ArgumentError where softmax is asked of another format, or of a model that has no scores of classes
 */
export async function exportModel(
  { recipe, settings, model, calibration, about }: TrainedModel<string>,
  format: ExportFormat,
  { softmax = false }: ExportModelOptions = {},
): Promise<Uint8Array> {
  const temperature = calibration?.temperature ?? 1;
  const answering = softmax ? new Shares(model, scoresOf(recipe, format), temperature) : model;
  const state = model.stateDict();
  if (format === "npz") return saveNpz(state);
  if (format === "safetensors") return saveSafetensors(state, { format: "pt", recipe: recipe.name });
  const metadata = {
    recipe: recipe.name,
    classes: JSON.stringify(recipe.classes),
    pixels: settings.rawPixels ? "0..255" : "0..1",
    dataset: about.dataset,
    output: softmax ? "shares" : "scores",
    temperature: String(softmax ? 1 : temperature),
    confidence: JSON.stringify(calibration?.confidence ?? asStated),
  };
  return exportOnnx(answering, [1, size], { metadata });
}

/** How a recipe's predictions become scores of classes. @throws ArgumentError where they don't, or nothing could say so */
function scoresOf({ name, logits }: Recipe<string>, format: ExportFormat): (prediction: Tensor) => Tensor {
  const refuse = (got: string, expected: string): never => {
    throw new ArgumentError({ operation: "exportModel", got, expected });
  };
  if (format !== "onnx") refuse(`softmax for ${format}, which holds weights alone`, "onnx");
  return (
    logits ?? refuse(`softmax for ${name}, whose one output is no score`, "a model with scores of classes")
  );
}
