import { dispatch } from "../dispatch.js";
import { copy } from "../ops/pointwise.js";
import type { GradientStep, KernelPrimitive } from "../ops/primitive.js";
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
  return withGradient(name, value, ({ outputGradient, x, output }) => outputGradient.mul(slope(x, output)));
}

/** A function that `value` computes and whose gradient is `gradient`: for one that computes along an axis. */
export function withGradient(
  name: string,
  value: (x: Tensor) => Tensor,
  gradient: (step: GradientStep) => Tensor,
): (input: Tensor) => Tensor {
  const primitive: KernelPrimitive<string, object> = {
    kind: "kernel",
    name,
    infer: ([x]) => ({ shape: x!.shape, dtype: x!.dtype }),
    run: (device, [, found], _, output) => device.map(copy, [found!], output),
    gradient: (step) => [gradient(step), null],
  };
  return (input) => {
    const x = inFloat(input);
    return dispatch(primitive, [x, value(x.detach())], {});
  };
}
