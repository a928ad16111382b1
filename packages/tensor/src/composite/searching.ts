import { arange, fromData, ones, zeros } from "../create.js";
import { isFloat } from "../dtype.js";
import { ArgumentError, DTypeError } from "../errors.js";
import { readNow } from "../read.js";
import { broadcastShapes, showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { clamp } from "./arithmetic.js";
import { eq, ge, le, lt, ne } from "./elementwise.js";
import { indexSelect, scatterAdd } from "./indexing.js";
import { broadcastTensors } from "./joining.js";
import { logicalAnd } from "./logic.js";
import { flatten, unsqueeze } from "./movement.js";
import { amax, amin, sum } from "./reduction.js";
import { select } from "./slices.js";

/**
 * The positions of the elements that are not 0, one a row: [count, rank].
 *
 * @throws DeviceError on WebGPU, as the result's shape depends on the values.
 * @source torch.nonzero
 * @example
 * tensor([[0, 1], [1, 0]]).nonzero() // [[0, 1], [1, 0]]
 */
export function nonzero(input: Tensor): Tensor {
  return placesOf(input, "nonzero");
}

function placesOf(input: Tensor, operation: string): Tensor {
  const { shape, device } = input;
  const places: number[] = [];
  let count = 0;
  readNow(ne(input, 0), operation).forEach((isSet, at) => {
    if (isSet === 0) return;
    const row = new Array<number>(shape.length);
    for (let axis = shape.length - 1, rest = at; axis >= 0; axis--) {
      row[axis] = rest % shape[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    places.push(...row);
    count++;
  });
  return fromData(Int32Array.from(places), [count, shape.length], { device });
}

/**
 * The elements where `mask` holds, in one row; shapes broadcast.
 *
 * @throws DeviceError on WebGPU.
 * @source torch.masked_select
 * @example
 * tensor([1, 2, 3]).maskedSelect(tensor([true, false, true])) // [1, 3]
 */
export function maskedSelect(input: Tensor, mask: Tensor): Tensor {
  broadcastShapes(input.shape, mask.shape, "maskedSelect");
  const [values, chosen] = broadcastTensors(input, mask) as [Tensor, Tensor];
  return indexSelect(flatten(values), 0, select(placesOf(flatten(chosen), "maskedSelect"), 1, 0));
}

/** The different values of a tensor, and where they stand. */
export interface Unique {
  readonly values: Tensor;
  /** For each element of the tensor, which of the values it is. */
  readonly inverse: Tensor;
  readonly counts: Tensor;
}

function collect(operation: string, input: Tensor, order: Int32Array): Unique {
  const { device, dtype, shape } = input;
  const elements = readNow(input, operation);
  const [values, counts]: [number[], number[]] = [[], []];
  const inverse = new Int32Array(elements.length);
  for (const place of order) {
    const value = elements[place]!;
    if (counts.length === 0 || value !== values.at(-1)) {
      values.push(value);
      counts.push(0);
    }
    counts[counts.length - 1]!++;
    inverse[place] = values.length - 1;
  }
  return {
    values: fromData(values, [values.length], { device, dtype }),
    inverse: fromData(inverse, shape, { device }),
    counts: fromData(Int32Array.from(counts), [counts.length], { device }),
  };
}

/**
 * The different elements in ascending order.
 *
 * @throws DeviceError on WebGPU.
 * @source torch.unique
 * @example
 * tensor([3, 1, 3]).unique().values // [1, 3]
 */
export function unique(input: Tensor): Unique {
  return collect("unique", input, readNow(flatten(input).argsort(0), "unique") as Int32Array);
}

/**
 * Each run of equal elements once.
 *
 * @throws DeviceError on WebGPU.
 * @source torch.unique_consecutive
 * @example
 * tensor([1, 1, 2, 1]).uniqueConsecutive().counts // [2, 1, 1]
 */
export function uniqueConsecutive(input: Tensor): Unique {
  return collect(
    "uniqueConsecutive",
    input,
    Int32Array.from({ length: input.numel() }, (_, place) => place),
  );
}

export interface SortedSearchOptions {
  /** Behind elements that are equal rather than before them. */
  readonly right?: boolean;
}

/**
 * Before which element of an ascending row each value would be put to keep the order. sorted: [n] or [...batch, n],
 * values: any shape, or [...batch, m] → the values' shape.
 *
 * @source torch.searchsorted
 * @example
 * searchsorted(tensor([1, 3, 5]), tensor([3, 4])) // [1, 2]
 */
export function searchsorted(
  sorted: Tensor,
  values: Tensor,
  { right = false }: SortedSearchOptions = {},
): Tensor {
  const rows = sorted.ndim === 1 ? sorted : unsqueeze(sorted, -2);
  const each = unsqueeze(values, -1);
  return sum(right ? le(rows, each) : lt(rows, each), -1);
}

/**
 * Which of the intervals between ascending boundaries each value lies in.
 *
 * @source torch.bucketize
 * @example
 * bucketize(tensor([0, 4]), tensor([1, 3, 5])) // [0, 2]
 */
export function bucketize(values: Tensor, boundaries: Tensor, options?: SortedSearchOptions): Tensor {
  return searchsorted(boundaries, values, options);
}

function requireCounts(operation: string, input: Tensor): void {
  if (!isFloat(input.dtype)) return;
  throw new DTypeError({
    operation,
    got: `dtype ${input.dtype}`,
    expected: "whole numbers from 0 up",
    hint: 'Try x.to("int32").',
  });
}

/** The largest element and 1 more, as read from the device. */
function sizeFor(input: Tensor): number {
  return input.numel() === 0 ? 0 : readNow(amax(input), "bincount")[0]! + 1;
}

export interface BincountOptions {
  /** What each element counts; 1 unless said. */
  readonly weights?: Tensor;
  /** How long the result is at least. */
  readonly minlength?: number;
}

/**
 * How often each number from 0 up occurs in a vector.
 *
 * @throws DeviceError on WebGPU, DTypeError for floats.
 * @source torch.bincount
 * @example
 * tensor([0, 2, 2]).int().bincount() // [1, 0, 2]
 */
export function bincount(input: Tensor, { weights, minlength = 0 }: BincountOptions = {}): Tensor {
  requireCounts("bincount", input);
  const { device } = input;
  const each = weights ?? ones(input.shape, { dtype: "int32", device });
  const counts = zeros([Math.max(sizeFor(input), minlength)], { dtype: each.dtype, device });
  return scatterAdd(counts, 0, input, each);
}

/**
 * How many elements lie in each of `bins` intervals of one width from low to high, both included; without them from the
 * smallest element to the largest (which WebGPU refuses, as it reads them).
 *
 * @source torch.histc
 * @example
 * tensor([0, 1, 1, 2]).histc(3, 0, 3) // [1, 2, 1]
 */
export function histc(input: Tensor, bins = 100, low = 0, high = 0): Tensor {
  if (!(bins >= 1 && low <= high)) {
    throw new ArgumentError({
      operation: "histc",
      got: `${bins} bins from ${low} to ${high}`,
      expected: "at least one bin, and low ≤ high",
    });
  }
  const flat = flatten(input);
  if (low === 0 && high === 0 && flat.numel() > 0) {
    const [least, most] = [amin(flat), amax(flat)].map((each) => readNow(each, "histc")[0]!);
    return histc(input, bins, least, most);
  }
  const [from, to] = low === high ? [low - 1, high + 1] : [low, high];
  const place = flat
    .sub(from)
    .mul(bins / (to - from))
    .floor();
  const isInside = logicalAnd(ge(flat, from), le(flat, to));
  const counts = zeros([bins], { dtype: input.dtype, device: input.device });
  return scatterAdd(counts, 0, clamp(place, 0, bins - 1).to("int32"), isInside.to(input.dtype));
}

/**
 * A 1 at the place that each element names along a new last axis, 0 elsewhere; as long as asked, or (which WebGPU refuses)
 * as the largest element needs.
 *
 * @throws DTypeError for floats; ArgumentError for a size below 1.
 * @source torch.nn.functional.one_hot
 * @example
 * oneHot(tensor([1, 0], { dtype: "int32" })).arraySync() // [[0, 1], [1, 0]]
 */
export function oneHot(input: Tensor, numClasses = -1): Tensor {
  requireCounts("oneHot", input);
  const size = numClasses === -1 ? sizeFor(input) : numClasses;
  if (!Number.isInteger(size) || size < 1) {
    throw new ArgumentError({
      operation: "oneHot",
      got: `${size} classes for a tensor of shape ${showShape(input.shape)}`,
      expected: "a whole number from 1 up",
    });
  }
  return eq(unsqueeze(input, -1), arange(size, { device: input.device })).to("int32");
}
