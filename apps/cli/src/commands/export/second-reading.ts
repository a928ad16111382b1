import type { TrainedModel } from "@mnist/learner";
import { loadNpz, loadSafetensors } from "@mnist/nn/formats";
import type { Tensor } from "@mnist/tensor";
import type { Format } from "./formats.js";
import { readInitializers } from "./read-onnx.js";

/** @throws where a second reading does not find the model's weights, bit for bit, in what is to be written. */
export function readAgain(bytes: Uint8Array, format: Format, { model }: TrainedModel, file: string): void {
  const found = weightsIn(bytes, format, file);
  for (const [name, weight] of Object.entries(model.stateDict())) {
    if (format === "onnx" && weight.dtype !== "float32") continue; // counts of batches, which answers don't hang on
    const again = found.get(name) ?? found.get(`model.${name}`);
    if (again === undefined || Buffer.compare(again, bytesOf(weight)) !== 0)
      throw new Error(`${file}: the weight ${name} cannot be read back. Nothing is written.`);
  }
}

function weightsIn(bytes: Uint8Array, format: Format, file: string): Map<string, Uint8Array> {
  if (format === "onnx") return readInitializers(bytes);
  if (format === "json") {
    const { weights } = JSON.parse(new TextDecoder().decode(bytes)) as { weights: Record<string, Lists> };
    return new Map(
      Object.entries(weights).map(([name, lists]) => [name, asBytes(Float32Array.from(listed(lists)))]),
    );
  }
  const tensors = format === "npz" ? loadNpz(bytes) : loadSafetensors(bytes, file).tensors;
  return new Map(Object.entries(tensors).map(([name, tensor]) => [name, bytesOf(tensor)]));
}

type Lists = number | readonly Lists[];

const listed = (lists: Lists): readonly number[] =>
  typeof lists === "number" ? [lists] : lists.flatMap(listed);

const asBytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const bytesOf = (tensor: Tensor): Uint8Array => asBytes(tensor.contiguous().dataSync());
