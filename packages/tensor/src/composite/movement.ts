import { dispatch } from "../dispatch.js";
import type { DType } from "../dtype.js";
import { ShapeError } from "../errors.js";
import { checkPlace } from "../given.js";
import { reshapeStrides } from "../layout.js";
import * as moves from "../ops/movement.js";
import { copy } from "../ops/pointwise.js";
import { checkWhole, shown } from "../options.js";
import {
  inferShape,
  type Listed,
  listed,
  type Shape,
  sameShape,
  showShape,
  wrapDim,
  wrapDims,
} from "../shape.js";
import type { Tensor } from "../tensor.js";
import { backwards } from "./backwards.js";

/**
 * The same storage under another shape; one size may be −1.
 *
 * @throws ShapeError where only a copy could do it: use reshape.
 * @source torch.Tensor.view
 * @example
 * arange(6).view(2, -1) // [[0, 1, 2], [3, 4, 5]]
 */
export function view(input: Tensor, ...shape: Listed): Tensor {
  return dispatch(moves.reshape, [input], { shape: inferShape(listed(shape), input.numel(), "view") });
}

/**
 * The same elements under another shape, as a view where possible and a copy elsewhere; one size may be −1.
 *
 * @source torch.reshape
 * @example
 * arange(6).reshape([3, -1]) // [[0, 1], [2, 3], [4, 5]]
 */
export function reshape(input: Tensor, ...shape: Listed): Tensor {
  const wanted = inferShape(listed(shape), input.numel(), "reshape");
  if (sameShape(wanted, input.shape)) return input;
  const source = input.isContiguous() || reshapeStrides(input, wanted) !== null ? input : clone(input);
  return dispatch(moves.reshape, [source], { shape: wanted });
}

/**
 * Axes from startDim to endDim joined into one.
 *
 * @source torch.flatten
 * @example
 * ones([2, 3, 4]).flatten(1).shape // [2, 12]
 */
export function flatten(input: Tensor, startDim = 0, endDim = -1): Tensor {
  const [start, end] = [wrapDim(startDim, input.ndim, "flatten"), wrapDim(endDim, input.ndim, "flatten")];
  if (input.ndim === 0) return reshape(input, [1]);
  if (start > end) {
    throw new ShapeError({
      operation: "flatten",
      got: `dim ${startDim} to ${endDim} of ${input.ndim} dimensions`,
      expected: "a first one that is not behind the last",
    });
  }
  const joined = input.shape.slice(start, end + 1).reduce((product, size) => product * size, 1);
  return reshape(input, [...input.shape.slice(0, start), joined, ...input.shape.slice(end + 1)]);
}

/**
 * One axis cut into several, one of whose sizes may be −1.
 *
 * @source torch.unflatten
 * @example
 * ones([2, 6]).unflatten(1, [2, -1]).shape // [2, 2, 3]
 */
export function unflatten(input: Tensor, dim: number, sizes: Shape): Tensor {
  const axis = wrapDim(dim, input.ndim, "unflatten");
  const inner = inferShape(sizes, input.shape[axis]!, "unflatten");
  return reshape(input, input.shape.toSpliced(axis, 1, ...inner));
}

/** The same elements row-major: itself where they already are. @source torch.Tensor.contiguous */
export function contiguous(input: Tensor): Tensor {
  return input.isContiguous() ? input : clone(input);
}

/** A copy that shares nothing. @source torch.clone */
export function clone(input: Tensor): Tensor {
  return dispatch(copy, [input], { dtype: input.dtype });
}

/**
 * Without axes of size 1: the named ones, or all.
 *
 * @source torch.squeeze
 * @example
 * ones([1, 3, 1]).squeeze().shape // [3]
 */
export function squeeze(input: Tensor, dim?: number | readonly number[]): Tensor {
  const dims = wrapDims(dim, input.ndim, "squeeze");
  return reshape(
    input,
    input.shape.filter((size, axis) => size !== 1 || !dims.includes(axis)),
  );
}

/**
 * With a new axis of size 1 before `dim`.
 *
 * @source torch.unsqueeze
 * @example
 * ones([2, 3]).unsqueeze(1).shape // [2, 1, 3]
 */
export function unsqueeze(input: Tensor, dim: number): Tensor {
  const last = input.ndim;
  if (!Number.isInteger(dim) || dim < -last - 1 || dim > last) {
    throw new ShapeError({
      operation: "unsqueeze",
      got: `dim ${dim} for a tensor of ${last} dimension${last === 1 ? "" : "s"}`,
      expected: `a place for the new axis, from ${-last - 1} to ${last}`,
    });
  }
  const axis = dim < 0 ? dim + last + 1 : dim;
  return reshape(input, input.shape.toSpliced(axis, 0, 1));
}

/**
 * Axes in another order: output axis i is input axis dims[i].
 *
 * @source torch.permute
 * @example
 * ones([2, 3, 4]).permute([2, 0, 1]).shape // [4, 2, 3]
 */
export function permute(input: Tensor, ...axes: Listed): Tensor {
  const dims = listed(axes);
  const order = dims.map((dim) => wrapDim(dim, input.ndim, "permute"));
  if (order.length !== input.ndim || new Set(order).size !== order.length) {
    throw new ShapeError({
      operation: "permute",
      got: `dims ${showShape(dims)} for a tensor of shape ${showShape(input.shape)}`,
      expected: "every axis once",
    });
  }
  return dispatch(moves.permute, [input], { dims: order });
}

/**
 * Two axes swapped.
 *
 * @source torch.transpose
 * @example
 * ones([2, 3, 4]).transpose(0, -1).shape // [4, 3, 2]
 */
export function transpose(input: Tensor, dim0: number, dim1: number): Tensor {
  const [a, b] = [wrapDim(dim0, input.ndim, "transpose"), wrapDim(dim1, input.ndim, "transpose")];
  const dims = input.shape.map((_, axis) => (axis === a ? b : axis === b ? a : axis));
  return input.ndim === 0 ? input : dispatch(moves.permute, [input], { dims });
}

/** The transpose of a matrix; vectors and scalars stay. @source torch.t */
export function t(input: Tensor): Tensor {
  if (input.ndim > 2) {
    throw new ShapeError({
      operation: "t",
      got: `a tensor of shape ${showShape(input.shape)}`,
      expected: "at most two dimensions",
      hint: "Try transpose(-2, -1).",
    });
  }
  return input.ndim < 2 ? input : transpose(input, 0, 1);
}

/**
 * Stretched to `shape` where it has size 1 (−1 keeps a size); nothing is copied.
 *
 * @source torch.Tensor.expand
 * @example
 * tensor([[1], [2]]).expand([2, 3]) // [[1, 1, 1], [2, 2, 2]]
 */
export function expand(input: Tensor, ...sizes: Listed): Tensor {
  const shape = listed(sizes);
  const lead = shape.length - input.ndim;
  const invalid = shape.some((size, axis) => !Number.isInteger(size) || size < (axis < lead ? 0 : -1));
  if (invalid) {
    throw new ShapeError({
      operation: "expand",
      got: `shape ${shown(shape)} for a tensor of shape ${showShape(input.shape)}`,
      expected: "whole numbers from 0 up, −1 for a size that stays",
    });
  }
  const wanted = shape.map((size, axis) => (size === -1 ? (input.shape[axis - lead] ?? size) : size));
  return sameShape(wanted, input.shape) ? input : dispatch(moves.expand, [input], { shape: wanted });
}

/** Stretched to `other`'s shape. @source torch.Tensor.expand_as */
export function expandAs(input: Tensor, other: Tensor): Tensor {
  return expand(input, other.shape);
}

/**
 * A copy whose named axes are read backwards: `flip(0)`, `flip(0, 1)`, `flip([0, 1])`.
 *
 * @source torch.flip
 * @example
 * arange(3).flip(0) // [2, 1, 0]
 */
export function flip(input: Tensor, ...dims: Listed): Tensor {
  return clone(backwards(input, ...wrapDims(listed(dims), input.ndim, "flip")));
}

/**
 * Windows of `size` elements every `step` along `dim`, as a view whose last axis is the window.
 *
 * @source torch.Tensor.unfold
 * @example
 * arange(5).unfold(0, 3, 1) // [[0, 1, 2], [1, 2, 3], [2, 3, 4]]
 */
export function unfold(input: Tensor, dim: number, size: number, step: number, dilation = 1): Tensor {
  const axis = wrapDim(dim, input.ndim, "unfold");
  for (const each of [size, step, dilation]) checkWhole("unfold", "size, step or dilation", each, 0);
  if (input.ndim === 0) return unfold(reshape(input, [1]), 0, size, step).select(0, 0);
  const length = input.shape[axis] ?? 0;
  if (size === 0 && step >= 1)
    return reshape(input.narrow(axis, 0, 0), input.shape.with(axis, Math.floor(length / step) + 1).concat(0));
  if (size < 1 || step < 1 || dilation < 1 || dilation * (size - 1) + 1 > length) {
    throw new ShapeError({
      operation: "unfold",
      got: `windows of ${size}, ${dilation} apart, every ${step} on an axis of size ${length}`,
      expected: "a window that fits the axis, and a step from 1 up",
    });
  }
  return dispatch(moves.unfold, [input], { dim: axis, size, step, dilation });
}

/** The same tensor, cut off from the graph: gradients stop here. @source torch.Tensor.detach */
export function detach(input: Tensor): Tensor {
  return dispatch(moves.detach, [input], {});
}

/** Converted to a dtype; itself where it has it already. @source torch.Tensor.to */
export function toDType(input: Tensor, dtype: DType): Tensor {
  checkPlace("to", dtype, undefined);
  return input.dtype === dtype ? input : dispatch(copy, [input], { dtype });
}
