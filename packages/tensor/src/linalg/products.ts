import { stack } from "../composite/joining.js";
import { matmul, matrixPower as powerOf } from "../composite/linear-algebra.js";
import { own } from "../composite/own.js";
import { requireNumber } from "../composite/requirements.js";
import { eye } from "../create.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { checkOptions } from "../options.js";
import { readNow } from "../read.js";
import { showShape, sizeOf } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { requireMatrices } from "./matrix-primitive.js";
import { inv, solve } from "./solve.js";

export { cross } from "../composite/linear-algebra.js";

/** A square matrix to a whole power; of its inverse for a negative one. @source torch.linalg.matrix_power */
export function matrixPower(matrix: Tensor, power: number): Tensor {
  return powerOf(matrix, power);
}

/** Part of each matrix's diagonal, a view. @source torch.linalg.diagonal */
export function diagonal(input: Tensor, offset = 0, dim1 = -2, dim2 = -1): Tensor {
  return input.diagonal(offset, dim1, dim2);
}

/**
 * The product of several matrices (or vectors at the ends), in the order that takes the fewest multiplications.
 *
 * @source torch.linalg.multi_dot
 * @example
 * multiDot([tensor([1, 2]), tensor([[1, 0], [0, 2]]), tensor([1, 1])]) // 5
 */
export function multiDot(matrices: readonly Tensor[]): Tensor {
  if (matrices.length < 2) {
    throw new ShapeError({
      operation: "multiDot",
      got: `${matrices.length} tensors`,
      expected: "at least two",
    });
  }
  let best = 0;
  if (matrices.length === 2) return matmul(matrices[0]!, matrices[1]!);
  const costOf = (i: number): number => {
    const [left, right] = [matrices[i]!, matrices[i + 1]!];
    return sizeOf(left.shape) * (right.ndim === 1 ? 1 : right.shape.at(-1)!) * (left.ndim === 1 ? 0.5 : 1);
  };
  for (let i = 1; i + 1 < matrices.length; i++) if (costOf(i) < costOf(best)) best = i;
  return multiDot(matrices.toSpliced(best, 2, matmul(matrices[best]!, matrices[best + 1]!)));
}

/**
 * Σ a·b along an axis, the last unless said; shapes broadcast.
 *
 * @source torch.linalg.vecdot
 * @example
 * vecdot(tensor([[1, 2], [3, 4]]), tensor([1, 1])) // [3, 7]
 */
export function vecdot(left: Tensor, right: Tensor, dim = -1): Tensor {
  return left.mul(right).sum(dim);
}

/** The powers x⁰ … xⁿ⁻¹ of each element: [...batch, m] → [...batch, m, n], n = m unless said. @source torch.linalg.vander */
export function vander(input: Tensor, count = input.shape.at(-1) ?? 1): Tensor {
  requireNumber("vander", input);
  const powers = [input.pow(0)];
  while (powers.length < count) powers.push(powers.at(-1)!.mul(input));
  return stack(powers.slice(0, count), -1);
}

/**
 * eᴬ of square matrices, by its series at a part of A, squared as often as it was halved.
 *
 * @source torch.linalg.matrix_exp
 * @example
 * matrixExp(tensor([[0, 1], [0, 0]])) // [[1, 1], [0, 1]]
 */
export function matrixExp(matrix: Tensor): Tensor {
  requireMatrices("matrixExp", matrix, true);
  const sums = matrix.detach().abs().sum(-1);
  const largest = sums.numel() === 0 ? 0 : readNow(sums.amax(), "matrixExp")[0]!;
  const halvings = largest > 0.5 ? Math.min(Math.ceil(Math.log2(largest / 0.5)), 60) : 0;
  const part = matrix.mul(2 ** -halvings);
  const unit = eye(matrix.shape.at(-1)!, undefined, { dtype: matrix.dtype, device: matrix.device });
  let sum = unit.expand(matrix.shape).add(part.div(18));
  for (let n = 17; n >= 1; n--) sum = unit.add(matmul(part, sum).div(n));
  for (let i = 0; i < halvings; i++) sum = matmul(sum, sum);
  return sum;
}

export interface TriangularOptions {
  /** Whether the upper triangle is the one that counts. */
  readonly upper: boolean;
  /** AX = B, which it is unless said, or XA = B. */
  readonly left?: boolean;
  /** Whether the diagonal counts as ones. */
  readonly unitriangular?: boolean;
}

/**
 * X of AX = B for triangular A, the rest of which is not read.
 *
 * @throws ArgumentError for a 0 on the diagonal.
 * @source torch.linalg.solve_triangular
 * @example
 * solveTriangular(tensor([[2, 0], [1, 1]]), tensor([[2], [3]]), { upper: false }) // [[1], [2]]
 */
export function solveTriangular(matrix: Tensor, right: Tensor, options: TriangularOptions): Tensor {
  requireMatrices("solveTriangular", matrix, true);
  checkOptions("solveTriangular", options, {
    upper: [true, false],
    left: [true, false],
    unitriangular: [true, false],
  });
  if (options === undefined) {
    const expected = "{ upper } to say which triangle is read";
    throw new ArgumentError({ operation: "solveTriangular", got: "no options", expected });
  }
  const { upper, left = true, unitriangular = false } = options;
  const strict = unitriangular ? 1 : 0;
  const triangle = upper ? matrix.triu(strict) : matrix.tril(-strict);
  const { dtype, device } = matrix;
  const whole = unitriangular
    ? triangle.add(eye(matrix.shape.at(-1)!, undefined, { dtype, device }))
    : triangle;
  if (left) return solve(whole, right);
  return solve(whole.transpose(-2, -1), right.transpose(-2, -1)).transpose(-2, -1);
}

/** X of AX = B, from the factor that `cholesky` gives for A. @source torch.cholesky_solve */
export function choleskySolve(right: Tensor, factor: Tensor, upper = false): Tensor {
  const lower = upper ? factor.triu().transpose(-2, -1) : factor.tril();
  return solve(lower.transpose(-2, -1), solve(lower, right));
}

/** The inverse of A, from the factor that `cholesky` gives for it. @source torch.cholesky_inverse */
export function choleskyInverse(factor: Tensor, upper = false): Tensor {
  const inverse = inv(upper ? factor.triu().transpose(-2, -1) : factor.tril());
  return inverse.transpose(-2, -1).matmul(inverse);
}

/**
 * The inverse of a tensor as a map from its last axes to its first `ind`.
 *
 * @throws ShapeError where the two parts hold different numbers of elements.
 * @source torch.linalg.tensorinv
 */
export function tensorinv(input: Tensor, ind = 2): Tensor {
  const [rows, columns] = [input.shape.slice(0, ind), input.shape.slice(ind)];
  if (ind < 1 || sizeOf(rows) !== sizeOf(columns)) {
    throw new ShapeError({
      operation: "tensorinv",
      got: `a tensor of shape ${showShape(input.shape)} cut at ${ind}`,
      expected: "as many elements before the cut as behind it",
    });
  }
  return own(inv(input.reshape([sizeOf(rows), -1])).reshape([...columns, ...rows]));
}

/** X for which tensordot(A, X, X.ndim) = B. @source torch.linalg.tensorsolve */
export function tensorsolve(matrix: Tensor, right: Tensor): Tensor {
  const shape = matrix.shape.slice(right.ndim);
  const size = sizeOf(right.shape);
  if (sizeOf(shape) !== size) {
    throw new ShapeError({
      operation: "tensorsolve",
      got: `${showShape(matrix.shape)} and ${showShape(right.shape)}`,
      expected: "as many unknowns as equations",
    });
  }
  return own(solve(matrix.reshape([size, size]), right.reshape([size])).reshape(shape));
}
