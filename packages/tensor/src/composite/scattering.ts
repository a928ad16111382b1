import { zerosLike } from "../create.js";
import { ShapeError } from "../errors.js";
import { type Shape, showShape, wrapDim } from "../shape.js";
import { Tensor } from "../tensor.js";
import { eq, gt, ne, where } from "./elementwise.js";
import { argsort, gather, indexSelect, scatterAdd } from "./indexing.js";
import { cat } from "./joining.js";
import { contiguous, expand, flatten, reshape } from "./movement.js";
import { type Operand, operands } from "./operand.js";
import { narrow } from "./slices.js";

/** Cut on every axis to at most `shape`. */
function cutTo(input: Tensor, shape: Shape): Tensor {
  return shape.reduce(
    (view, size, axis) => (view.shape[axis] === size ? view : narrow(view, axis, 0, size)),
    input,
  );
}

/** True for the last of the elements along `dim` that name the same place, so that it alone is written. */
function lastOfEquals(index: Tensor, dim: number): Tensor {
  const size = index.shape[dim]!;
  if (size <= 1) return eq(index, index);
  const order = argsort(index, dim);
  const sorted = gather(index, dim, order);
  const differs = ne(narrow(sorted, dim, 0, size - 1), narrow(sorted, dim, 1, size - 1));
  const end = narrow(sorted, dim, size - 1, 1);
  const isLast = cat([differs, eq(end, end)], dim);
  return gather(isLast, dim, argsort(order, dim));
}

/**
 * A copy in which `source` (a tensor, or one number) takes the places that index names along `dim`; of several for one
 * place the last.
 *
 * @throws ShapeError where the index does not fit. @source torch.scatter
 * @example
 * zeros([3]).scatter(0, tensor([0, 2]).int(), tensor([1, 2])) // [1, 0, 2]
 */
export function scatter(input: Tensor, dim: number, index: Tensor, source: Operand): Tensor {
  const axis = wrapDim(dim, input.ndim, "scatter");
  const given =
    source instanceof Tensor ? cutTo(source, index.shape) : expand(operands(input, source)[1], index.shape);
  const written = where(lastOfEquals(index, axis), given.to(input.dtype), 0);
  const blank = zerosLike(input);
  const hits = scatterAdd(zerosLike(input, { dtype: "int32" }), axis, index, eq(index, index).to("int32"));
  return where(gt(hits, 0), scatterAdd(blank, axis, index, written), input);
}

/** An index along one axis spread over the others, as `gather` and `scatter` want it. */
function spread(operation: string, input: Tensor, axis: number, index: Tensor): Tensor {
  if (index.ndim > 1) {
    throw new ShapeError({
      operation,
      got: `an index of shape ${showShape(index.shape)}`,
      expected: "a vector of positions along dim",
    });
  }
  const line = input.shape.map((_, each) => (each === axis ? index.numel() : 1));
  return expand(reshape(index, line), input.shape.with(axis, index.numel()));
}

/**
 * A copy to whose slices along `dim` those of source are added, where index says.
 *
 * @source torch.index_add
 * @example
 * zeros([2, 2]).indexAdd(0, tensor([1]).int(), tensor([[1, 2]])) // [[0, 0], [1, 2]]
 */
export function indexAdd(input: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  const axis = wrapDim(dim, input.ndim, "indexAdd");
  return scatterAdd(input, axis, spread("indexAdd", input, axis, index), source);
}

/**
 * A copy whose slices along `dim` that index names are those of source.
 *
 * @source torch.index_copy
 * @example
 * zeros([2, 2]).indexCopy(0, tensor([1]).int(), tensor([[1, 2]])) // [[0, 0], [1, 2]]
 */
export function indexCopy(input: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  const axis = wrapDim(dim, input.ndim, "indexCopy");
  return scatter(input, axis, spread("indexCopy", input, axis, index), source);
}

/**
 * A copy whose slices along `dim` that index names are `value`.
 *
 * @source torch.index_fill
 * @example
 * zeros([2, 2]).indexFill(1, tensor([0]).int(), 7) // [[7, 0], [7, 0]]
 */
export function indexFill(input: Tensor, dim: number, index: Tensor, value: number): Tensor {
  const axis = wrapDim(dim, input.ndim, "indexFill");
  return scatter(input, axis, spread("indexFill", input, axis, index), value);
}

/**
 * The elements at the given places of the flattened tensor, in the index's shape.
 *
 * @source torch.take
 * @example
 * tensor([[1, 2], [3, 4]]).take(tensor([3, 0]).int()) // [4, 1]
 */
export function take(input: Tensor, index: Tensor): Tensor {
  return reshape(indexSelect(flatten(input), 0, contiguous(index)), index.shape);
}

/**
 * `gather` with index and input broadcast along the other axes; without `dim` of the flattened tensor.
 *
 * @source torch.take_along_dim
 * @example
 * tensor([[1, 2], [3, 4]]).takeAlongDim(tensor([[1]]).int(), 1) // [[2], [4]]
 */
export function takeAlongDim(input: Tensor, index: Tensor, dim?: number): Tensor {
  if (dim === undefined) return gather(flatten(input), 0, flatten(index));
  const axis = wrapDim(dim, input.ndim, "takeAlongDim");
  const others = (shape: Shape): Shape => shape.with(axis, 1);
  const met = others(input.shape).map((size, i) => (size === 1 ? others(index.shape)[i]! : size));
  return gather(
    expand(input, met.with(axis, input.shape[axis]!)),
    axis,
    expand(index, met.with(axis, index.shape[axis]!)),
  );
}
