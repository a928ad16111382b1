import { fromData } from "../create.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { checkWhole } from "../options.js";
import { type Listed, listed, showShape, wrapDim } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { indexSelect } from "./indexing.js";
import { cat } from "./joining.js";
import { clone, expand, flatten, flip, permute, reshape, transpose, unsqueeze } from "./movement.js";
import { own } from "./own.js";
import { withAxis } from "./scalars.js";
import { narrow } from "./slices.js";

/** Stretched to `shape`. @source torch.broadcast_to */
export const broadcastTo = expand;
/** Two axes swapped. @source torch.swapaxes */
export const swapaxes = transpose;

/**
 * Axes moved to other places, the rest in their order.
 *
 * @source torch.movedim
 * @example
 * ones([2, 3, 4]).movedim(0, -1).shape // [3, 4, 2]
 */
export function movedim(
  input: Tensor,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor {
  if (input.ndim === 0) return reshape(movedim(withAxis(input), source, destination), []);
  const from = [source].flat().map((dim) => wrapDim(dim, input.ndim, "movedim"));
  const to = [destination].flat().map((dim) => wrapDim(dim, input.ndim, "movedim"));
  if (from.length !== to.length || new Set(from).size !== from.length || new Set(to).size !== to.length) {
    throw new ShapeError({
      operation: "movedim",
      got: `from ${showShape([source].flat())} to ${showShape([destination].flat())}`,
      expected: "as many places as axes, each once",
    });
  }
  const order = new Array<number>(input.ndim).fill(-1);
  to.forEach((place, i) => {
    order[place] = from[i]!;
  });
  const rest = input.shape.map((_, axis) => axis).filter((axis) => !from.includes(axis));
  return permute(
    input,
    order.map((axis) => (axis === -1 ? rest.shift()! : axis)),
  );
}

/**
 * The whole tensor laid side by side `times` along each axis; more numbers than axes make new ones.
 *
 * @source torch.Tensor.repeat
 * @example
 * tensor([1, 2]).repeat(2, 2) // [[1, 2, 1, 2], [1, 2, 1, 2]]
 */
export function repeat(input: Tensor, ...counts: Listed): Tensor {
  const times = listed(counts);
  if (times.length < input.ndim || times.some((each) => !Number.isInteger(each) || each < 0)) {
    throw new ArgumentError({
      operation: "repeat",
      got: `times ${showShape(times)} for a tensor of shape ${showShape(input.shape)}`,
      expected: "a whole number from 0 up for each axis",
      hint: "Try tile, which fills in ones.",
    });
  }
  const shape = [...new Array<number>(times.length - input.ndim).fill(1), ...input.shape];
  const apart = reshape(
    input,
    shape.flatMap((size) => [1, size]),
  );
  const stretched = expand(
    apart,
    shape.flatMap((size, axis) => [times[axis]!, size]),
  );
  const whole = shape.map((size, axis) => size * times[axis]!);
  return own(reshape(stretched, whole), input);
}

/**
 * Like `repeat`, with ones filled in for the first axes.
 *
 * @source torch.tile
 * @example
 * tensor([[1, 2]]).tile([2]) // [[1, 2, 1, 2]]
 */
export function tile(input: Tensor, ...counts: Listed): Tensor {
  const times = listed(counts);
  return repeat(input, [...new Array<number>(Math.max(input.ndim - times.length, 0)).fill(1), ...times]);
}

/**
 * Each element (along `dim`, or of all in one row) several times in a row; one number, or one for each.
 *
 * @source torch.repeat_interleave
 * @example
 * tensor([1, 2]).repeatInterleave([1, 3]) // [1, 2, 2, 2]
 */
export function repeatInterleave(input: Tensor, repeats: number | readonly number[], dim?: number): Tensor {
  const source = dim === undefined ? flatten(input) : input;
  const axis = wrapDim(dim ?? 0, source.ndim, "repeatInterleave");
  const size = source.shape[axis]!;
  for (const each of [repeats].flat()) checkWhole("repeatInterleave", "repeats", each, 0);
  if (typeof repeats === "number") {
    const apart = unsqueeze(source, axis + 1);
    const stretched = expand(apart, apart.shape.with(axis + 1, repeats));
    return own(reshape(stretched, source.shape.with(axis, size * repeats)), input);
  }
  if (repeats.length !== size) {
    throw new ShapeError({
      operation: "repeatInterleave",
      got: `${repeats.length} numbers for an axis of size ${size}`,
      expected: "one number, or one for each element",
    });
  }
  const places = Int32Array.from(repeats.flatMap((times, place) => new Array<number>(times).fill(place)));
  return indexSelect(source, axis, fromData(places, [places.length], { device: input.device }));
}

/**
 * Elements moved along the axes, those pushed out coming in at the other end; without dims in one row.
 *
 * @source torch.roll
 * @example
 * arange(4).roll(1) // [3, 0, 1, 2]
 */
export function roll(
  input: Tensor,
  shifts: number | readonly number[],
  dims?: number | readonly number[],
): Tensor {
  if (dims === undefined) return own(reshape(roll(flatten(input), shifts, 0), input.shape));
  const distances = [shifts].flat();
  for (const each of distances) checkWhole("roll", "shift", each);
  if (distances.length !== [dims].flat().length) {
    throw new ShapeError({
      operation: "roll",
      got: `${distances.length} shifts along ${[dims].flat().length} axes`,
      expected: "a shift for each axis",
    });
  }
  const result = [dims].flat().reduce((rolled, dim, i) => {
    const axis = wrapDim(dim, input.ndim, "roll");
    const size = input.shape[axis]!;
    const cut = size === 0 ? 0 : (((size - (distances[i] ?? 0)) % size) + size) % size;
    if (cut === 0) return rolled;
    return cat([narrow(rolled, axis, cut, size - cut), narrow(rolled, axis, 0, cut)], axis);
  }, input);
  return own(result, input);
}

function requireRank(operation: string, input: Tensor, rank: number): void {
  if (input.ndim >= rank) return;
  throw new ShapeError({
    operation,
    got: `a tensor of shape ${showShape(input.shape)}`,
    expected: `at least ${rank} dimension${rank === 1 ? "" : "s"}`,
  });
}

/**
 * A copy turned by 90° `times` over, from the first of two axes towards the second.
 *
 * @source torch.rot90
 * @example
 * tensor([[1, 2], [3, 4]]).rot90() // [[2, 4], [1, 3]]
 */
export function rot90(input: Tensor, times = 1, [from, to]: readonly [number, number] = [0, 1]): Tensor {
  requireRank("rot90", input, 2);
  if (wrapDim(from, input.ndim, "rot90") === wrapDim(to, input.ndim, "rot90")) {
    throw new ShapeError({
      operation: "rot90",
      got: `dims ${from} and ${to}`,
      expected: "two different ones",
    });
  }
  checkWhole("rot90", "times", times);
  const turns = ((times % 4) + 4) % 4;
  if (turns === 0) return clone(input);
  if (turns === 2) return flip(input, [from, to]);
  return own(transpose(flip(input, turns === 1 ? to : from), from, to));
}

/**
 * A copy whose columns (axis 1) are read backwards.
 *
 * @source torch.fliplr
 * @example
 * tensor([[1, 2], [3, 4]]).fliplr() // [[2, 1], [4, 3]]
 */
export function fliplr(input: Tensor): Tensor {
  requireRank("fliplr", input, 2);
  return flip(input, 1);
}

/**
 * A copy whose rows (axis 0) are read backwards.
 *
 * @source torch.flipud
 * @example
 * tensor([[1, 2], [3, 4]]).flipud() // [[3, 4], [1, 2]]
 */
export function flipud(input: Tensor): Tensor {
  requireRank("flipud", input, 1);
  return flip(input, 0);
}

/** All elements in one row. @source torch.ravel */
export function ravel(input: Tensor): Tensor {
  return flatten(input);
}

/** The elements under `other`'s shape. @source torch.Tensor.reshape_as */
export function reshapeAs(input: Tensor, other: Tensor): Tensor {
  return reshape(input, other.shape);
}

/**
 * As many pieces as asked, the first ones longer by one where the size does not divide, or cut at the given places.
 *
 * @source torch.tensor_split
 * @example
 * arange(5).tensorSplit(2).map(({ shape }) => shape) // [[3], [2]]
 */
export function tensorSplit(input: Tensor, sections: number | readonly number[], dim = 0): Tensor[] {
  const axis = wrapDim(dim, input.ndim, "tensorSplit");
  const size = input.shape[axis]!;
  if (!Array.isArray(sections)) checkWhole("tensorSplit", "sections", sections, 1);
  const ends =
    typeof sections === "number"
      ? Array.from(
          { length: sections },
          (_, i) => Math.floor(size / sections) * (i + 1) + Math.min(i + 1, size % sections),
        )
      : [...sections.map((place) => Math.min(place < 0 ? place + size : place, size)), size];
  return ends.map((end, i) => {
    const start = i === 0 ? 0 : ends[i - 1]!;
    return narrow(input, axis, start, Math.max(end - start, 0));
  });
}
