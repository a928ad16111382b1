import { sizeOf } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { isPointwise } from "./schedule.js";
import type { Call } from "./trace.js";

/**
 * Floating-point operations of a call, counted as is usual: two for each multiply-add of a product, one for each element
 * that a pointwise operation makes or a reduction takes in, none for what only moves elements.
 */
export function flopsOf(call: Call): number {
  const { primitive, inputs, output } = call;
  if (primitive.name === "matmul") return 2 * output.numel() * inputs[0]!.shape.at(-1)!;
  const convolved = convolving[primitive.name]?.(call);
  if (convolved !== undefined) return 2 * products(...convolved);
  if (primitive.name === "copy") return 0;
  if (isPointwise(primitive)) return output.numel();
  return primitive.name in reducing ? sizeOf(inputs[0]!.shape) : 0;
}

const reducing = { sum: 1, prod: 1, amax: 1, amin: 1, argmax: 1, argmin: 1, cumsum: 1 };

/** The windows of a convolution and its filters, by which of its sums is asked for. */
const convolving: Readonly<Record<string, (call: Call) => [windows: Tensor, filters: Tensor]>> = {
  conv2d: ({ inputs, output }) => [output, inputs[1]!],
  conv2dInput: ({ inputs }) => [inputs[0]!, inputs[1]!],
  conv2dWeight: ({ inputs, output }) => [inputs[1]!, output],
};

function products(windows: Tensor, filters: Tensor): number {
  return windows.numel() * sizeOf(filters.shape.slice(1));
}
