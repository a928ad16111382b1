import { stack } from "../composite/joining.js";
import { own } from "../composite/own.js";
import { eye, full } from "../create.js";
import { dispatch } from "../dispatch.js";
import { ArgumentError, DTypeError, ShapeError } from "../errors.js";
import { showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { factorize, substitute } from "./kernels/lu.js";
import { alike, matrixPrimitive, requireMatrices } from "./matrix-primitive.js";

const solvePrimitive = matrixPrimitive({
  name: "solve",
  size: (matrix, right) => matrix!.rows * right!.columns,
  compute(matrix, right) {
    const factors = factorize(matrix!);
    if (factors.isSingular) {
      throw new ArgumentError({
        operation: "solve",
        got: `a singular matrix of ${matrix!.rows} rows`,
        expected: "one that has an inverse",
        hint: "Try linalg.pinv or linalg.lstsq.",
      });
    }
    return substitute(factors, right!);
  },
  gradient: ({ outputGradient, output, x, y, needsX }) => {
    const gradient = solve(x.transpose(-2, -1), outputGradient.reshape(y.shape));
    return [needsX ? gradient.matmul(output.reshape(y.shape).transpose(-2, -1)).neg() : null, gradient];
  },
});

/**
 * X of AX = B. matrix: [...batch, n, n], right: [...batch, n, k], or [n] (or a batch of such vectors) → the right's shape.
 *
 * @throws ArgumentError for a singular matrix.
 * @source torch.linalg.solve
 * @example
 * solve(tensor([[2, 0], [0, 4]]), tensor([2, 2])) // [1, 0.5]
 */
export function solve(matrix: Tensor, right: Tensor): Tensor {
  requireMatrices("solve", matrix, true);
  if (matrix.dtype !== right.dtype) {
    throw new DTypeError({
      operation: "solve",
      got: `${matrix.dtype} and ${right.dtype}`,
      expected: "tensors of one dtype",
    });
  }
  const isVector =
    right.ndim === 1 ||
    (right.ndim === matrix.ndim - 1 && showShape(right.shape) === showShape(matrix.shape.slice(0, -1)));
  if (isVector) return own(solve(matrix, right.unsqueeze(-1)).squeeze(-1));
  if (right.ndim < 2 || right.shape.at(-2) !== matrix.shape.at(-1)) {
    throw new ShapeError({
      operation: "solve",
      got: `a matrix of shape ${showShape(matrix.shape)} and right sides of shape ${showShape(right.shape)}`,
      expected: "as many rows on both sides",
    });
  }
  const [a, b] = alike("solve", matrix, right);
  return own(dispatch(solvePrimitive, [a, b], {}).reshape(b.shape));
}

/**
 * The inverse of square matrices: [...batch, n, n].
 *
 * @throws ArgumentError for a singular matrix.
 * @source torch.linalg.inv
 * @example
 * inv(tensor([[2, 0], [0, 4]])) // [[0.5, 0], [0, 0.25]]
 */
export function inv(matrix: Tensor): Tensor {
  requireMatrices("inv", matrix, true);
  const { dtype, device } = matrix;
  return solve(matrix, eye(matrix.shape.at(-1)!, undefined, { dtype, device }).expand(matrix.shape));
}

/** The inverse, and `value` all over for matrices that have none. */
export function invOr(value: number, matrix: Tensor): Tensor {
  try {
    return inv(matrix);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    const { shape, dtype, device } = matrix;
    if (shape.length === 2) return full(shape, value, { dtype, device });
    return stack(matrix.unbind().map((each) => invOr(value, each)));
  }
}
