import type { Tensor } from "../tensor.js";
import { amax, sum } from "./reduction.js";

/** The largest along `dim` (0 of none), which carries no gradient: shifting by it changes no softmax. */
function peakOf(input: Tensor, dim: number): Tensor {
  if (input.numel() === 0) return sum(input.detach(), dim, true);
  return amax(input.detach(), dim, true);
}

/**
 * ln Σ eˣ along `dim`, without overflow.
 *
 * @source torch.logsumexp
 * @example
 * tensor([1000, 1000]).logsumexp(0) // 1000.6932
 */
export function logsumexp(input: Tensor, dim: number, keepdim = false): Tensor {
  const peak = peakOf(input, dim);
  const shift = peak.abs().eq(Number.POSITIVE_INFINITY).where(0, peak);
  const result = input.sub(shift).exp().sum(dim, true).log().add(shift);
  return keepdim ? result : result.squeeze(dim);
}

/**
 * ln softmax(x) along `dim`, exact where softmax itself would round to 0.
 *
 * @source torch.nn.functional.log_softmax
 * @example
 * tensor([0, 1000]).logSoftmax(0) // [-1000, 0]
 */
export function logSoftmax(input: Tensor, dim: number): Tensor {
  const shifted = input.sub(peakOf(input, dim));
  return shifted.sub(shifted.exp().sum(dim, true).log());
}

/**
 * eˣ / Σ eˣ along `dim`: from 0 to 1, summing to 1.
 *
 * @source torch.softmax
 * @example
 * tensor([[1, 1], [0, 1000]]).softmax(1) // [[0.5, 0.5], [0, 1]]
 */
export function softmax(input: Tensor, dim: number): Tensor {
  const powers = input.sub(peakOf(input, dim)).exp();
  return powers.div(powers.sum(dim, true));
}
