import { isFloat } from "../dtype.js";
import { checkOptions } from "../options.js";
import { wrapDim } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { add, div, eq, gt, maximum, minimum, mul, where } from "./elementwise.js";
import { gather, scatterAdd } from "./indexing.js";
import { requireAlike } from "./requirements.js";
import { withAxis, withoutAxis } from "./scalars.js";
import { cutTo, hitsOf, joinInTurn, scatter } from "./scattering.js";

/** What becomes of several elements. */
export type ScatterReduction = "sum" | "prod" | "mean" | "amax" | "amin";

export interface ScatterReduceOptions {
  /** Whether the input's own element is one of them; it is unless said. */
  readonly includeSelf?: boolean;
}

const joins = { prod: mul, amax: maximum, amin: minimum };

/**
 * A copy in which every element that index names along `dim` is the sum, product, mean or extreme of itself and of what
 * source has for it.
 *
 * @throws ShapeError where the index does not fit.
 * @source torch.scatter_reduce
 * @example
 * scatterReduce(tensor([1, 2]), 0, tensor([0, 0]).int(), tensor([5, 3]), "amax") // [5, 2]
 */
export function scatterReduce(
  input: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  reduce: ScatterReduction,
  options?: ScatterReduceOptions,
): Tensor {
  checkOptions("scatterReduce", { reduce }, { reduce: ["sum", "prod", "mean", "amax", "amin"] });
  checkOptions("scatterReduce", options, { includeSelf: [true, false] });
  requireAlike("scatterReduce", input, source);
  const axis = wrapDim(dim, input.ndim, "scatterReduce");
  const [whole, places] = [withAxis(input), withAxis(index)];
  const given = cutTo(withAxis(source), places.shape);
  const includeSelf = options?.includeSelf ?? true;
  const clear = (value: number): Tensor => (includeSelf ? whole : scatter(whole, axis, places, value));
  if (reduce === "sum") return withoutAxis(scatterAdd(clear(0), axis, places, given), input);
  if (reduce === "mean") {
    const hits = hitsOf(whole, axis, places);
    const count = includeSelf ? add(hits, 1) : where(gt(hits, 0), hits, 1);
    const total = scatterAdd(clear(0), axis, places, given);
    const rounding = isFloat(input.dtype) ? null : "floor";
    return withoutAxis(div(total, count.to(total.dtype), { roundingMode: rounding }), input);
  }
  const begin = clear(reduce === "prod" ? 1 : extremeOf(input, reduce === "amin"));
  if (reduce === "prod" || !isFloat(input.dtype))
    return withoutAxis(joinInTurn(begin, axis, places, given, joins[reduce]), input);
  const extremes = joinInTurn(begin.detach(), axis, places, given.detach(), joins[reduce]);
  return withoutAxis(sharedAmongTies(extremes, whole, begin, axis, places, given), input);
}

/**
 * The extremes themselves, whose gradient goes in equal shares to all elements that are as large; PyTorch counts the
 * input's own among them even where it takes no part.
 */
function sharedAmongTies(
  extremes: Tensor,
  whole: Tensor,
  begin: Tensor,
  axis: number,
  places: Tensor,
  given: Tensor,
): Tensor {
  const [isBegin, isGiven] = [eq(begin, extremes), eq(given, gather(extremes, axis, places))];
  const count = scatterAdd(eq(whole, extremes).to(begin.dtype), axis, places, isGiven.to(begin.dtype));
  const tied = scatterAdd(where(isBegin, begin, 0), axis, places, where(isGiven, given, 0)).div(count);
  const exact = extremes.add(tied.sub(tied.detach())); // as the sum may have been rounded
  return where(extremes.abs().lt(Number.POSITIVE_INFINITY), exact, tied);
}

/** What every element is at most, or at least. */
function extremeOf({ dtype }: Tensor, most: boolean): number {
  if (isFloat(dtype)) return most ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (dtype === "int32") return most ? 2 ** 31 - 1 : -(2 ** 31);
  return most ? 255 : 0;
}
