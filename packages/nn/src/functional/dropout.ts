import { ArgumentError, DTypeError, isFloat, type Shape, type Tensor } from "@mnist/tensor";
import { checkFlag, dispatch, fillBernoulli, primitives } from "@mnist/tensor/internal";
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
  if (!isFloat(x.dtype)) {
    throw new DTypeError({
      operation: "dropout",
      got: `a tensor of dtype ${x.dtype}`,
      expected: "floats in training, as what stays is divided by 1 − p",
      hint: "Try x.float().",
    });
  }
  const { dtype, device } = x;
  const kept = dispatch(primitives.random, [], {
    shape,
    dtype,
    device,
    draw: (out) => fillBernoulli(out, 1 - p),
  });
  return x.mul(kept.div(1 - p));
}

/** Whether anything is dropped. @throws ArgumentError for what is no probability, and no flag. */
function isDropping(operation: string, p: number, training: boolean): boolean {
  checkProbability(operation, p);
  checkFlag(operation, "training", training);
  return training;
}

/**
 * Each element is 0 with probability p, and the others are divided by 1 − p; x itself where `training` is false. The mask
 * is PyTorch's own for the same seed, where PyTorch draws without MKL.
 *
 * @throws ArgumentError where p is no probability, or training neither true nor false.
 * @source torch.nn.functional.dropout
 * @example
 * dropout(ones([2]), 0.5, false).arraySync() // [1, 1]
 */
export function dropout(x: Tensor, p = 0.5, training = true): Tensor {
  return isDropping("dropout", p, training) ? dropped(x, p, x.shape) : x;
}

/** Each channel of each sample is 0 with probability p: [batch, channels, length], or of one sample. @source torch.nn.functional.dropout1d */
export function dropout1d(x: Tensor, p = 0.5, training = true): Tensor {
  if (x.ndim !== 2 && x.ndim !== 3) refuseInput("dropout1d", x, "[batch, channels, length]");
  return isDropping("dropout1d", p, training) ? dropped(x, p, [...x.shape.slice(0, -1), 1]) : x;
}

/**
 * Each channel of each sample is 0 with probability p: [batch, channels, height, width]. Three axes are [batch, channels,
 * length], as in PyTorch.
 *
 * @source torch.nn.functional.dropout2d
 */
export function dropout2d(x: Tensor, p = 0.5, training = true): Tensor {
  if (x.ndim !== 3 && x.ndim !== 4) refuseInput("dropout2d", x, "[batch, channels, height, width]");
  const shape = x.shape.map((size, axis) => (axis < 2 ? size : 1));
  return isDropping("dropout2d", p, training) ? dropped(x, p, shape) : x;
}
