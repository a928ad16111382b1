import { dispatch } from "../dispatch.js";
import { ShapeError } from "../errors.js";
import { gather as gatherPrimitive } from "../ops/indexing.js";
import * as reductions from "../ops/reduce.js";
import { checkFlag, checkNumber } from "../options.js";
import { type Shape, sameShape, showShape, wrapDim, wrapDims } from "../shape.js";
import { Tensor } from "../tensor.js";
import { type AccumulationOptions, asAsked, inDType } from "./accumulation.js";
import { div, maximum, minimum, ne } from "./elementwise.js";
import { flatten, reshape, squeeze, toDType } from "./movement.js";
import { own } from "./own.js";
import { requireFloat, requireNumber } from "./requirements.js";
import { rootOrZero } from "./root.js";
import { withAxis } from "./scalars.js";

/** One axis, several, or (left out) all of them. */
export type Dims = number | readonly number[];

function reducer(op: reductions.Reduction) {
  return (input: Tensor, dim?: Dims, keepdim = false): Tensor => {
    checkFlag(op.name, "keepdim", keepdim);
    // An empty list stands for all axes, as in PyTorch.
    const asked = Array.isArray(dim) && dim.length === 0 ? undefined : dim;
    return dispatch(op, [input], { dims: wrapDims(asked, input.ndim, op.name), keepdim });
  };
}

function accumulator(op: reductions.Reduction) {
  const reduce = reducer(op);
  return (input: Tensor, dim?: Dims, keepdim?: boolean, options?: AccumulationOptions): Tensor =>
    asAsked(reduce(inDType(op.name, input, options), dim, keepdim), options);
}

/**
 * Σx over some axes or all. Bool and uint8 are added up in int32.
 *
 * @source torch.sum
 * @example
 * tensor([[1, 2], [3, 4]]).sum(0) // [4, 6]
 */
export const sum = accumulator(reductions.sum);
/**
 * Πx over some axes or all.
 *
 * @source torch.prod
 * @example
 * tensor([[1, 2], [3, 4]]).prod(1) // [2, 12]
 */
export const prod = accumulator(reductions.prod);
/**
 * The largest x over some axes or all; equal maxima share the gradient.
 *
 * @source torch.amax
 * @example
 * tensor([[1, 4], [3, 2]]).amax(1) // [4, 3]
 */
export const amax = reducer(reductions.amax);
/**
 * The smallest x over some axes or all; equal minima share the gradient.
 *
 * @source torch.amin
 * @example
 * tensor([[1, 4], [3, 2]]).amin([0, 1]) // 1
 */
export const amin = reducer(reductions.amin);

/**
 * Σx / n over some axes or all.
 *
 * @throws DTypeError for integers.
 * @source torch.mean
 * @example
 * tensor([[1, 2], [3, 4]]).mean(1, true) // [[1.5], [3.5]]
 */
export function mean(input: Tensor, dim?: Dims, keepdim = false, options?: AccumulationOptions): Tensor {
  const elements = inDType("mean", input, options);
  requireFloat("mean", elements);
  const total = sum(elements, dim, keepdim);
  return div(total, input.numel() / Math.max(total.numel(), 1));
}

/** An extreme along one axis and where it stands. */
export interface Extreme {
  readonly values: Tensor;
  readonly indices: Tensor;
}

function extreme(op: reductions.ArgReduction, input: Tensor, dim: number, keepdim: boolean): Extreme {
  const axis = wrapDim(dim, input.ndim, op.name.slice(3));
  checkFlag(op.name.slice(3), "keepdim", keepdim);
  const source = withAxis(input);
  const indices = dispatch(op, [source], { dim: axis, keepdim: true });
  const values = dispatch(gatherPrimitive, [source, indices], { dim: axis });
  if (keepdim && input.ndim > 0) return { values, indices };
  return { values: own(squeeze(values, axis)), indices: own(squeeze(indices, axis)) };
}

/**
 * The largest element of all, or along `dim` the largest and where it stands, or the larger ones of two tensors.
 *
 * @source torch.max
 * @example
 * tensor([[1, 4], [3, 2]]).max(1).indices // [1, 0]
 */
export function max(input: Tensor): Tensor;
export function max(input: Tensor, other: Tensor): Tensor;
export function max(input: Tensor, dim: number, keepdim?: boolean): Extreme;
export function max(input: Tensor, dim?: number | Tensor, keepdim = false): Tensor | Extreme {
  if (dim instanceof Tensor) return maximum(input, dim);
  return dim === undefined ? amax(input) : extreme(reductions.argmax, input, dim, keepdim);
}

/**
 * The smallest element of all, or along `dim` the smallest and where it stands, or the smaller ones of two tensors.
 *
 * @source torch.min
 * @example
 * tensor([[1, 4], [3, 2]]).min(0).values // [1, 2]
 */
export function min(input: Tensor): Tensor;
export function min(input: Tensor, other: Tensor): Tensor;
export function min(input: Tensor, dim: number, keepdim?: boolean): Extreme;
export function min(input: Tensor, dim?: number | Tensor, keepdim = false): Tensor | Extreme {
  if (dim instanceof Tensor) return minimum(input, dim);
  return dim === undefined ? amin(input) : extreme(reductions.argmin, input, dim, keepdim);
}

function position(op: reductions.ArgReduction) {
  return (input: Tensor, dim?: number, keepdim = false): Tensor => {
    requireNumber(op.name, input);
    checkFlag(op.name, "keepdim", keepdim);
    if (dim === undefined) return dispatch(op, [flatten(input)], { dim: 0, keepdim: false });
    const attributes = { dim: wrapDim(dim, input.ndim, op.name), keepdim: keepdim && input.ndim > 0 };
    return dispatch(op, [withAxis(input)], attributes);
  };
}

/**
 * Where the largest element stands, in the flattened tensor or along `dim`; int32.
 *
 * @source torch.argmax
 * @example
 * tensor([[1, 4], [3, 2]]).argmax(1) // [1, 0]
 */
export const argmax = position(reductions.argmax);
/**
 * Where the smallest element stands, in the flattened tensor or along `dim`; int32.
 *
 * @source torch.argmin
 * @example
 * tensor([3, 1, 2]).argmin() // 1
 */
export const argmin = position(reductions.argmin);

/**
 * Whether any element (over some axes or all) is not 0.
 *
 * @source torch.any
 * @example
 * tensor([[0, 1], [0, 0]]).any(1) // [true, false]
 */
export function any(input: Tensor, dim?: Dims, keepdim = false): Tensor {
  return truth(input, sum(ne(input, 0), dim, keepdim));
}

/**
 * Whether every element (over some axes or all) is not 0.
 *
 * @source torch.all
 * @example
 * tensor([[1, 1], [0, 1]]).all(1) // [true, false]
 */
export function all(input: Tensor, dim?: Dims, keepdim = false): Tensor {
  return truth(input, prod(ne(input, 0), dim, keepdim));
}

/** Whether a count is not 0, in uint8 for uint8 as PyTorch has it. */
function truth(input: Tensor, count: Tensor): Tensor {
  const holds = ne(count, 0);
  return input.dtype === "uint8" ? toDType(holds, "uint8") : holds;
}

/**
 * Variance Σ(x − mean)² / (n − correction) over some axes or all.
 *
 * @source torch.var
 * @example
 * tensor([1, 2, 3]).var() // 1
 */
export function variance(input: Tensor, dim?: Dims, correction = 1, keepdim = false): Tensor {
  requireFloat("var", input);
  checkNumber("var", "correction", correction, "Try 0 for unbiased=False, 1 for unbiased=True.");
  const total = sum(input.sub(mean(input, dim, true)).square(), dim, keepdim);
  const freedom = input.numel() / Math.max(total.numel(), 1) - correction;
  if (freedom > 0) return div(total, freedom);
  // Of too few there is no value; PyTorch's rule for the gradient goes on all the same.
  if (freedom < 0)
    return div(total, 0)
      .detach()
      .add(div(total.sub(total.detach()), freedom));
  return input.ndim === 0 ? input.sub(input.detach()).mul(Number.POSITIVE_INFINITY) : div(total, 0);
}

/**
 * Standard deviation, the square root of `var`; its gradient is 0 where all are equal.
 *
 * @source torch.std
 * @example
 * tensor([1, 3]).std(0, 0) // 1
 */
export function std(input: Tensor, dim?: Dims, correction = 1, keepdim = false): Tensor {
  return rootOrZero(variance(input, dim, correction, keepdim));
}

/**
 * Summed over the axes along which `shape` would be broadcast to the tensor's.
 *
 * @source torch.Tensor.sum_to_size
 * @example
 * ones([2, 3]).sumToSize([1, 3]) // [[2, 2, 2]]
 */
export function sumToSize(input: Tensor, shape: Shape): Tensor {
  if (sameShape(input.shape, shape)) return input;
  if (shape.length === 0) return sum(input);
  const lead = input.ndim - shape.length;
  const dims = input.shape
    .map((_, axis) => axis)
    .filter((axis) => axis < lead || (shape[axis - lead] === 1 && input.shape[axis] !== 1));
  const fits = lead >= 0 && shape.every((size, axis) => size === 1 || size === input.shape[axis + lead]);
  if (!fits) {
    throw new ShapeError({
      operation: "sumToSize",
      got: `shape ${showShape(shape)} for a tensor of shape ${showShape(input.shape)}`,
      expected: "a shape that broadcasts to the tensor's",
    });
  }
  return reshape(dispatch(reductions.sum, [input], { dims, keepdim: true }), shape);
}
