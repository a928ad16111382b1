import { inDType } from "../composite/accumulation.js";
import { norm as normOf } from "../composite/distances.js";
import { own } from "../composite/own.js";
import { requireFloat } from "../composite/requirements.js";
import { zeros } from "../create.js";
import type { DType } from "../dtype.js";
import { ShapeError } from "../errors.js";
import { checkOptions } from "../options.js";
import { showShape, wrapDim } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { svdvals } from "./decompositions.js";
import { requireMatrices } from "./matrix-primitive.js";
import { invOr } from "./solve.js";

/** A matrix norm: Frobenius's, the sum of the singular values, the largest (2) or smallest (−2) of them, or of sums of rows (±∞) or columns (±1). */
export type MatrixOrder = "fro" | "nuc" | number;

export interface NormOptions {
  readonly dim?: number | readonly number[];
  readonly keepdim?: boolean;
  /** What the elements are converted to first. */
  readonly dtype?: DType;
}

const known = { dim: null, keepdim: [true, false], dtype: null };

/**
 * (Σ|x|ᵖ)^(1/p) over some axes, or all: the norm of vectors.
 *
 * @source torch.linalg.vector_norm
 * @example
 * vectorNorm(tensor([3, 4])) // 5
 */
export function vectorNorm(input: Tensor, order = 2, options: NormOptions = {}): Tensor {
  checkOptions("vectorNorm", options, known);
  const { dtype } = options;
  const elements = inDType("vectorNorm", input, dtype === undefined ? undefined : { dtype });
  return normOf(elements, order, options.dim, options.keepdim);
}

/**
 * The norm of matrices, which lie along two axes (the last two).
 *
 * @throws ShapeError unless there are two axes.
 * @source torch.linalg.matrix_norm
 * @example
 * matrixNorm(tensor([[3, 0], [0, -4]]), "nuc") // 7
 */
export function matrixNorm(input: Tensor, order: MatrixOrder = "fro", options: NormOptions = {}): Tensor {
  checkOptions("matrixNorm", options, known);
  const { dim = [-2, -1], keepdim = false, dtype } = options;
  const elements = inDType("matrixNorm", input, dtype === undefined ? undefined : { dtype });
  requireFloat("matrixNorm", elements);
  const axes = [dim].flat();
  if (axes.length !== 2 || input.ndim < 2) {
    throw new ShapeError({
      operation: "matrixNorm",
      got: `dim ${showShape(axes)} of a tensor of shape ${showShape(input.shape)}`,
      expected: "two axes",
    });
  }
  const [row, column] = axes.map((axis) => wrapDim(axis, input.ndim, "matrixNorm")) as [number, number];
  if (order === "fro") return normOf(elements, 2, [row, column], keepdim);
  const result = ofMatrices(elements.movedim([row, column], [-2, -1]), order);
  if (!keepdim) return result;
  return own(result.reshape(input.shape.map((size, axis) => (axis === row || axis === column ? 1 : size))));
}

function ofMatrices(matrices: Tensor, order: Exclude<MatrixOrder, "fro">): Tensor {
  if (order === "nuc") return svdvals(matrices).sum(-1);
  if (order === 2) return svdvals(matrices).amax(-1);
  if (order === -2) return svdvals(matrices).amin(-1);
  checkOptions(
    "matrixNorm",
    { order: Math.abs(order) },
    { order: [1, Number.POSITIVE_INFINITY, "fro", "nuc", 2] },
  );
  const sums = matrices.abs().sum(Math.abs(order) === 1 ? -2 : -1);
  return order > 0 ? sums.amax(-1) : sums.amin(-1);
}

/**
 * The norm of all elements as one vector or, where an order is asked for and there are two axes, of matrices.
 *
 * @source torch.linalg.norm
 * @example
 * norm(tensor([[1, 2], [3, 4]]), 1) // 6
 */
export function norm(input: Tensor, order?: MatrixOrder | null, options: NormOptions = {}): Tensor {
  const axes = options.dim === undefined ? input.ndim : [options.dim].flat().length;
  if (typeof order === "string" || (typeof order === "number" && axes === 2))
    return matrixNorm(input, order, options);
  return vectorNorm(input, order ?? 2, options);
}

/**
 * How much a matrix magnifies errors: its norm times its inverse's, ∞ where it has none.
 *
 * @source torch.linalg.cond
 * @example
 * cond(tensor([[4, 0], [0, 2]])) // 2
 */
export function cond(matrix: Tensor, order: MatrixOrder = 2): Tensor {
  requireMatrices("cond", matrix);
  const { shape, dtype, device } = matrix;
  if (matrix.numel() === 0) return zeros(shape.slice(0, -2), { dtype, device });
  if (order === 2 || order === -2) {
    const values = svdvals(matrix);
    const [largest, smallest] = [values.select(-1, 0), values.select(-1, -1)];
    return order === 2 ? largest.div(smallest) : smallest.div(largest);
  }
  return matrixNorm(matrix, order).mul(matrixNorm(invOr(Number.POSITIVE_INFINITY, matrix), order));
}
