import type { Device } from "./backend/device.js";
import { toDType } from "./composite/movement.js";
import type { DType } from "./dtype.js";
import { rowMajorStrides } from "./layout.js";
import { dataSync } from "./read.js";
import { Tensor } from "./tensor.js";

/**
 * Converted to a dtype, or moved from the CPU to a device; itself where nothing changes. Moving off a device that
 * answers later is `await x.cpu()`.
 *
 * @source torch.Tensor.to
 */
export function to(input: Tensor, target: DType | Device): Tensor {
  if (typeof target === "string") return toDType(input, target);
  if (target === input.device) return input;
  const storage = target.allocate(input.dtype, input.numel());
  target.write(storage, dataSync(input));
  return new Tensor(storage, input.shape, rowMajorStrides(input.shape), storage.start, "fresh");
}
