import { ShapeError } from "./errors.js";
import { shown } from "./options.js";

/** Sizes of the axes, outermost first; `[]` is a scalar's. */
export type Shape = readonly number[];

/** Sizes or axes as a list or one by one: `view([2, 3])`, `view(2, 3)`. */
export type Listed = readonly [list: readonly number[]] | readonly number[];

export function listed(given: readonly (number | readonly number[])[]): readonly number[] {
  const [first] = given;
  if (given.length !== 1 || typeof first !== "object") return given.flat();
  if (Array.isArray(first)) return first;
  throw new ShapeError({
    operation: "sizes or axes",
    got: shown(first),
    expected: "numbers one by one, or a list of them",
  });
}

export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis]!;
  return size;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/** `[2, 3]`, as messages show it. */
export function showShape(shape: Shape): string {
  return Array.isArray(shape) ? `[${shape.join(", ")}]` : shown(shape);
}

/** Turns an axis counted from the end (−1 is the last) into one counted from the start. */
export function wrapDim(dim: number, rank: number, operation: string): number {
  const range = Math.max(rank, 1);
  if (!Number.isInteger(dim) || dim < -range || dim >= range) {
    throw new ShapeError({
      operation,
      got: `dim ${shown(dim)} for a tensor of ${rank} dimension${rank === 1 ? "" : "s"}`,
      expected: `a whole number from ${-range} to ${range - 1}`,
    });
  }
  return dim < 0 ? dim + range : dim;
}

/** The same for what needs an axis to go along. */
export function wrapAxis(dim: number, rank: number, operation: string): number {
  if (rank > 0) return wrapDim(dim, rank, operation);
  throw new ShapeError({
    operation,
    got: "a tensor without axes",
    expected: "at least one",
    hint: "Try reshape([1]) first.",
  });
}

/** Every axis of a tensor, ascending. */
function allDims(rank: number): number[] {
  const dims = new Array<number>(rank);
  for (let axis = 0; axis < rank; axis++) dims[axis] = axis;
  return dims;
}

/** The axes that an optional `dim` argument names, ascending; all of them when it is left out. */
export function wrapDims(
  dim: number | readonly number[] | undefined,
  rank: number,
  operation: string,
): number[] {
  if (dim === undefined) return allDims(rank);
  if (typeof dim === "number" && rank > 0) return [wrapDim(dim, rank, operation)];
  const dims = (Array.isArray(dim) ? dim : [dim]).map((each: number) => wrapDim(each, rank, operation));
  if (rank === 0) return [];
  const unique = [...new Set(dims)].sort((a, b) => a - b);
  if (unique.length !== dims.length) {
    throw new ShapeError({ operation, got: `dims ${showShape(dims)}`, expected: "each dimension once" });
  }
  return unique;
}

/** Turns a position counted from the end into one counted from the start. */
export function wrapIndex(index: number, size: number, operation: string): number {
  if (!Number.isInteger(index) || index < -size || index >= size) {
    throw new ShapeError({
      operation,
      got: `index ${index} on an axis of size ${size}`,
      expected: size === 0 ? "an axis that is not empty" : `a whole number from ${-size} to ${size - 1}`,
    });
  }
  return index < 0 ? index + size : index;
}

/** The shape two operands meet in: aligned at the last axis, an axis of 1 stretches. @source torch.broadcast_shapes */
export function broadcastShapes(a: Shape, b: Shape, operation: string): Shape {
  if (sameShape(a, b)) return a;
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const rank = Math.max(a.length, b.length);
  const shape = new Array<number>(rank);
  for (let axis = 1; axis <= rank; axis++) {
    const left = axis <= a.length ? a[a.length - axis]! : 1;
    const right = axis <= b.length ? b[b.length - axis]! : 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new ShapeError({
        operation,
        got: `${showShape(a)} and ${showShape(b)}`,
        expected: `sizes that are equal or 1 on each axis counted from the last; axis −${axis} has ${left} and ${right}`,
        hint: broadcastRemedy(a, b),
      });
    }
    shape[rank - axis] = left === 1 ? right : left;
  }
  return shape;
}

function broadcastRemedy(a: Shape, b: Shape): string {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const leads = short.every((size, axis) => size === long[axis]);
  if (!leads || short.length === long.length) return "Try unsqueeze, reshape or expand on one of them.";
  const columns = [...short, ...long.slice(short.length).map(() => 1)];
  return `Try reshape(${showShape(columns)}) on the ${short === b ? "second" : "first"}.`;
}

/** Fills in a single −1 of a wanted shape so that it holds `size` elements. */
export function inferShape(wanted: Shape, size: number, operation: string): Shape {
  let holes = 0;
  let known = 1;
  let invalid = false;
  for (let axis = 0; axis < wanted.length; axis++) {
    const each = wanted[axis]!;
    if (each === -1) holes++;
    else known *= each;
    invalid ||= !Number.isInteger(each) || each < -1;
  }
  invalid ||= holes > 1;
  if (invalid || (holes === 1 ? known === 0 || size % known !== 0 : known !== size)) {
    const holds = holes === 0 ? `, which holds ${known}` : "";
    throw new ShapeError({
      operation,
      got: `shape ${showShape(wanted)}${holds}, for ${size} elements`,
      expected:
        holes > 1
          ? "−1 at most once, as only one size can follow from the others"
          : holes === 1
            ? `a size that divides ${size} in place of ${known}`
            : "sizes whose product is the number of elements",
      ...(holes === 0 && { hint: "Try −1 for the size that follows from the others." }),
    });
  }
  return holes === 0 ? wanted : wanted.map((each) => (each === -1 ? size / known : each));
}
