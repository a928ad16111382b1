import { ArgumentError, type Shape, type Tensor } from "@mnist/tensor";
import { dispatch, fillBernoulli, primitives } from "@mnist/tensor/internal";
import { refuseInput } from "../refuse-input.js";

/** Refuses what is no probability. */
export function checkProbability(operation: string, p: number): void {
  if (p >= 0 && p <= 1) return;
  throw new ArgumentError({ operation, got: `p ${p}`, expected: "a probability from 0 to 1" });
}

/** x times a mask of that shape: 0 with probability p, 1 / (1 − p) elsewhere. */
function dropped(x: Tensor, p: number, shape: Shape): Tensor {
  if (p === 0) return x;
  if (p === 1) return x.mul(0);
  const { dtype, device } = x;
  const kept = dispatch(primitives.random, [], {
    shape,
    dtype,
    device,
    draw: (out) => fillBernoulli(out, 1 - p),
  });
  return x.mul(kept.div(1 - p));
}

/**
 * Each element is 0 with probability p, and the others are divided by 1 − p; x itself where `training` is false. The mask
 * is PyTorch's own for the same seed, where PyTorch draws without MKL.
 *
 * @throws ArgumentError where p is no probability.
 * @source torch.nn.functional.dropout
 * @example
 * dropout(ones([2]), 0.5, false).arraySync() // [1, 1]
 */
export function dropout(x: Tensor, p = 0.5, training = true): Tensor {
  checkProbability("dropout", p);
  return training ? dropped(x, p, x.shape) : x;
}

function ofChannels(axes: 1 | 2) {
  const operation = `dropout${axes}d`;
  return (x: Tensor, p = 0.5, training = true): Tensor => {
    checkProbability(operation, p);
    if (!training) return x;
    if (x.ndim !== axes + 1 && x.ndim !== axes + 2) {
      refuseInput(operation, x, `[batch, channels, ${axes === 1 ? "length" : "height, width"}]`);
    }
    return dropped(
      x,
      p,
      x.shape.map((size, axis) => (axis < x.ndim - axes ? size : 1)),
    );
  };
}

/** Each channel of each sample is 0 with probability p: [batch, channels, length]. @source torch.nn.functional.dropout1d */
export const dropout1d = /* @__PURE__ */ ofChannels(1);
/** Each channel of each sample is 0 with probability p: [batch, channels, height, width]. @source torch.nn.functional.dropout2d */
export const dropout2d = /* @__PURE__ */ ofChannels(2);
