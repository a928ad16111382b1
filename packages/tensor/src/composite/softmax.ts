import { dispatch } from "../dispatch.js";
import type { LineOperation } from "../ops/line-operation.js";
import * as lines from "../ops/lines.js";
import { checkFlag } from "../options.js";
import { wrapDim } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { type AccumulationOptions, inDType } from "./accumulation.js";
import { own } from "./own.js";
import { amax, type Dims, sum } from "./reduction.js";
import { inFloat, requireFloat } from "./requirements.js";
import { withAxis, withoutAxis } from "./scalars.js";

/** The largest along `dim` (0 of none), which carries no gradient: shifting by it changes no softmax. */
function peakOf(input: Tensor, dim: Dims): Tensor {
  if (input.numel() === 0) return sum(input.detach(), dim, true);
  return amax(input.detach(), dim, true);
}

/**
 * ln Σ eˣ over one axis or some, without overflow.
 *
 * @source torch.logsumexp
 * @example
 * tensor([1000, 1000]).logsumexp(0) // 1000.6932
 */
export function logsumexp(input: Tensor, dim: Dims, keepdim = false): Tensor {
  if (dim === undefined) wrapDim(dim, input.ndim, "logsumexp");
  checkFlag("logsumexp", "keepdim", keepdim);
  const elements = inFloat(input);
  const peak = peakOf(elements, dim);
  const shift = peak.abs().eq(Number.POSITIVE_INFINITY).where(0, peak);
  const result = elements.sub(shift).exp().sum(dim, true).log().add(shift);
  return keepdim ? result : own(result.squeeze(dim));
}

/**
 * ln softmax(x) along `dim`, exact where softmax itself would round to 0.
 *
 * @source torch.nn.functional.log_softmax
 * @example
 * tensor([0, 1000]).logSoftmax(0) // [-1000, 0]
 */
export function logSoftmax(input: Tensor, dim: number, options?: AccumulationOptions): Tensor {
  const elements = settled("logSoftmax", input, dim, options);
  return alongLines(lines.logSoftmax, elements, dim);
}

/**
 * eˣ / Σ eˣ along `dim`: from 0 to 1, summing to 1.
 *
 * @source torch.softmax
 * @example
 * tensor([[1, 1], [0, 1000]]).softmax(1) // [[0.5, 0.5], [0, 1]]
 */
export function softmax(input: Tensor, dim: number, options?: AccumulationOptions): Tensor {
  const elements = settled("softmax", input, dim, options);
  return alongLines(lines.softmax, elements, dim);
}

/** e⁻ˣ / Σ e⁻ˣ along `dim`. @source torch.nn.functional.softmin */
export function softmin(input: Tensor, dim: number, options?: AccumulationOptions): Tensor {
  return softmax(input.neg(), dim, options);
}

/** A line operation along any axis. */
function alongLines(op: LineOperation, input: Tensor, dim: number): Tensor {
  if (input.ndim < 2) return withoutAxis(dispatch(op, [withAxis(input)], {}), input);
  const axis = wrapDim(dim, input.ndim, op.name);
  if (axis === input.ndim - 1) return dispatch(op, [input], {});
  return dispatch(op, [input.transpose(axis, -1)], {})
    .transpose(axis, -1)
    .contiguous();
}

/** The input as floats, once it is sure that one axis is meant. */
function settled(
  operation: string,
  input: Tensor,
  dim: number,
  options: AccumulationOptions | undefined,
): Tensor {
  wrapDim(dim, input.ndim, operation);
  const elements = inDType(operation, input, options);
  requireFloat(operation, elements);
  return elements;
}
