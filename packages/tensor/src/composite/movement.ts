import { dispatch } from "../dispatch.js";
import type { DType } from "../dtype.js";
import { ShapeError } from "../errors.js";
import { reshapeStrides } from "../layout.js";
import * as moves from "../ops/movement.js";
import { copy } from "../ops/pointwise.js";
import { inferShape, type Shape, sameShape, showShape, wrapDim, wrapDims, wrapIndex } from "../shape.js";
import type { Tensor } from "../tensor.js";

/** The same storage under another shape; one size may be −1. @throws ShapeError where only a copy could do it: use reshape. @source torch.Tensor.view */
export function view(input: Tensor, shape: Shape): Tensor {
  return dispatch(moves.reshape, [input], { shape: inferShape(shape, input.numel(), "view") });
}

/** The same elements under another shape, as a view where possible and a copy elsewhere; one size may be −1. @source torch.reshape */
export function reshape(input: Tensor, shape: Shape): Tensor {
  const wanted = inferShape(shape, input.numel(), "reshape");
  if (sameShape(wanted, input.shape)) return input;
  const source = input.isContiguous() || reshapeStrides(input, wanted) !== null ? input : clone(input);
  return dispatch(moves.reshape, [source], { shape: wanted });
}

/** Axes from startDim to endDim joined into one. @source torch.flatten */
export function flatten(input: Tensor, startDim = 0, endDim = -1): Tensor {
  if (input.ndim === 0) return reshape(input, [1]);
  const [start, end] = [wrapDim(startDim, input.ndim, "flatten"), wrapDim(endDim, input.ndim, "flatten")];
  const joined = input.shape.slice(start, end + 1).reduce((product, size) => product * size, 1);
  return reshape(input, [...input.shape.slice(0, start), joined, ...input.shape.slice(end + 1)]);
}

/** One axis cut into several, one of whose sizes may be −1. @source torch.unflatten */
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

/** Without axes of size 1: the named ones, or all. @source torch.squeeze */
export function squeeze(input: Tensor, dim?: number | readonly number[]): Tensor {
  const dims = wrapDims(dim, input.ndim, "squeeze");
  return reshape(
    input,
    input.shape.filter((size, axis) => size !== 1 || !dims.includes(axis)),
  );
}

/** With a new axis of size 1 before `dim`. @source torch.unsqueeze */
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

/** Axes in another order: output axis i is input axis dims[i]. @source torch.permute */
export function permute(input: Tensor, dims: readonly number[]): Tensor {
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

/** Two axes swapped. @source torch.transpose */
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

/** Stretched to `shape` where it has size 1 (−1 keeps a size); nothing is copied. @source torch.Tensor.expand */
export function expand(input: Tensor, shape: Shape): Tensor {
  const lead = shape.length - input.ndim;
  const wanted = shape.map((size, axis) => (size === -1 ? (input.shape[axis - lead] ?? size) : size));
  return sameShape(wanted, input.shape) ? input : dispatch(moves.expand, [input], { shape: wanted });
}

/** Stretched to `other`'s shape. @source torch.Tensor.expand_as */
export function expandAs(input: Tensor, other: Tensor): Tensor {
  return expand(input, other.shape);
}

/** `length` positions of one axis from `start` on. @source torch.narrow */
export function narrow(input: Tensor, dim: number, start: number, length: number): Tensor {
  const axis = wrapDim(dim, input.ndim, "narrow");
  const size = input.shape[axis] ?? 0;
  const from = start < 0 ? start + size : start;
  if (
    !Number.isInteger(from) ||
    !Number.isInteger(length) ||
    length < 0 ||
    from < 0 ||
    from + length > size
  ) {
    throw new ShapeError({
      operation: "narrow",
      got: `${length} positions from ${start} on an axis of size ${size}`,
      expected: `start and start + length within 0 to ${size}`,
    });
  }
  return dispatch(moves.slice, [input], { dim: axis, start: from, length, step: 1 });
}

/** Every `step`-th position of one axis from start up to but not including end, as Python's slices clip them. */
export function slice(input: Tensor, dim: number, start = 0, end?: number, step = 1): Tensor {
  const axis = wrapDim(dim, input.ndim, "slice");
  if (!Number.isInteger(step) || step < 1) {
    throw new ShapeError({
      operation: "slice",
      got: `step ${step}`,
      expected: "a whole number from 1 up",
      hint: "Try flip to go backwards.",
    });
  }
  const size = input.shape[axis] ?? 0;
  const clip = (position: number): number =>
    Math.min(Math.max(position < 0 ? position + size : position, 0), size);
  const [from, to] = [clip(start), clip(end ?? size)];
  const length = Math.max(Math.ceil((to - from) / step), 0);
  return dispatch(moves.slice, [input], { dim: axis, start: from, length, step });
}

/** One position of an axis, which goes away. @source torch.select */
export function select(input: Tensor, dim: number, index: number): Tensor {
  const axis = wrapDim(dim, input.ndim, "select");
  return dispatch(moves.select, [input], {
    dim: axis,
    index: wrapIndex(index, input.shape[axis] ?? 0, "select"),
  });
}

/** All positions of an axis, one tensor each. @source torch.unbind */
export function unbind(input: Tensor, dim = 0): Tensor[] {
  const axis = wrapDim(dim, input.ndim, "unbind");
  const size = input.shape[axis] ?? 0;
  const slices: Tensor[] = [];
  for (let index = 0; index < size; index++)
    slices.push(dispatch(moves.select, [input], { dim: axis, index }));
  return slices;
}

/** Pieces of the given size (the last may be smaller) or sizes. @source torch.split */
export function split(input: Tensor, sizes: number | readonly number[], dim = 0): Tensor[] {
  const axis = wrapDim(dim, input.ndim, "split");
  const size = input.shape[axis] ?? 0;
  const lengths =
    typeof sizes === "number"
      ? Array.from({ length: Math.max(Math.ceil(size / sizes), 1) }, (_, i) =>
          Math.min(sizes, size - i * sizes),
        )
      : sizes;
  if (lengths.reduce((sum, length) => sum + length, 0) !== size) {
    throw new ShapeError({
      operation: "split",
      got: `sizes ${showShape(lengths)} for an axis of size ${size}`,
      expected: "sizes that add up to the axis' size",
    });
  }
  let start = 0;
  return lengths.map((length) => {
    start += length;
    return narrow(input, axis, start - length, length);
  });
}

/** At most `chunks` pieces of equal size, the last possibly smaller. @source torch.chunk */
export function chunk(input: Tensor, chunks: number, dim = 0): Tensor[] {
  const size = input.shape[wrapDim(dim, input.ndim, "chunk")] ?? 0;
  return split(input, Math.max(Math.ceil(size / chunks), 1), dim);
}

/** The named axes read backwards. @source torch.flip */
export function flip(input: Tensor, dims: number | readonly number[]): Tensor {
  return dispatch(moves.flip, [input], { dims: wrapDims(dims, input.ndim, "flip") });
}

/** Windows of `size` elements every `step` along `dim`, as a view whose last axis is the window. @source torch.Tensor.unfold */
export function unfold(input: Tensor, dim: number, size: number, step: number, dilation = 1): Tensor {
  const axis = wrapDim(dim, input.ndim, "unfold");
  const length = input.shape[axis] ?? 0;
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
  return input.dtype === dtype ? input : dispatch(copy, [input], { dtype });
}
