import { dispatch } from "../dispatch.js";
import { promoteTypes } from "../dtype.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { cat as catPrimitive } from "../ops/indexing.js";
import { checkOptions, shown } from "../options.js";
import { requireTensor } from "../require-tensor.js";
import { broadcastShapes, sameShape, showShape, wrapAxis } from "../shape.js";
import { Tensor } from "../tensor.js";
import { expand, reshape, unsqueeze } from "./movement.js";
import { requireAlike } from "./requirements.js";

/**
 * Tensors laid end to end along one axis.
 *
 * @throws ShapeError where another axis differs.
 * @source torch.cat
 * @example
 * cat([ones([1, 2]), zeros([1, 2])]) // [[1, 1], [0, 0]]
 */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  requireTensors("cat", tensors);
  // PyTorch passes over vectors without elements, whatever the others' shapes.
  const isBlank = ({ shape }: Tensor): boolean => shape.length === 1 && shape[0] === 0;
  const filled = tensors.filter((each) => !isBlank(each));
  const first = filled[0] ?? tensors[0]!;
  const axis = filled.length === 0 ? 0 : wrapAxis(dim, first.ndim, "cat");
  for (const each of filled) {
    if (each.ndim !== first.ndim || each.shape.some((size, i) => i !== axis && size !== first.shape[i])) {
      throw new ShapeError({
        operation: "cat",
        got: `${showShape(first.shape)} and ${showShape(each.shape)} along dim ${dim}`,
        expected: "equal sizes on every other axis",
        hint: "Try stack for tensors of one shape, which makes a new axis.",
      });
    }
  }
  const dtype = tensors.map((each) => each.dtype).reduce(promoteTypes);
  return dispatch(catPrimitive, filled.length === 0 ? tensors : filled, { dim: axis, dtype });
}

function requireTensors(operation: string, tensors: readonly Tensor[]): void {
  if (!Array.isArray(tensors) || tensors.some((each) => !(each instanceof Tensor))) {
    throw new ArgumentError({
      operation,
      got: tensors instanceof Tensor ? "a tensor" : shown(tensors),
      expected: "a list of tensors",
      hint: `Try ${operation}([a, b]).`,
    });
  }
  if (tensors.length > 0) return;
  throw new ShapeError({ operation, got: "no tensors", expected: "at least one" });
}

/**
 * Tensors of one shape side by side along a new axis.
 *
 * @source torch.stack
 * @example
 * stack([tensor([1, 2]), tensor([3, 4])], 1) // [[1, 3], [2, 4]]
 */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  requireTensors("stack", tensors);
  const first = tensors[0]!;
  const odd = tensors.find(({ shape }) => !sameShape(shape, first.shape));
  if (odd !== undefined) {
    throw new ShapeError({
      operation: "stack",
      got: `${showShape(first.shape)} and ${showShape(odd.shape)}`,
      expected: "tensors of one shape",
      hint: "Try cat, which joins tensors that differ along one axis.",
    });
  }
  return cat(
    tensors.map((each) => unsqueeze(each, dim)),
    dim,
  );
}

/** With axes of size 1 put in front until there are `rank`. */
function withRank(input: Tensor, rank: number): Tensor {
  const missing = new Array<number>(Math.max(rank - input.ndim, 0)).fill(1);
  return reshape(input, [...missing, ...input.shape]);
}

/**
 * Tensors side by side: vectors end to end, others along axis 1.
 *
 * @source torch.hstack
 * @example
 * hstack([tensor([1]), tensor([2, 3])]) // [1, 2, 3]
 */
export function hstack(tensors: readonly Tensor[]): Tensor {
  requireTensors("hstack", tensors);
  const all = tensors.map((each) => withRank(each, 1));
  return cat(all, all[0]?.ndim === 1 ? 0 : 1);
}

/**
 * Tensors below each other: vectors as rows, others along axis 0.
 *
 * @source torch.vstack
 * @example
 * vstack([tensor([1, 2]), tensor([3, 4])]) // [[1, 2], [3, 4]]
 */
export function vstack(tensors: readonly Tensor[]): Tensor {
  requireTensors("vstack", tensors);
  return cat(tensors.map((each) => withRank(each, 2)));
}

/**
 * Tensors behind each other, along a third axis.
 *
 * @source torch.dstack
 * @example
 * dstack([tensor([1, 2]), tensor([3, 4])]) // [[[1, 3], [2, 4]]]
 */
export function dstack(tensors: readonly Tensor[]): Tensor {
  requireTensors("dstack", tensors);
  return cat(
    tensors.map((each) => {
      const flat = withRank(each, 2);
      return flat.ndim === 2 ? unsqueeze(flat, 2) : flat;
    }),
    2,
  );
}

/**
 * Tensors stretched to the shape in which all of them meet.
 *
 * @source torch.broadcast_tensors
 * @example
 * broadcastTensors(ones([3]), ones([2, 1])).map(({ shape }) => shape) // [[2, 3], [2, 3]]
 */
export function broadcastTensors(...tensors: readonly Tensor[]): Tensor[] {
  requireTensor("broadcastTensors", ...tensors);
  const shape = tensors
    .map((each) => each.shape)
    .reduce((a, b) => broadcastShapes(a, b, "broadcastTensors"), []);
  return tensors.map((each) => expand(each, shape));
}

/**
 * A grid's coordinates from those along each of its axes: n vectors make n tensors of n axes, in matrix order ("ij") or
 * with the first two axes swapped ("xy").
 *
 * @source torch.meshgrid
 * @example
 * meshgrid([arange(2), arange(3)])[0] // [[0, 0, 0], [1, 1, 1]]
 */
export function meshgrid(
  vectors: readonly Tensor[],
  options?: { readonly indexing?: "ij" | "xy" },
): Tensor[] {
  requireTensors("meshgrid", vectors);
  checkOptions("meshgrid", options, { indexing: ["ij", "xy"] });
  const odd = vectors.find(({ ndim }) => ndim > 1);
  if (odd !== undefined) {
    throw new ShapeError({
      operation: "meshgrid",
      got: `a tensor of shape ${showShape(odd.shape)}`,
      expected: "vectors or scalars",
    });
  }
  if (vectors.length > 1) requireAlike("meshgrid", ...(vectors as readonly [Tensor, ...Tensor[]]));
  const indexing = options?.indexing ?? "ij";
  const swapped = indexing === "xy" && vectors.length >= 2;
  const axisOf = (i: number): number => (swapped && i < 2 ? 1 - i : i);
  const lines = vectors.map((vector, i) => {
    const shape = vectors.map((_, axis) => (axis === axisOf(i) ? -1 : 1));
    return reshape(vector, shape);
  });
  return broadcastTensors(...lines);
}
