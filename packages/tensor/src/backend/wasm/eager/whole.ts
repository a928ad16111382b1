import type { Tensor } from "../../../tensor.js";
import type { WholeCall } from "../../device.js";
import type { Kernels } from "../engine/module.js";
import { convolutionScratchOf, lowerConvolution, lowerPooling } from "../replay/lower-convolution.js";
import type { View } from "../replay/places.js";
import { Staged } from "./staged.js";

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
  const staged = new Staged(kernels, call.inputs, call.output, convolutionScratchOf(call) ?? 0);
  const views = (tensor: Tensor): View => staged.view(tensor);
  const instructions = lowerConvolution(call, views, staged.scratch) ?? lowerPooling(call, views);
  if (instructions === null) return false;
  staged.run(instructions);
  return true;
}
