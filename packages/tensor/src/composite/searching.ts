import { arange, fromData, ones, zeros } from "../create.js";
import { isFloat, type TypedArray } from "../dtype.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { checkOptions } from "../options.js";
import { peek, readNow } from "../read.js";
import { broadcastShapes, sameShape, showShape, wrapAxis } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { clamp } from "./arithmetic.js";
import { eq, ge, gt, le, ne } from "./elementwise.js";
import { indexSelect, scatterAdd } from "./indexing.js";
import { broadcastTensors } from "./joining.js";
import { logicalAnd, logicalNot } from "./logic.js";
import { flatten, reshape, unsqueeze } from "./movement.js";
import { movedim } from "./rearranging.js";
import { amax, amin, sum } from "./reduction.js";
import { requireFloat, requireMask, requireNumber, requireWhole } from "./requirements.js";
import { select, unbind } from "./slices.js";

/**
 * The positions of the elements that are not 0, one a row: [count, rank]; with `asTuple` a vector for each axis.
 *
 * @throws DeviceError on WebGPU, as the result's shape depends on the values.
 * @source torch.nonzero
 * @example
 * tensor([[0, 1], [1, 0]]).nonzero() // [[0, 1], [1, 0]]
 */
export function nonzero(input: Tensor, options?: { readonly asTuple?: false }): Tensor;
export function nonzero(input: Tensor, options: { readonly asTuple: boolean }): Tensor[];
export function nonzero(input: Tensor, options?: { readonly asTuple?: boolean }): Tensor | Tensor[] {
  checkOptions("nonzero", options, { asTuple: [true, false] });
  const places = placesOf(input, "nonzero");
  return options?.asTuple
    ? unbind(
        input.ndim === 0
          ? reshape(arange(places.shape[0]!, { device: input.device }).mul(0), [-1, 1])
          : places,
        1,
      )
    : places;
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
  requireMask("maskedSelect", mask);
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

export interface UniqueOptions {
  /** The axis whose slices are compared; all elements one by one unless said. */
  readonly dim?: number;
}

/**
 * The different elements, or slices along `dim`, in ascending order.
 *
 * @throws DeviceError on WebGPU.
 * @source torch.unique
 * @example
 * tensor([3, 1, 3]).unique().values // [1, 3]
 */
export function unique(input: Tensor, options?: UniqueOptions): Unique {
  checkOptions("unique", options, { dim: null });
  if (options?.dim !== undefined) return uniqueSlices("unique", input, options.dim, true);
  return collect("unique", input, readNow(flatten(input).argsort(0), "unique") as Int32Array);
}

/** The different slices along an axis, in order element by element, or as they come. */
function uniqueSlices(operation: string, input: Tensor, dim: number, sorted: boolean): Unique {
  const axis = wrapAxis(dim, input.ndim, operation);
  const count = input.shape[axis]!;
  if (input.shape.some((size, other) => size === 0 && other !== axis)) {
    throw new ShapeError({
      operation,
      got: `dim ${dim} of a tensor of shape ${showShape(input.shape)}`,
      expected: "slices that have elements",
    });
  }
  const width = input.numel() / Math.max(count, 1);
  const rows = readNow(movedim(input, axis, 0), operation);
  const compare = (a: number, b: number): number => {
    for (let i = 0; i < width; i++) {
      const [x, y] = [rows[a * width + i]!, rows[b * width + i]!];
      if (x !== y) return x - y;
    }
    return 0;
  };
  const order = Array.from({ length: count }, (_, place) => place);
  if (sorted) order.sort((a, b) => compare(a, b) || a - b);
  const [kept, counts]: [number[], number[]] = [[], []];
  const inverse = new Int32Array(count);
  for (const place of order) {
    if (kept.length === 0 || compare(kept.at(-1)!, place) !== 0) {
      kept.push(place);
      counts.push(0);
    }
    counts[counts.length - 1]!++;
    inverse[place] = kept.length - 1;
  }
  const { device } = input;
  const places = fromData(Int32Array.from(kept), [kept.length], { device });
  return {
    values: indexSelect(input, axis, places),
    inverse: fromData(inverse, [count], { device }),
    counts: fromData(Int32Array.from(counts), [counts.length], { device }),
  };
}

/**
 * Each run of equal elements (or slices along `dim`) once.
 *
 * @throws DeviceError on WebGPU.
 * @source torch.unique_consecutive
 * @example
 * tensor([1, 1, 2, 1]).uniqueConsecutive().counts // [2, 1, 1]
 */
export function uniqueConsecutive(input: Tensor, options?: UniqueOptions): Unique {
  checkOptions("uniqueConsecutive", options, { dim: null });
  if (options?.dim !== undefined) return uniqueSlices("uniqueConsecutive", input, options.dim, false);
  return collect(
    "uniqueConsecutive",
    input,
    Int32Array.from({ length: input.numel() }, (_, place) => place),
  );
}

export interface SortedSearchOptions {
  /** Behind elements that are equal rather than before them. */
  readonly right?: boolean;
  /** The same in words. */
  readonly side?: "left" | "right";
}

/**
 * Before which element of an ascending row each value would be put to keep the order. sorted: [n] or [...batch, n],
 * values: any shape, or [...batch, m] → the values' shape.
 *
 * @source torch.searchsorted
 * @example
 * searchsorted(tensor([1, 3, 5]), tensor([3, 4])) // [1, 2]
 */
export function searchsorted(sorted: Tensor, values: Tensor, options?: SortedSearchOptions): Tensor {
  checkOptions("searchsorted", options, { right: [true, false], side: ["left", "right"] });
  const right = options?.side === undefined ? options?.right === true : options.side === "right";
  if (sorted.ndim !== 1 && !sameShape(sorted.shape.slice(0, -1), values.shape.slice(0, -1))) {
    throw new ShapeError({
      operation: "searchsorted",
      got: `rows of shape ${showShape(sorted.shape)} and values of shape ${showShape(values.shape)}`,
      expected: "one row, or one for each row of values",
    });
  }
  const rows = sorted.ndim === 1 ? sorted : unsqueeze(sorted, -2);
  const each = unsqueeze(values, -1);
  // NaN is behind all numbers.
  return sum(logicalNot(right ? gt(rows, each) : ge(rows, each)), -1);
}

/**
 * Which of the intervals between ascending boundaries each value lies in.
 *
 * @source torch.bucketize
 * @example
 * bucketize(tensor([0, 4]), tensor([1, 3, 5])) // [0, 2]
 */
export function bucketize(values: Tensor, boundaries: Tensor, options?: SortedSearchOptions): Tensor {
  requireVector("bucketize", boundaries);
  return searchsorted(boundaries, values, options);
}

function requireVector(operation: string, input: Tensor): void {
  if (input.ndim === 1) return;
  throw new ShapeError({
    operation,
    got: `a tensor of shape ${showShape(input.shape)}`,
    expected: "a vector",
  });
}

/** The largest number and 1 more; none may be below 0. */
function sizeOfValues(operation: string, values: TypedArray): number {
  if (values.length === 0) return 0;
  let largest = 0;
  for (const value of values) {
    if (value < 0) {
      throw new ArgumentError({ operation, got: `the number ${value}`, expected: "whole numbers from 0 up" });
    }
    largest = Math.max(largest, value);
  }
  return largest + 1;
}

export interface BincountOptions {
  /** What each element counts, whole numbers in float64; 1 unless said. */
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
export function bincount(input: Tensor, options?: BincountOptions): Tensor {
  checkOptions("bincount", options, { weights: null, minlength: null });
  requireWhole("bincount", input);
  requireNumber("bincount", input);
  requireVector("bincount", input);
  const { weights, minlength = 0 } = options ?? {};
  if (weights !== undefined && !sameShape(weights.shape, input.shape)) {
    throw new ShapeError({
      operation: "bincount",
      got: `weights of shape ${showShape(weights.shape)} for ${input.numel()} numbers`,
      expected: "one weight for each",
    });
  }
  const { device } = input;
  const each =
    weights?.to(isFloat(weights.dtype) ? weights.dtype : "float64") ??
    ones(input.shape, { dtype: "int32", device });
  const counts = zeros([Math.max(sizeOfValues("bincount", readNow(input, "bincount")), minlength)], {
    dtype: each.dtype,
    device,
  });
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
  requireFloat("histc", input);
  const flat = flatten(input);
  const asked = low !== high || flat.numel() === 0;
  const [least, most] = asked
    ? [low, high]
    : [amin(flat), amax(flat)].map((each) => readNow(each, "histc")[0]!);
  if (!Number.isFinite(least) || !Number.isFinite(most)) {
    throw new ArgumentError({ operation: "histc", got: `${least} to ${most}`, expected: "a finite range" });
  }
  const [from, to] = least === most ? [least! - 1, most! + 1] : [least!, most!];
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
 * @throws DTypeError for floats; ArgumentError for a size below 1, and (but on WebGPU) for numbers outside 0 to size − 1.
 * @source torch.nn.functional.one_hot
 * @example
 * oneHot(tensor([1, 0], { dtype: "int32" })).arraySync() // [[0, 1], [1, 0]]
 */
export function oneHot(input: Tensor, numClasses = -1): Tensor {
  requireWhole("oneHot", input);
  requireNumber("oneHot", input);
  const found = numClasses === -1 ? readNow(input, "oneHot") : peek(input);
  const needed = found === null ? 0 : sizeOfValues("oneHot", found);
  const size = numClasses === -1 ? needed : numClasses;
  if (size >= 1 && size < needed) {
    throw new ArgumentError({
      operation: "oneHot",
      got: `the class ${needed - 1} of ${size}`,
      expected: `numbers from 0 to ${size - 1}`,
    });
  }
  if (!Number.isInteger(size) || size < 1) {
    throw new ArgumentError({
      operation: "oneHot",
      got: `${size} classes for a tensor of shape ${showShape(input.shape)}`,
      expected: "a whole number from 1 up",
    });
  }
  return eq(unsqueeze(input, -1), arange(size, { device: input.device })).to("int32");
}
