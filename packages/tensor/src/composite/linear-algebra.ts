import { dispatch } from "../dispatch.js";
import { ShapeError } from "../errors.js";
import { matmul as matmulPrimitive } from "../ops/matmul.js";
import { broadcastShapes, showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { expand, squeeze, unsqueeze } from "./movement.js";

/**
 * Matrix product [...batch, rows, inner] × [...batch, inner, columns] → [...batch, rows, columns]; batch axes
 * broadcast, and a vector on either side counts as a row or a column.
 *
 * @throws ShapeError where the inner sizes differ.
 * @source torch.matmul
 * @example
 * tensor([[1, 2], [3, 4]]).matmul(tensor([1, 1])).arraySync() // [3, 7]
 */
export function matmul(left: Tensor, right: Tensor): Tensor {
  if (left.ndim === 0 || right.ndim === 0) {
    throw new ShapeError({
      operation: "matmul",
      got: `${showShape(left.shape)} × ${showShape(right.shape)}`,
      expected: "at least one dimension on both sides",
      hint: "Try mul for a product with a number.",
    });
  }
  if (left.ndim === 2 && right.ndim === 2) return dispatch(matmulPrimitive, [left, right], {});
  if (left.ndim === 1) return squeeze(matmul(unsqueeze(left, 0), right), right.ndim === 1 ? 0 : -2);
  if (right.ndim === 1) return squeeze(matmul(left, unsqueeze(right, 1)), -1);
  const batch = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2), "matmul");
  return dispatch(
    matmulPrimitive,
    [expand(left, [...batch, ...left.shape.slice(-2)]), expand(right, [...batch, ...right.shape.slice(-2)])],
    {},
  );
}

/** Σ a·b of two vectors. @source torch.dot */
export function dot(left: Tensor, right: Tensor): Tensor {
  return left.mul(right).sum();
}

/** Every product of two vectors' elements: [n] and [m] → [n, m]. @source torch.outer */
export function outer(left: Tensor, right: Tensor): Tensor {
  return unsqueeze(left, 1).mul(unsqueeze(right, 0));
}
