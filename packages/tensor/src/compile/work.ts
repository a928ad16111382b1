import { sizeOf } from "../shape.js";
import type { Call } from "./capture.js";
import { isPointwise } from "./schedule.js";

/**
 * Floating-point operations of a call, counted as is usual: two for each multiply-add of a product, one for each element
 * that a pointwise operation makes or a reduction takes in, none for what only moves elements.
 */
export function flopsOf({ primitive, inputs, output }: Call): number {
  if (primitive.name === "matmul") return 2 * output.numel() * inputs[0]!.shape.at(-1)!;
  if (primitive.name === "copy") return 0;
  if (isPointwise(primitive)) return output.numel();
  return primitive.name in reducing ? sizeOf(inputs[0]!.shape) : 0;
}

const reducing = { sum: 1, prod: 1, amax: 1, amin: 1, argmax: 1, argmin: 1, cumsum: 1 };
