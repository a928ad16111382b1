import { dispatch } from "../dispatch.js";
import { ShapeError } from "../errors.js";
import { checkIndex } from "../ops/check-index.js";
import { gather as gatherPrimitive, scatterAdd as scatterAddPrimitive } from "../ops/indexing.js";
import { argsort as argsortPrimitive, cumsum as cumsumPrimitive } from "../ops/sort.js";
import { checkFlag } from "../options.js";
import { broadcastShapes, showShape, wrapDim } from "../shape.js";
import { Tensor } from "../tensor.js";
import { type AccumulationOptions, asAsked, inDType } from "./accumulation.js";
import { where } from "./elementwise.js";
import { expand, reshape, toDType } from "./movement.js";
import { type Operand, scalarLike } from "./operand.js";
import type { Extreme } from "./reduction.js";
import { requireAlike, requireMask, requireNumber } from "./requirements.js";
import { withAxis, withoutAxis } from "./scalars.js";
import { narrow } from "./slices.js";

/**
 * output[i][j] = input[index[i][j]][j] along dim 0, likewise along others.
 *
 * @source torch.gather
 * @example
 * tensor([[1, 2], [3, 4]]).gather(1, tensor([[1], [0]]).int()) // [[2], [3]]
 */
export function gather(input: Tensor, dim: number, index: Tensor): Tensor {
  const axis = wrapDim(dim, input.ndim, "gather");
  const taken = dispatch(gatherPrimitive, [withAxis(input), withAxis(index)], { dim: axis });
  return withoutAxis(taken, index);
}

/**
 * A copy to which source is added at the places that index names along dim.
 *
 * @source torch.scatter_add
 * @example
 * zeros([3]).scatterAdd(0, tensor([0, 2, 2]).int(), tensor([1, 2, 3])) // [1, 0, 5]
 */
export function scatterAdd(input: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  requireAlike("scatterAdd", input, source);
  if (input.dtype === "bool")
    return scatterAdd(toDType(input, "int32"), dim, index, toDType(source, "int32")).to("bool");
  const axis = wrapDim(dim, input.ndim, "scatterAdd");
  const added = dispatch(scatterAddPrimitive, [input, index, source].map(withAxis), { dim: axis });
  return withoutAxis(added, input);
}

/**
 * The positions that a vector of indices names along one axis, in its order.
 *
 * @source torch.index_select
 * @example
 * tensor([[1, 2], [3, 4]]).indexSelect(0, tensor([1, 1]).int()) // [[3, 4], [3, 4]]
 */
export function indexSelect(input: Tensor, dim: number, index: Tensor): Tensor {
  checkIndex("indexSelect", index);
  if (index.ndim > 1 || (input.ndim === 0 && index.numel() === 0)) {
    throw new ShapeError({
      operation: "indexSelect",
      got: `an index of shape ${showShape(index.shape)} for a tensor of shape ${showShape(input.shape)}`,
      expected: input.ndim === 0 ? "a position at least" : "a vector of positions",
      hint: "Try at(index), which takes any.",
    });
  }
  const axis = wrapDim(dim, input.ndim, "indexSelect");
  const source = withAxis(input);
  const line = source.shape.map((_, each) => (each === axis ? index.numel() : 1));
  const places = expand(reshape(index, line), source.shape.with(axis, index.numel()));
  const chosen = dispatch(gatherPrimitive, [source, places], { dim: axis });
  // A scalar stays one, however often it is asked for.
  return input.ndim === 0 ? withoutAxis(narrow(chosen, 0, 0, 1), input) : chosen;
}

/**
 * Positions that sort along `dim`, stable.
 *
 * @source torch.argsort
 * @example
 * tensor([3, 1, 2]).argsort() // [1, 2, 0]
 */
export function argsort(input: Tensor, dim = -1, descending = false): Tensor {
  checkFlag("argsort", "descending", descending);
  const axis = wrapDim(dim, input.ndim, "argsort");
  return withoutAxis(dispatch(argsortPrimitive, [withAxis(input)], { dim: axis, descending }), input);
}

/**
 * The elements in order along `dim`, and where each came from; stable.
 *
 * @source torch.sort
 * @example
 * tensor([3, 1, 2]).sort().values // [1, 2, 3]
 */
export function sort(input: Tensor, dim = -1, descending = false): Extreme {
  checkFlag("sort", "descending", descending);
  const indices = argsort(input, dim, descending);
  return { values: gather(input, dim, indices), indices };
}

/**
 * The k largest (or smallest) elements along `dim`, in order, and where each stands.
 *
 * @source torch.topk
 * @example
 * tensor([3, 1, 2]).topk(2).values // [3, 2]
 */
export function topk(input: Tensor, k: number, dim = -1, largest = true): Extreme {
  checkFlag("topk", "largest", largest);
  requireNumber("topk", input);
  const size = input.shape[wrapDim(dim, input.ndim, "topk")] ?? 1;
  if (!Number.isInteger(k) || k < 0 || k > size) {
    throw new ShapeError({
      operation: "topk",
      got: `k ${k} on an axis of size ${size}`,
      expected: `a whole number from 0 to ${size}`,
    });
  }
  const source = withAxis(input);
  const chosen = narrow(argsort(source, dim, largest), dim, 0, k);
  const indices = k === 1 ? withoutAxis(chosen, input) : chosen;
  return { values: gather(input, dim, indices), indices };
}

/**
 * Running sums along `dim`.
 *
 * @source torch.cumsum
 * @example
 * tensor([1, 2, 3]).cumsum(0) // [1, 3, 6]
 */
export function cumsum(input: Tensor, dim: number, options?: AccumulationOptions): Tensor {
  const axis = wrapDim(dim, input.ndim, "cumsum");
  const elements = withAxis(inDType("cumsum", input, options));
  const sums = asAsked(dispatch(cumsumPrimitive, [elements], { dim: axis }), options);
  return withoutAxis(sums, input);
}

/**
 * `value` (one number, or a tensor of one) where `mask` holds, the input elsewhere, in the input's dtype.
 *
 * @source torch.Tensor.masked_fill
 * @example
 * tensor([1, 2]).maskedFill(tensor([true, false]), 0) // [0, 2]
 */
export function maskedFill(input: Tensor, mask: Tensor, value: Operand): Tensor {
  requireMask("maskedFill", mask);
  broadcastShapes(input.shape, mask.shape, "maskedFill");
  const filler =
    value instanceof Tensor ? toDType(value, input.dtype) : scalarLike("maskedFill", value, input);
  return where(mask, filler, input);
}
