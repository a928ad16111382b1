import type { Tensor } from "../../tensor.js";
import { elements } from "../cpu/cpu-storage.js";
import type { WholeCall } from "../device.js";
import { convolutionScratchOf, lowerConvolution, lowerPooling } from "./lower-convolution.js";
import type { Kernels } from "./module.js";
import type { View } from "./places.js";

/** Whether the kernels have an operation that the device interface has not, for operands that can be copied as they lie. */
export function hasWhole({ primitive, inputs, output, ...rest }: WholeCall): boolean {
  const tensors = [...inputs, output];
  if (tensors.some(({ dtype, strides }) => dtype !== "float32" || strides.some((stride) => stride < 0)))
    return false;
  const pools = primitive.name === "pickLargest" || primitive.name === "spreadLargest";
  return pools || convolutionScratchOf({ primitive, inputs, output, ...rest }) !== null;
}

/** Runs such an operation on copies of its inputs and copies the result to its output; false where the kernels decline. */
export function runWhole(kernels: Kernels, call: WholeCall): boolean {
  const copied = call.inputs.filter((input, i) => call.inputs.findIndex((each) => alike(each, input)) === i);
  const tensors = [...copied, call.output];
  const scratchBytes = convolutionScratchOf(call) ?? 0;
  const sizes = [...tensors.map((tensor) => extent(tensor) * 4), scratchBytes];
  const addresses = kernels.eagerScratch.lay(sizes);
  const views = (tensor: Tensor): View => {
    const address = addresses[tensors.findIndex((each) => alike(each, tensor))]!;
    return { address, shape: tensor.shape, strides: tensor.strides, offset: 0 };
  };
  const instructions = lowerConvolution(call, views, addresses.at(-1)!) ?? lowerPooling(call, views);
  if (instructions === null) return false;
  copied.forEach((input, i) => {
    const values = elements(input).subarray(input.offset, input.offset + extent(input));
    kernels.floats.set(values, addresses[i]! / 4);
  });
  const program = kernels.program(instructions);
  program.run();
  program.release();
  const { output } = call;
  const start = addresses[copied.length]! / 4;
  elements(output).set(kernels.floats.subarray(start, start + output.numel()), output.offset);
  return true;
}

function alike(a: Tensor, b: Tensor): boolean {
  return a.storage === b.storage && a.offset === b.offset && a.strides.join() === b.strides.join();
}

/** Elements from a tensor's first to its last. */
function extent({ shape, strides }: Tensor): number {
  return shape.includes(0) ? 0 : shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis]!, 1);
}
