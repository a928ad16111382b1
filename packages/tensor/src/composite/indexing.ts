import { dispatch } from "../dispatch.js";
import { ShapeError } from "../errors.js";
import { checkIndex } from "../ops/check-index.js";
import { gather as gatherPrimitive, scatterAdd as scatterAddPrimitive } from "../ops/indexing.js";
import { argsort as argsortPrimitive, cumsum as cumsumPrimitive } from "../ops/sort.js";
import { broadcastShapes, wrapDim } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { where } from "./elementwise.js";
import { expand, reshape } from "./movement.js";
import type { Operand } from "./operand.js";
import { operands } from "./operand.js";
import type { Extreme } from "./reduction.js";
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
  return dispatch(scatterAddPrimitive, [input, index, source], {
    dim: wrapDim(dim, input.ndim, "scatterAdd"),
  });
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
  const axis = wrapDim(dim, input.ndim, "indexSelect");
  const source = withAxis(input);
  const line = source.shape.map((_, each) => (each === axis ? index.numel() : 1));
  const places = expand(reshape(index, line), source.shape.with(axis, index.numel()));
  return withoutAxis(dispatch(gatherPrimitive, [source, places], { dim: axis }), input);
}

/**
 * Positions that sort along `dim`, stable.
 *
 * @source torch.argsort
 * @example
 * tensor([3, 1, 2]).argsort() // [1, 2, 0]
 */
export function argsort(input: Tensor, dim = -1, descending = false): Tensor {
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
  const size = input.shape[wrapDim(dim, input.ndim, "topk")] ?? 1;
  if (!Number.isInteger(k) || k < 0 || k > size) {
    throw new ShapeError({
      operation: "topk",
      got: `k ${k} on an axis of size ${size}`,
      expected: `a whole number from 0 to ${size}`,
    });
  }
  const source = withAxis(input);
  const indices = withoutAxis(narrow(argsort(source, dim, largest), dim, 0, k), input);
  return { values: gather(input, dim, indices), indices };
}

/**
 * Running sums along `dim`.
 *
 * @source torch.cumsum
 * @example
 * tensor([1, 2, 3]).cumsum(0) // [1, 3, 6]
 */
export function cumsum(input: Tensor, dim: number): Tensor {
  const axis = wrapDim(dim, input.ndim, "cumsum");
  return withoutAxis(dispatch(cumsumPrimitive, [withAxis(input)], { dim: axis }), input);
}

/**
 * `value` where `mask` holds, the input elsewhere.
 *
 * @source torch.Tensor.masked_fill
 * @example
 * tensor([1, 2]).maskedFill(tensor([true, false]), 0) // [0, 2]
 */
export function maskedFill(input: Tensor, mask: Tensor, value: Operand): Tensor {
  broadcastShapes(input.shape, mask.shape, "maskedFill");
  const [, filler] = operands(input, value);
  return where(mask, filler, input);
}
