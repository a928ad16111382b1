import { zerosLike } from "../create.js";
import { ShapeError } from "../errors.js";
import { checkOptions } from "../options.js";
import { requireTensor } from "../require-tensor.js";
import { type Shape, sameShape, showShape, wrapDim } from "../shape.js";
import { Tensor } from "../tensor.js";
import { add, eq, gt, lt, mul, ne, where } from "./elementwise.js";
import { argsort, gather, indexSelect, maskedFill, scatterAdd } from "./indexing.js";
import { cat } from "./joining.js";
import { logicalNot } from "./logic.js";
import { contiguous, expand, flatten, reshape } from "./movement.js";
import { type Operand, type SumOptions, scalarLike } from "./operand.js";
import { own } from "./own.js";
import { requireAlike } from "./requirements.js";
import { withAxis, withoutAxis } from "./scalars.js";
import { narrow } from "./slices.js";

/** Cut on every axis to at most `shape`. */
export function cutTo(input: Tensor, shape: Shape): Tensor {
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
 * A copy in which `source` (a tensor, or one number) takes the places that index names along `dim`, or is added to or
 * multiplied with what is there; of several for one place the last.
 *
 * @throws ShapeError where the index does not fit. @source torch.scatter
 * @example
 * zeros([3]).scatter(0, tensor([0, 2]).int(), tensor([1, 2])) // [1, 0, 2]
 */
export function scatter(
  input: Tensor,
  dim: number,
  index: Tensor,
  source: Operand,
  options?: ScatterOptions,
): Tensor {
  const axis = wrapDim(dim, input.ndim, "scatter");
  checkOptions("scatter", options, { reduce: ["add", "multiply"] });
  if (source instanceof Tensor) requireAlike("scatter", input, source);
  const [whole, places] = [withAxis(input), withAxis(index)];
  const given =
    source instanceof Tensor
      ? cutTo(withAxis(source), places.shape)
      : expand(scalarLike("scatter", source, input), places.shape);
  if (options?.reduce === "add") return withoutAxis(scatterAdd(whole, axis, places, given), input);
  if (options?.reduce === "multiply") return withoutAxis(joinInTurn(whole, axis, places, given, mul), input);
  const written = maskedFill(given, logicalNot(lastOfEquals(places, axis)), 0);
  const isHit = gt(hitsOf(whole, axis, places), 0);
  const scattered = where(isHit, scatterAdd(zerosLike(whole), axis, places, written), whole);
  return withoutAxis(scattered, input);
}

/** How many places of an index name each element. */
export function hitsOf(input: Tensor, axis: number, index: Tensor): Tensor {
  return scatterAdd(zerosLike(input, { dtype: "int32" }), axis, index, eq(index, index).to("int32"));
}

/** Joins each element of the source in turn with the one that index names for it along an axis. */
export function joinInTurn(
  input: Tensor,
  axis: number,
  index: Tensor,
  source: Tensor,
  join: (there: Tensor, given: Tensor) => Tensor,
): Tensor {
  let result = input;
  for (let place = 0; place < index.shape[axis]!; place++) {
    const at = narrow(index, axis, place, 1);
    const joined = join(gather(result, axis, at), narrow(source, axis, place, 1));
    result = scatter(result, axis, at, joined);
  }
  return result;
}

export interface ScatterOptions {
  /** Added to what is there, or multiplied with it, in place of written over it. */
  readonly reduce?: "add" | "multiply";
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
  const { shape } = withAxis(input);
  const line = shape.map((_, each) => (each === axis ? index.numel() : 1));
  return expand(reshape(index, line), shape.with(axis, index.numel()));
}

/** Refuses a source that has not one slice for each place. */
function requireSlices(operation: string, input: Tensor, axis: number, index: Tensor, source: Tensor): void {
  requireTensor(operation, index, source);
  const wanted = withAxis(input).shape.with(axis, index.numel());
  if (sameShape(withAxis(source).shape, wanted) && Math.max(input.ndim, 1) === Math.max(source.ndim, 1))
    return;
  throw new ShapeError({
    operation,
    got: `a source of shape ${showShape(source.shape)}`,
    expected: `a slice for each of ${index.numel()} places: ${showShape(wanted)}`,
  });
}

/**
 * A copy to whose slices along `dim` those of source, times alpha, are added, where index says.
 *
 * @source torch.index_add
 * @example
 * zeros([2, 2]).indexAdd(0, tensor([1]).int(), tensor([[1, 2]])) // [[0, 0], [1, 2]]
 */
export function indexAdd(
  input: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  options?: SumOptions,
): Tensor {
  const axis = wrapDim(dim, input.ndim, "indexAdd");
  checkOptions("indexAdd", options, { alpha: null });
  requireSlices("indexAdd", input, axis, index, source);
  const places = spread("indexAdd", input, axis, index);
  const scaled = (options?.alpha ?? 1) === 1 ? source : mul(source, options!.alpha!);
  return withoutAxis(scatterAdd(withAxis(input), axis, places, withAxis(scaled)), input);
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
  requireSlices("indexCopy", input, axis, index, source);
  const places = spread("indexCopy", input, axis, index);
  return withoutAxis(scatter(withAxis(input), axis, places, withAxis(source)), input);
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
  const fromStart = where(lt(index, 0), add(index, input.shape[axis] ?? 1), index.to("int32"));
  const places = spread("indexFill", input, axis, fromStart);
  return withoutAxis(scatter(withAxis(input), axis, places, value), input);
}

/**
 * The elements at the given places of the flattened tensor (negative ones from its end), in the index's shape.
 *
 * @source torch.take
 * @example
 * tensor([[1, 2], [3, 4]]).take(tensor([3, 0]).int()) // [4, 1]
 */
export function take(input: Tensor, index: Tensor): Tensor {
  const fromStart = where(lt(index, 0), add(index, input.numel()), index.to("int32"));
  return own(reshape(indexSelect(flatten(input), 0, flatten(contiguous(fromStart))), index.shape));
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
  if (index.ndim !== input.ndim || index.ndim === 0) {
    throw new ShapeError({
      operation: "takeAlongDim",
      got: `an index of shape ${showShape(index.shape)} for a tensor of shape ${showShape(input.shape)}`,
      expected: "as many axes on both sides, one at least",
    });
  }
  const others = (shape: Shape): Shape => shape.with(axis, 1);
  const met = others(input.shape).map((size, i) => (size === 1 ? others(index.shape)[i]! : size));
  return gather(
    expand(input, met.with(axis, input.shape[axis]!)),
    axis,
    expand(index, met.with(axis, index.shape[axis]!)),
  );
}
