import { gzipSync } from "node:zlib";
import type { TrainedModel } from "@mnist/learner";
import type { Tensor } from "@mnist/tensor";
import type { PackedNetwork } from "../src/worker/ready-network.js";

type Packed = PackedNetwork["tensors"][number];

/** Rounds each row of the weights to whole numbers from −`levels` to `levels`; short tensors stay as they are. */
async function packTensor(
  name: string,
  tensor: Tensor,
  at: number,
  levels: number,
): Promise<[Packed, Uint8Array]> {
  const values = Float32Array.from(await tensor.detach().data());
  const { shape } = tensor;
  if (shape.length < 2) return [{ name, shape, at, scales: null }, new Uint8Array(values.buffer)];
  const size = values.length / shape[0]!;
  const whole = new Int8Array(values.length);
  const scales = Array.from({ length: shape[0]! }, (_, row) => {
    const part = values.subarray(row * size, (row + 1) * size);
    const scale = part.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9) / levels;
    part.forEach((value, i) => {
      whole[row * size + i] = Math.round(value / scale);
    });
    return Number(scale.toPrecision(7));
  });
  return [{ name, shape, at, scales }, new Uint8Array(whole.buffer)];
}

/** A network as one small file, its weights rounded; `takeReady` reads it. */
export async function packNetwork(
  { recipe, settings, model, calibration, about }: TrainedModel,
  levels: number,
  accuracy: number,
): Promise<Uint8Array> {
  const tensors: Packed[] = [];
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const [name, tensor] of Object.entries(model.stateDict())) {
    const [packed, bytes] = await packTensor(name, tensor, at, levels);
    tensors.push(packed);
    parts.push(bytes);
    at += bytes.length;
  }
  const { dataset, seed } = about;
  const head: PackedNetwork = {
    recipe: recipe.name,
    hidden: settings.hidden,
    dataset,
    seed,
    accuracy,
    calibration: calibration ?? null,
    tensors,
  };
  const text = new TextEncoder().encode(JSON.stringify(head));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length, true);
  return gzipSync(Buffer.concat([length, text, ...parts]), { level: 9 });
}
