import type { Device } from "../backend/device.js";
import { arange } from "../create.js";
import { ArgumentError, DTypeError, ShapeError } from "../errors.js";
import { tensor } from "../from-values.js";
import { shown } from "../options.js";
import { showShape, wrapIndex } from "../shape.js";
import { Tensor } from "../tensor.js";
import { lt, mul, where } from "./elementwise.js";
import { copy_ } from "./in-place.js";
import { indexSelect, scatterAdd } from "./indexing.js";
import { broadcastTensors } from "./joining.js";
import { logicalAnd } from "./logic.js";
import { contiguous, expand, flatten, permute, reshape, unsqueeze } from "./movement.js";
import { type Operand, scalarLike } from "./operand.js";
import { own } from "./own.js";
import { withAxis } from "./scalars.js";
import { scatter } from "./scattering.js";
import { nonzero } from "./searching.js";
import { select, slice, unbind } from "./slices.js";

/** Positions of an axis from start up to but not including end, as Python's `start:end:step`. */
export class Range {
  static readonly name: string = "Range";

  constructor(
    readonly start: number | null,
    readonly end: number | null,
    readonly step: number,
  ) {}
}

/**
 * Every `step`-th position from start (the first) up to but not including end (null: to the last); negative ones count
 * from the end. One number is the end, as in Python.
 *
 * @example
 * arange(10).at(range(2, -2, 3)).arraySync() // [2, 5]
 */
export function range(end: number | null): Range;
export function range(start: number | null, end: number | null, step?: number): Range;
export function range(first: number | null, second?: number | null, step = 1): Range {
  return second === undefined ? new Range(null, first, step) : new Range(first, second, step);
}

/**
 * What is taken of an axis: one position (the axis goes away), a range, all of it (null), a list of positions, or where a
 * mask holds; "..." stands for all axes that are not mentioned. A mask may span several axes.
 */
export type Index = number | null | Range | "..." | readonly number[] | readonly boolean[] | Tensor;

/** A list of positions along one axis. */
interface Picked {
  readonly axis: number;
  readonly index: Tensor;
}

/** A list as positions from the start of an axis of the given size, or as a mask. */
function asList(each: readonly number[] | readonly boolean[] | Tensor, size: number, device: Device): Tensor {
  if (!(each instanceof Tensor)) {
    if (typeof each !== "object" || !("map" in each)) {
      throw new ArgumentError({
        operation: "at",
        got: shown(each),
        expected: 'a number, a range, a list, a tensor, null for all of an axis, or "..."',
      });
    }
    if (typeof each[0] === "boolean") return tensor(each, { device });
    const positions = each.map((position) => wrapIndex(Number(position), size, "at"));
    return tensor(positions, { dtype: "int32", device });
  }
  if (each.dtype === "bool") return each;
  if (each.dtype === "int32") return fromStart(each, size);
  throw new DTypeError({
    operation: "at",
    got: `an index of dtype ${each.dtype}`,
    expected: "int32 positions or a bool mask",
    hint: `Try index.to("int32")${each.dtype === "uint8" ? ' for positions, or index.to("bool") for a mask' : ""}.`,
  });
}

/** Positions counted from the start. */
function fromStart(index: Tensor, size: number): Tensor {
  return where(lt(index, 0), index.add(size), index.to("int32"));
}

/** How many axes an index is about. */
function axesOf(index: Index): number {
  if (index === "...") return 0;
  return index instanceof Tensor && index.dtype === "bool" ? index.ndim : 1;
}

/** Refuses indices that are no list, as `put` and `put_` take one. */
function requireList(operation: string, indices: readonly Index[]): void {
  if (Array.isArray(indices)) return;
  throw new ArgumentError({
    operation,
    got: `indices ${shown(indices)}`,
    expected: "a list, with an index for each axis",
    hint: `Try ${operation}([index], value).`,
  });
}

/** With the dots and what is left out written out as whole axes. */
function writtenOut(input: Tensor, indices: readonly Index[]): Exclude<Index, "...">[] {
  const mentioned = indices.reduce<number>((sum, index) => sum + axesOf(index), 0);
  const missing = input.ndim - mentioned;
  if (missing < 0 || indices.filter((index) => index === "...").length > 1) {
    throw new ShapeError({
      operation: "at",
      got: `indices for ${mentioned} axes of a tensor of shape ${showShape(input.shape)}`,
      expected: `at most ${input.ndim}, and "..." once`,
    });
  }
  const rest = new Array<null>(missing).fill(null);
  const all = indices.includes("...") ? indices : [...indices, "..." as const];
  return all.flatMap((index) => (index === "..." ? rest : [index]));
}

/** The view that numbers and ranges make, and the lists that are left to do. */
function narrowed(input: Tensor, indices: readonly Index[]): { view: Tensor; lists: Picked[] } {
  const lists: Picked[] = [];
  let view = input;
  let axis = 0;
  for (const index of writtenOut(input, indices)) {
    if (typeof index === "number") view = select(view, axis, index);
    else if (index === null) axis++;
    else if (index instanceof Range) {
      view = slice(view, axis, index.start ?? 0, index.end ?? undefined, index.step);
      axis++;
    } else {
      const given = asList(index, view.shape[axis] ?? 0, input.device);
      // One truth is about a new axis of its own, of which it takes all or nothing.
      const isTruth = given.ndim === 0 && given.dtype === "bool";
      if (isTruth) view = unsqueeze(view, axis);
      const list = isTruth ? withAxis(given) : given;
      const found = list.dtype === "bool" ? positionsOf(view, axis, list) : [list];
      for (const each of found) lists.push({ axis: axis++, index: each });
    }
  }
  return { view, lists };
}

/** Where a mask holds: a list for each axis that it spans. */
function positionsOf(view: Tensor, axis: number, mask: Tensor): Tensor[] {
  const spanned = view.shape.slice(axis, axis + mask.ndim);
  if (showShape(spanned) !== showShape(mask.shape)) {
    throw new ShapeError({
      operation: "at",
      got: `a mask of shape ${showShape(mask.shape)} for axes of shape ${showShape(spanned)}`,
      expected: "equal shapes",
    });
  }
  return unbind(nonzero(mask), 1);
}

/** One position in the joined axes for each combination of the lists; −1, which devices refuse, beyond an axis. */
function joinLists(lists: readonly Picked[], sizes: readonly number[]): Tensor {
  const [first, ...others] = broadcastTensors(...lists.map(({ index }) => index)) as [Tensor, ...Tensor[]];
  const isInside = (index: Tensor, size: number): Tensor => logicalAnd(index.ge(0), index.lt(size));
  return others.reduce((joined, index, i) => {
    const [before, size] = [sizes.slice(0, i + 1).reduce((a, b) => a * b), sizes[i + 1]!];
    const isBoth = logicalAnd(isInside(joined, before), isInside(index, size));
    return where(isBoth, mul(joined, size).add(index), -1);
  }, first);
}

/** Takes the lists: their axes are joined to one, from which one list of positions takes all. */
function take(view: Tensor, lists: readonly Picked[]): Tensor {
  const axes = lists.map(({ axis }) => axis);
  const areNeighbours = axes.every((axis, i) => i === 0 || axis === axes[i - 1]! + 1);
  const others = view.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const moved = areNeighbours ? view : permute(view, [...axes, ...others]);
  const first = areNeighbours ? axes[0]! : 0;
  const [before, after] = [moved.shape.slice(0, first), moved.shape.slice(first + axes.length)];
  const sizes = moved.shape.slice(first, first + axes.length);
  const positions = joinLists(lists, sizes);
  const joined = reshape(moved, [...before, sizes.reduce((a, b) => a * b, 1), ...after]);
  const taken = indexSelect(joined, first, contiguous(flatten(positions)));
  return own(reshape(taken, [...before, ...positions.shape, ...after]));
}

/**
 * Part of a tensor, axis by axis, as Python's brackets: `x.at(0, [1, 3], null, range(1, -1))` is `x[0, [1, 3], :, 1:-1]`.
 * Numbers, ranges and null make a view; lists and masks copy. Several lists go together element by element, and their
 * axis comes first unless they stand side by side, as in PyTorch.
 *
 * @throws ShapeError for positions beyond an axis and masks of another shape; DTypeError for lists of floats;
 *   DeviceError for masks on WebGPU, as the result's shape depends on their values.
 * @source torch.Tensor.__getitem__
 * @example
 * tensor([[1, 2, 3], [4, 5, 6]]).at(null, [0, -1]).arraySync() // [[1, 3], [4, 6]]
 */
export function at(input: Tensor, ...indices: readonly Index[]): Tensor {
  const { view, lists } = narrowed(input, indices);
  return lists.length === 0 ? view : take(view, lists);
}

/**
 * A copy in which `value` takes the place of the part that `at` gives for the same indices; of several for one element the
 * last, or with `accumulate` their sum on top of it.
 *
 * @source torch.index_put
 * @example
 * zeros([3]).put([[0, 2]], 1).arraySync() // [1, 0, 1]
 */
export function put(
  input: Tensor,
  indices: readonly Index[],
  value: Operand,
  { accumulate = false }: PutOptions = {},
): Tensor {
  requireList("put", indices);
  const places = at(reshape(arange(input.numel(), { device: input.device }), input.shape), ...indices);
  const given = value instanceof Tensor ? value.to(input.dtype) : scalarLike("put", value, input);
  const [flat, index, source] = [
    flatten(input),
    contiguous(flatten(places)),
    flatten(expand(given, places.shape)),
  ];
  const written = accumulate ? scatterAdd(flat, 0, index, source) : scatter(flat, 0, index, source);
  return own(reshape(written, input.shape));
}

export interface PutOptions {
  /** Add to what is there. */
  readonly accumulate?: boolean;
}

/**
 * Writes where `at` reads: `x.put_([0, range(2)], value)` is `x[0, :2] = value`.
 *
 * @source torch.Tensor.index_put_
 */
export function put_(input: Tensor, indices: readonly Index[], value: Operand, options?: PutOptions): Tensor {
  requireList("put_", indices);
  const isPlain = indices.every(
    (index) => index === "..." || index === null || typeof index === "number" || index instanceof Range,
  );
  const isFollowed = input.tape !== null || (value instanceof Tensor && value.tape !== null);
  // A recorder does not follow a change back through a view, but through a copy into the whole.
  if (!isPlain || isFollowed || options?.accumulate) return copy_(input, put(input, indices, value, options));
  const part = at(input, ...indices);
  copy_(part, value instanceof Tensor ? value : scalarLike("put_", value, input));
  return input;
}
