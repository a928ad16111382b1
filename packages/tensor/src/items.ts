import { stack } from "./composite/joining.js";
import { data, itemSync } from "./read.js";
import type { Tensor } from "./tensor.js";

/**
 * The only element of each of some tensors of one device, in one reading of it.
 *
 * @throws ShapeError where one has more elements.
 * @example
 * await items([tensor(1), tensor(2)]); // [1, 2]
 */
export async function items(inputs: readonly Tensor[]): Promise<number[]> {
  const device = inputs[0]?.device.name;
  return device === "webgpu" ? [...(await data(stack(inputs)))] : inputs.map(itemSync);
}
