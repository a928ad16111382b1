import { arange } from "../create.js";
import { isFloat } from "../dtype.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { checkFlag, checkOptions, checkWhole } from "../options.js";
import { showShape, wrapAxis, wrapDim } from "../shape.js";
import type { Tensor } from "../tensor.js";
import type { AccumulationOptions } from "./accumulation.js";
import { clampMin, lerp } from "./arithmetic.js";
import { eq, ne, sub, where } from "./elementwise.js";
import { gather, maskedFill, sort } from "./indexing.js";
import { cat, stack } from "./joining.js";
import { isnan, logicalAnd, logicalOr } from "./logic.js";
import { flatten, reshape, squeeze, unsqueeze } from "./movement.js";
import { own } from "./own.js";
import {
  amax,
  amin,
  any,
  argmax,
  type Dims,
  type Extreme,
  max,
  mean,
  std,
  sum,
  variance,
} from "./reduction.js";
import { requireFloat, requireNumber } from "./requirements.js";
import { withAxis, withoutAxis } from "./scalars.js";
import { narrow } from "./slices.js";

/** The smallest and the largest element, of all or along `dim`. */
export interface MinMax {
  readonly min: Tensor;
  readonly max: Tensor;
}

/**
 * The smallest and the largest element, of all or along `dim`.
 *
 * @source torch.aminmax
 * @example
 * tensor([3, 1, 2]).aminmax().max // 3
 */
export function aminmax(input: Tensor, dim?: number, keepdim = false): MinMax {
  const source = dim !== undefined && keepdim ? withAxis(input) : input;
  return { min: amin(source, dim, keepdim), max: amax(source, dim, keepdim) };
}

/**
 * Variance and mean over some axes or all.
 *
 * @source torch.var_mean
 * @example
 * tensor([1, 2, 3]).varMean() // [1, 2]
 */
export function varMean(input: Tensor, dim?: Dims, correction = 1, keepdim = false): [Tensor, Tensor] {
  return [variance(input, dim, correction, keepdim), mean(input, dim, keepdim)];
}

/** Standard deviation and mean over some axes or all. @source torch.std_mean */
export function stdMean(input: Tensor, dim?: Dims, correction = 1, keepdim = false): [Tensor, Tensor] {
  return [std(input, dim, correction, keepdim), mean(input, dim, keepdim)];
}

/**
 * How many elements are not 0, over some axes or all.
 *
 * @source torch.count_nonzero
 * @example
 * tensor([0, 1, 2]).countNonzero() // 2
 */
export function countNonzero(input: Tensor, dim?: Dims): Tensor {
  return sum(ne(input, 0), dim);
}

/**
 * Σx without the NaN.
 *
 * @source torch.nansum
 * @example
 * tensor([1, Number.NaN, 2]).nansum() // 3
 */
export function nansum(input: Tensor, dim?: Dims, keepdim = false, options?: AccumulationOptions): Tensor {
  return sum(maskedFill(input, isnan(input), 0), dim, keepdim, options);
}

/**
 * The mean without the NaN.
 *
 * @source torch.nanmean
 * @example
 * tensor([1, Number.NaN, 2]).nanmean() // 1.5
 */
export function nanmean(input: Tensor, dim?: Dims, keepdim = false): Tensor {
  requireFloat("nanmean", input);
  const count = sum(eq(input, input), dim, keepdim);
  return nansum(input, dim, keepdim).div(count.to(input.dtype));
}

/** Drops (or keeps) the axis along which one position was taken. */
function finish({ values, indices }: Extreme, axis: number, keepdim: boolean): Extreme {
  if (keepdim) return { values: own(values), indices: own(indices) };
  return { values: own(squeeze(values, axis)), indices: own(squeeze(indices, axis)) };
}

/**
 * The k-th smallest element along `dim` (k from 1), and where it stands.
 *
 * @throws ArgumentError.
 * @source torch.kthvalue
 * @example
 * tensor([3, 1, 2]).kthvalue(2).values // 2
 */
export function kthvalue(input: Tensor, k: number, dim = -1, keepdim = false): Extreme {
  const axis = wrapDim(dim, input.ndim, "kthvalue");
  requireNumber("kthvalue", input);
  checkFlag("kthvalue", "keepdim", keepdim);
  const source = withAxis(input);
  const size = source.shape[axis]!;
  if (!Number.isInteger(k) || k < 1 || k > size) {
    throw new ArgumentError({
      operation: "kthvalue",
      got: `k ${k} for an axis of size ${size}`,
      expected: `a whole number from 1 to ${size}`,
    });
  }
  const { values, indices } = sort(source, axis);
  const chosen = { values: narrow(values, axis, k - 1, 1), indices: narrow(indices, axis, k - 1, 1) };
  return finish(chosen, axis, keepdim && input.ndim > 0);
}

/**
 * The middle element, the lower of two, of all or along `dim` with its place; NaN where there is one.
 *
 * @source torch.median
 * @example
 * tensor([3, 1, 2, 4]).median() // 2
 */
export function median(input: Tensor): Tensor;
export function median(input: Tensor, dim: number, keepdim?: boolean): Extreme;
export function median(input: Tensor, dim?: number, keepdim = false): Tensor | Extreme {
  requireNumber("median", input);
  checkFlag("median", "keepdim", keepdim);
  if (dim === undefined) return sharedMiddle(flatten(input), median);
  const axis = wrapDim(dim, input.ndim, "median");
  const size = input.shape[axis] ?? 1;
  const middle = kthvalue(input, Math.floor((size + 1) / 2), axis, true);
  const missing = isnan(withAxis(input));
  const isMissing = any(missing, axis, true);
  const first = argmax(missing.to("int32"), axis, true);
  const indices = where(withoutAxis(isMissing, input), withoutAxis(first, input), middle.indices);
  const found = { values: withoutAxis(gather(withAxis(input), axis, withAxis(indices)), input), indices };
  return finish(found, axis, keepdim);
}

/** The median of a row; elements that equal it share the gradient. Of none NaN, or the lowest whole number. */
function sharedMiddle(row: Tensor, medianOf: (input: Tensor, dim: number) => Extreme): Tensor {
  if (row.numel() === 0) {
    const none = { float32: Number.NaN, float64: Number.NaN, int32: -(2 ** 31), uint8: 0, bool: 0 };
    return sum(row).to(row.dtype).add(none[row.dtype]);
  }
  const { values } = medianOf(row, 0);
  if (!isFloat(row.dtype)) return values;
  const middle = values.detach();
  const isMiddle = logicalOr(eq(row, middle), logicalAnd(isnan(row), isnan(middle)));
  return amax(where(isMiddle, row, Number.NEGATIVE_INFINITY));
}

/**
 * The median without the NaN, of all or along `dim` with its place.
 *
 * @source torch.nanmedian
 * @example
 * tensor([3, Number.NaN, 1]).nanmedian() // 1
 */
export function nanmedian(input: Tensor): Tensor;
export function nanmedian(input: Tensor, dim: number, keepdim?: boolean): Extreme;
export function nanmedian(input: Tensor, dim?: number, keepdim = false): Tensor | Extreme {
  requireNumber("nanmedian", input);
  checkFlag("nanmedian", "keepdim", keepdim);
  if (dim === undefined) return sharedMiddle(flatten(input), nanmedian);
  const axis = wrapDim(dim, input.ndim, "nanmedian");
  const { values, indices } = sort(withAxis(input), axis);
  const count = sum(eq(values, values), axis, true);
  // NaN is sorted behind all numbers; of nothing but NaN the first stands for all.
  const middle = clampMin(sub(count, 1), 0).floorDivide(2);
  const found = { values: gather(values, axis, middle), indices: gather(indices, axis, middle) };
  return finish(found, axis, keepdim && input.ndim > 0);
}

/**
 * The commonest element along `dim`, the smallest of several, and where it last stands.
 *
 * @source torch.mode
 * @example
 * tensor([1, 2, 2]).mode().values // 2
 */
export function mode(input: Tensor, dim = -1, keepdim = false): Extreme {
  checkFlag("mode", "keepdim", keepdim);
  if (input.ndim === 0) return max(input, wrapDim(dim, 0, "mode"));
  const axis = wrapDim(dim, input.ndim, "mode");
  const sorted = sort(input, axis).values;
  const alike = eq(unsqueeze(sorted, axis), unsqueeze(sorted, axis + 1));
  const chosen = argmax(sum(alike, axis + 1), axis, true);
  const most = gather(sorted, axis, chosen);
  const isChosen = eq(input, most).logicalOr(logicalAnd(ne(input, input), ne(most, most)));
  const line = input.shape.map((_, each) => (each === axis ? -1 : 1));
  const places = reshape(arange(input.shape[axis]!, { device: input.device }), line);
  const indices = amax(where(isChosen, places, -1), axis, true);
  return finish({ values: gather(input, axis, indices), indices }, axis, keepdim);
}

export interface QuantileOptions {
  /** What stands for a place between two elements; "linear", in proportion, unless said. */
  readonly interpolation?: keyof typeof interpolations;
}

/** How far a place lies from the element below it towards the one above. */
const interpolations = {
  linear: (place: number): number => place % 1,
  lower: (): number => 0,
  higher: (place: number): number => Math.ceil(place % 1),
  midpoint: (place: number): number => Math.ceil(place % 1) / 2,
  // Halves to the even place, as rounding has it.
  nearest: (place: number): number =>
    place % 1 === 0.5 ? Math.floor(place) % 2 : Math.round(place) - Math.floor(place),
};

/**
 * The value below which a share q (0 to 1) of the elements lies, between two of them in proportion; of all, or along
 * `dim`. Several shares make a new first axis.
 *
 * @throws ArgumentError for a share outside 0 to 1.
 * @source torch.quantile
 * @example
 * tensor([0, 1, 2, 3]).quantile(0.5) // 1.5
 */
export function quantile(
  input: Tensor,
  q: number | readonly number[],
  dim?: number,
  keepdim = false,
  options?: QuantileOptions,
): Tensor {
  requireFloat("quantile", input);
  checkFlag("quantile", "keepdim", keepdim);
  checkOptions("quantile", options, {
    interpolation: ["linear", "lower", "higher", "midpoint", "nearest"],
  });
  const between = interpolations[options?.interpolation ?? "linear"];
  const shares = [q].flat();
  if (shares.some((share) => !(share >= 0 && share <= 1))) {
    throw new ArgumentError({ operation: "quantile", got: `q ${q}`, expected: "shares from 0 to 1" });
  }
  const source = dim === undefined ? flatten(input) : withAxis(input);
  const axis = wrapDim(dim ?? 0, source.ndim, "quantile");
  if (source.numel() === 0) {
    throw new ShapeError({
      operation: "quantile",
      got: `a tensor of shape ${showShape(input.shape)}`,
      expected: "at least one element",
    });
  }
  // Places too are of the tensor's dtype, as in PyTorch.
  const rounded = input.dtype === "float32" ? Math.fround : Number;
  const { values } = sort(source, axis);
  const isMissing = any(isnan(source), axis, true);
  const results = shares.map((share) => {
    const place = rounded(rounded(share) * (source.shape[axis]! - 1));
    const below = narrow(values, axis, Math.floor(place), 1);
    const above = narrow(values, axis, Math.ceil(place), 1);
    const weight = between(place);
    const chosen = weight === 0 ? below : weight === 1 ? above : lerp(below, above, weight);
    const found = where(isMissing, Number.NaN, chosen);
    const whole = dim === undefined || input.ndim === 0;
    const full = whole ? reshape(found, keepdim ? input.shape.map(() => 1) : []) : found;
    return own(keepdim || whole ? full : squeeze(full, axis));
  });
  return typeof q === "number" ? results[0]! : stack(results);
}

export interface DifferenceOptions {
  /** What stands before the first element, and behind the last. */
  readonly prepend?: Tensor;
  readonly append?: Tensor;
}

/**
 * Differences of neighbours along `dim`, n times over; of truths whether they differ.
 *
 * @source torch.diff
 * @example
 * tensor([1, 4, 9]).diff() // [3, 5]
 */
export function diff(input: Tensor, n = 1, dim = -1, options?: DifferenceOptions): Tensor {
  checkWhole("diff", "n", n, 0);
  const axis = wrapAxis(dim, input.ndim, "diff");
  checkOptions("diff", options, { prepend: null, append: null });
  const parts = [options?.prepend, input, options?.append].filter((part) => part !== undefined);
  let result = parts.length === 1 ? input : cat(parts, axis);
  const differ = result.dtype === "bool" ? ne : sub;
  for (let round = 0; round < n; round++) {
    const left = Math.max(result.shape[axis]! - 1, 0);
    const start = Math.min(1, result.shape[axis]!);
    result = differ(narrow(result, axis, start, left), narrow(result, axis, 0, left));
  }
  return own(result, input);
}
