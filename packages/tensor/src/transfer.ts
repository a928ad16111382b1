import type { Device } from "./backend/device.js";
import { cpu as processor } from "./backend/select-device.js";
import { toDType } from "./composite/movement.js";
import { type DType, isDType, type TypedArray } from "./dtype.js";
import { GradientError } from "./errors.js";
import { refuseDevice } from "./given.js";
import { interceptor } from "./interceptor.js";
import { rowMajorStrides } from "./layout.js";
import { data, readNow } from "./read.js";
import { Tensor } from "./tensor.js";

/**
 * Converted to a dtype, or moved from the CPU to a device; itself where nothing changes. Moving off a device that
 * answers later is `await x.cpu()`.
 *
 * @throws GradientError for another device where gradients follow the tensor: move it first, then ask for gradients.
 * @source torch.Tensor.to
 */
export function to(input: Tensor, target: DType | Device): Tensor {
  if (typeof target === "string") {
    if (!isDType(target) && /^(cuda|cpu|mps|meta|xla|gpu|webgpu)\b/.test(target)) refuseDevice("to", target);
    return toDType(input, target);
  }
  if (target === input.device) return input;
  if (typeof target?.allocate !== "function") refuseDevice("to", target);
  if (input.tape !== null) {
    throw new GradientError({
      operation: "to",
      got: `a tensor that is followed by gradients, for ${target.name}`,
      expected: "one that is not, as a gradient cannot follow from device to device",
      hint: "Try model.to(device), or x.detach().to(device).requiresGrad_().",
    });
  }
  return place(readNow(input, "to"), input, target);
}

/** A copy on the CPU, which gradients do not follow, whatever device it comes from; itself where it is there. @source torch.Tensor.cpu */
export async function cpu(input: Tensor): Promise<Tensor> {
  return input.device === processor ? input : place(await data(input), input, processor);
}

function place(values: TypedArray, { shape, dtype }: Tensor, device: Device): Tensor {
  const storage = device.allocate(dtype, values.length, "to");
  device.write(storage, values);
  const placed = new Tensor(storage, shape, rowMajorStrides(shape), storage.start, "fresh");
  interceptor?.given(placed);
  return placed;
}
