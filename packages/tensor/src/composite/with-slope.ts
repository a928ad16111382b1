import { dispatch } from "../dispatch.js";
import { copy } from "../ops/pointwise.js";
import type { KernelPrimitive } from "../ops/primitive.js";
import type { Tensor } from "../tensor.js";
import { inFloat } from "./requirements.js";

/**
 * A function that `value` computes and whose derivative is `slope`: for what has branches, or nears a solution in steps,
 * and would lose digits if it were differentiated itself.
 */
export function withSlope(
  name: string,
  value: (x: Tensor) => Tensor,
  slope: (x: Tensor, output: Tensor) => Tensor,
): (input: Tensor) => Tensor {
  const primitive: KernelPrimitive<string, object> = {
    kind: "kernel",
    name,
    infer: ([x]) => ({ shape: x!.shape, dtype: x!.dtype }),
    run: (device, [, found], _, output) => device.map(copy, [found!], output),
    gradient: ({ outputGradient, x, output }) => [outputGradient.mul(slope(x, output)), null],
  };
  return (input) => {
    const x = inFloat(input);
    return dispatch(primitive, [x, value(x.detach())], {});
  };
}
