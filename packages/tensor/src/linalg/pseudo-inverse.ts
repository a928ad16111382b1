import { own } from "../composite/own.js";
import { eye } from "../create.js";
import { dispatch } from "../dispatch.js";
import { ShapeError } from "../errors.js";
import { checkOptions } from "../options.js";
import { showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { svdvals } from "./decompositions.js";
import { singular } from "./kernels/jacobi.js";
import { type Matrix, matrixPrimitive, requireMatrices } from "./matrix-primitive.js";

export interface ToleranceOptions {
  /** Singular values count as 0 up to this; 0 unless said. */
  readonly atol?: number;
  /** And up to this times the largest; the longer side times the dtype's epsilon unless said. */
  readonly rtol?: number;
}

const tolerances = { atol: null, rtol: null };
const epsilon = { float32: 2 ** -23, float64: Number.EPSILON };

/** What counts as 0 in proportion to the largest. */
function relative(matrix: Tensor, { atol, rtol }: ToleranceOptions): number {
  if (rtol !== undefined) return rtol;
  if ((atol ?? 0) > 0) return 0;
  return Math.max(...matrix.shape.slice(-2)) * epsilon[matrix.dtype as "float32" | "float64"];
}

/** One primitive a tolerance, as a primitive's kernel sees nothing else. */
function pinvPrimitive(atol: number, rtol: number) {
  return matrixPrimitive({
    name: "pinv",
    size: (matrix) => matrix!.rows * matrix!.columns,
    compute: (matrix) => invertedWhereNotZero(matrix!, atol, rtol),
    gradient({ outputGradient, output, x }) {
      const [rows, columns] = x.shape.slice(-2) as [number, number];
      const shape = [...x.shape.slice(0, -2), columns, rows];
      const [inverse, g] = [output.reshape(shape), outputGradient.reshape(shape)];
      const [it, gt] = [inverse.transpose(-2, -1), g.transpose(-2, -1)];
      const unit = (n: number): Tensor => eye(n, undefined, { dtype: x.dtype, device: x.device });
      const inside = it.matmul(g).matmul(it).neg();
      const beside = unit(rows).sub(x.matmul(inverse)).matmul(gt).matmul(inverse).matmul(it);
      const below = it
        .matmul(inverse)
        .matmul(gt)
        .matmul(unit(columns).sub(inverse.matmul(x)));
      return [inside.add(beside).add(below)];
    },
  });
}

function invertedWhereNotZero(matrix: Matrix, atol: number, rtol: number): Float64Array {
  const { u, values, v } = singular(matrix);
  const { rows, columns } = matrix;
  const [inverse, width] = [new Float64Array(columns * rows), values.length];
  const least = Math.max(atol, rtol * (values[0] ?? 0));
  for (let k = 0; k < width && values[k]! > least; k++)
    for (let i = 0; i < columns; i++)
      for (let j = 0; j < rows; j++)
        inverse[i * rows + j]! += (v[i * width + k]! * u[j * width + k]!) / values[k]!;
  return inverse;
}

/**
 * The pseudo-inverse of Moore and Penrose: [...batch, rows, columns] → [...batch, columns, rows].
 *
 * @source torch.linalg.pinv
 * @example
 * pinv(tensor([[2, 0], [0, 0]])) // [[0.5, 0], [0, 0]]
 */
export function pinv(matrix: Tensor, options: ToleranceOptions = {}): Tensor {
  requireMatrices("pinv", matrix);
  checkOptions("pinv", options, tolerances);
  const [rows, columns] = matrix.shape.slice(-2) as [number, number];
  const primitive = pinvPrimitive(options.atol ?? 0, relative(matrix, options));
  const inverses = dispatch(primitive, [matrix.contiguous()], {});
  return own(inverses.reshape([...matrix.shape.slice(0, -2), columns, rows]));
}

/**
 * How many singular values are not 0: [...batch, rows, columns] → int32 [...batch].
 *
 * @source torch.linalg.matrix_rank
 * @example
 * matrixRank(tensor([[1, 2], [2, 4]])) // 1
 */
export function matrixRank(matrix: Tensor, options: ToleranceOptions = {}): Tensor {
  requireMatrices("matrixRank", matrix);
  checkOptions("matrixRank", options, tolerances);
  const values = svdvals(matrix.detach());
  if (values.shape.at(-1) === 0) return values.sum(-1).int();
  const least = values
    .amax(-1, true)
    .mul(relative(matrix, options))
    .clampMin(options.atol ?? 0);
  return values.gt(least).sum(-1);
}

export interface LeastSquares {
  /** X: [...batch, columns, k]. */
  readonly solution: Tensor;
  /** Σ(AX − B)² for each of k, where there are more rows than columns and all count; else empty. */
  readonly residuals: Tensor;
  readonly rank: Tensor;
}

/**
 * X for which AX is nearest to B, the shortest of several. matrix: [...batch, rows, columns], right: [...batch, rows, k].
 *
 * @throws ShapeError where the rows differ.
 * @source torch.linalg.lstsq
 * @example
 * lstsq(tensor([[1], [1]]), tensor([[2], [4]])).solution // [[3]]
 */
export function lstsq(matrix: Tensor, right: Tensor, options: ToleranceOptions = {}): LeastSquares {
  requireMatrices("lstsq", matrix);
  if (right.ndim < 2 || right.shape.at(-2) !== matrix.shape.at(-2)) {
    throw new ShapeError({
      operation: "lstsq",
      got: `a matrix of shape ${showShape(matrix.shape)} and right sides of shape ${showShape(right.shape)}`,
      expected: "as many rows on both sides",
      ...(right.ndim === 1 && { hint: "Try right.unsqueeze(-1)." }),
    });
  }
  const solution = pinv(matrix, options).matmul(right);
  const rank = matrixRank(matrix, options);
  const [rows, columns] = matrix.shape.slice(-2) as [number, number];
  const isDetermined = rows > columns && rank.eq(columns).all().itemSync() !== 0;
  const missed = matrix.matmul(solution).sub(right).square().sum(-2);
  return { solution, residuals: isDetermined ? missed : missed.reshape([-1]).narrow(0, 0, 0), rank };
}
