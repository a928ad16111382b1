import { dispatch } from "../dispatch.js";
import { ShapeError } from "../errors.js";
import * as moves from "../ops/movement.js";
import { checkWhole } from "../options.js";
import { showShape, wrapAxis, wrapIndex } from "../shape.js";
import type { Tensor } from "../tensor.js";

/**
 * `length` positions of one axis from `start` on.
 *
 * @source torch.narrow
 * @example
 * arange(6).narrow(0, 1, 3) // [1, 2, 3]
 */
export function narrow(input: Tensor, dim: number, start: number, length: number): Tensor {
  const axis = wrapAxis(dim, input.ndim, "narrow");
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

/**
 * Every `step`-th position of one axis from start up to but not including end, as Python's slices clip them.
 *
 * @example
 * arange(6).slice(0, 1, -1, 2) // [1, 3]
 */
export function slice(input: Tensor, dim: number, start = 0, end?: number, step = 1): Tensor {
  const axis = wrapAxis(dim, input.ndim, "slice");
  if (!Number.isInteger(step) || step < 1) {
    throw new ShapeError({
      operation: "slice",
      got: `step ${step}`,
      expected: "a whole number from 1 up",
      hint: "Try flip to go backwards.",
    });
  }
  checkWhole("slice", "start", start);
  if ((end ?? null) !== null) checkWhole("slice", "end", end);
  const size = input.shape[axis] ?? 0;
  const clip = (position: number): number =>
    Math.min(Math.max(position < 0 ? position + size : position, 0), size);
  const [from, to] = [clip(start), clip(end ?? size)];
  const length = Math.max(Math.ceil((to - from) / step), 0);
  return dispatch(moves.slice, [input], { dim: axis, start: from, length, step });
}

/**
 * One position of an axis, which goes away.
 *
 * @source torch.select
 * @example
 * arange(6).reshape([2, 3]).select(0, -1) // [3, 4, 5]
 */
export function select(input: Tensor, dim: number, index: number): Tensor {
  const axis = wrapAxis(dim, input.ndim, "select");
  return dispatch(moves.select, [input], {
    dim: axis,
    index: wrapIndex(index, input.shape[axis] ?? 0, "select"),
  });
}

/**
 * All positions of an axis, one tensor each.
 *
 * @source torch.unbind
 * @example
 * arange(4).reshape([2, 2]).unbind(1) // [[0, 2], [1, 3]]
 */
export function unbind(input: Tensor, dim = 0): Tensor[] {
  const axis = wrapAxis(dim, input.ndim, "unbind");
  const size = input.shape[axis] ?? 0;
  const slices: Tensor[] = [];
  for (let index = 0; index < size; index++)
    slices.push(dispatch(moves.select, [input], { dim: axis, index }));
  return slices;
}

/**
 * Pieces of the given size (the last may be smaller) or sizes.
 *
 * @source torch.split
 * @example
 * arange(5).split(2).map(({ shape }) => shape) // [[2], [2], [1]]
 */
export function split(input: Tensor, sizes: number | readonly number[], dim = 0): Tensor[] {
  const axis = wrapAxis(dim, input.ndim, "split");
  const size = input.shape[axis] ?? 0;
  if (!Array.isArray(sizes)) checkWhole("split", "pieces of", sizes, Math.min(size, 1));
  const lengths =
    typeof sizes === "number"
      ? Array.from({ length: Math.max(Math.ceil(size / Math.max(sizes, 1)), 1) }, (_, i) =>
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

/**
 * At most `chunks` pieces of equal size, the last possibly smaller.
 *
 * @source torch.chunk
 * @example
 * arange(5).chunk(3).map(({ shape }) => shape) // [[2], [2], [1]]
 */
export function chunk(input: Tensor, chunks: number, dim = 0): Tensor[] {
  const size = input.shape[wrapAxis(dim, input.ndim, "chunk")] ?? 0;
  checkWhole("chunk", "chunks", chunks, 1);
  // PyTorch cuts an axis without elements into as many pieces without elements.
  if (size === 0) return split(input, new Array<number>(chunks).fill(0), dim);
  return split(input, Math.ceil(size / chunks), dim);
}
