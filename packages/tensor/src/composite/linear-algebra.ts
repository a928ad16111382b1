import { eye } from "../create.js";
import { dispatch } from "../dispatch.js";
import { ShapeError } from "../errors.js";
import { reshapeStrides } from "../layout.js";
import { inv } from "../linalg/solve.js";
import { matmul as matmulPrimitive } from "../ops/matmul.js";
import { checkWhole } from "../options.js";
import { broadcastShapes, showShape, wrapDim } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { clone, expand, permute, reshape, squeeze, unsqueeze } from "./movement.js";
import { own } from "./own.js";
import { requireAlike, requireNumber } from "./requirements.js";

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
    const expected = "at least one dimension on both sides";
    refuseShapes("matmul", left, right, expected, "Try mul for a product with a number.");
  }
  requireAlike("matmul", left, right);
  requireNumber("matmul", left);
  if (left.ndim === 2 && right.ndim === 2) return dispatch(matmulPrimitive, [left, right], {});
  if (left.ndim === 1) return own(squeeze(matmul(unsqueeze(left, 0), right), right.ndim === 1 ? 0 : -2));
  if (right.ndim === 1) return own(squeeze(matmul(left, unsqueeze(right, 1)), -1));
  if (right.ndim === 2) {
    const rows = left.shape.slice(0, -1).reduce((product, size) => product * size, 1);
    const folded = [rows, left.shape.at(-1)!];
    // One product of many rows, whose gradient for the right operand is one product too; not where it would take a copy.
    if (reshapeStrides(left, folded) !== null) {
      const product = matmul(reshape(left, folded), right);
      return own(reshape(product, [...left.shape.slice(0, -1), right.shape[1]!]));
    }
  }
  const batch = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2), "matmul over batches");
  return dispatch(
    matmulPrimitive,
    [expand(left, [...batch, ...left.shape.slice(-2)]), expand(right, [...batch, ...right.shape.slice(-2)])],
    {},
  );
}

/**
 * Σ a·b of two vectors.
 *
 * @source torch.dot
 * @example
 * tensor([1, 2]).dot(tensor([3, 4])) // 11
 */
export function dot(left: Tensor, right: Tensor): Tensor {
  requireVectors("dot", left, right);
  requireAlike("dot", left, right);
  requireNumber("dot", left);
  if (left.numel() !== right.numel()) refuseShapes("dot", left, right, "as many elements on both sides");
  return left.mul(right).sum().to(left.dtype);
}

/**
 * Every product of two vectors' elements: [n] and [m] → [n, m].
 *
 * @source torch.outer
 * @example
 * tensor([1, 2]).outer(tensor([3, 4])) // [[3, 4], [6, 8]]
 */
export function outer(left: Tensor, right: Tensor): Tensor {
  requireVectors("outer", left, right);
  return unsqueeze(left, 1).mul(unsqueeze(right, 0));
}

function requireVectors(operation: string, left: Tensor, right: Tensor): void {
  if (left.ndim === 1 && right.ndim === 1) return;
  refuseShapes(operation, left, right, "two vectors", "Try matmul, which takes any.");
}

function refuseShapes(
  operation: string,
  left: Tensor,
  right: Tensor,
  expected: string,
  hint?: string,
): never {
  throw new ShapeError({
    operation,
    got: `${showShape(left.shape)} × ${showShape(right.shape)}`,
    expected,
    ...(hint !== undefined && { hint }),
  });
}

function ranked(operation: string, leftRank: number, rightRank: number) {
  return (left: Tensor, right: Tensor): Tensor => {
    if (left.ndim === leftRank && right.ndim === rightRank) return matmul(left, right);
    refuseShapes(
      operation,
      left,
      right,
      `${leftRank} and ${rightRank} dimensions`,
      "Try matmul, which takes any.",
    );
  };
}

/**
 * Matrix product of two matrices.
 *
 * @throws ShapeError for others.
 * @source torch.mm
 * @example
 * eye(2).mm(tensor([[1, 2], [3, 4]])) // [[1, 2], [3, 4]]
 */
export const mm = ranked("mm", 2, 2);
/**
 * Product of a matrix and a vector.
 *
 * @throws ShapeError for others.
 * @source torch.mv
 * @example
 * tensor([[1, 2], [3, 4]]).mv(tensor([1, 1])) // [3, 7]
 */
export const mv = ranked("mv", 2, 1);
/**
 * Matrix products of two batches of matrices.
 *
 * @throws ShapeError for others.
 * @source torch.bmm
 * @example
 * ones([5, 2, 3]).bmm(ones([5, 3, 4])).shape // [5, 2, 4]
 */
export const bmm = ranked("bmm", 3, 3);

/**
 * Σ a·b over the last axes of both.
 *
 * @source torch.inner
 * @example
 * tensor([[1, 2], [3, 4]]).inner(tensor([1, 1])) // [3, 7]
 */
export function inner(left: Tensor, right: Tensor): Tensor {
  if (left.ndim === 0 || right.ndim === 0) return left.mul(right);
  return tensordot(left, right, [[-1], [-1]]);
}

/**
 * Σ of products over pairs of axes: the last `dims` of the left with the first of the right, or the axes listed for each.
 *
 * @throws ShapeError where a pair differs in size.
 * @source torch.tensordot
 * @example
 * tensordot(ones([2, 3]), ones([3, 4]), 1).shape // [2, 4]
 */
export function tensordot(
  left: Tensor,
  right: Tensor,
  dims: number | readonly [readonly number[], readonly number[]] = 2,
): Tensor {
  if (!Array.isArray(dims)) checkWhole("tensordot", "dims", dims, 0);
  const [ours, theirs] =
    typeof dims === "number"
      ? [
          Array.from({ length: dims }, (_, i) => left.ndim - dims + i),
          Array.from({ length: dims }, (_, i) => i),
        ]
      : [
          dims[0].map((dim) => wrapDim(dim, left.ndim, "tensordot")),
          dims[1].map((dim) => wrapDim(dim, right.ndim, "tensordot")),
        ];
  if (ours.length !== theirs.length || ours.some((dim, i) => left.shape[dim] !== right.shape[theirs[i]!])) {
    throw new ShapeError({
      operation: "tensordot",
      got: `axes ${showShape(ours)} of ${showShape(left.shape)} and ${showShape(theirs)} of ${showShape(right.shape)}`,
      expected: "as many axes of equal sizes",
    });
  }
  const [rows, columns] = [
    left.shape.map((_, axis) => axis).filter((axis) => !ours.includes(axis)),
    right.shape.map((_, axis) => axis).filter((axis) => !theirs.includes(axis)),
  ];
  const [rowSizes, columnSizes] = [
    rows.map((axis) => left.shape[axis]!),
    columns.map((axis) => right.shape[axis]!),
  ];
  const size = ours.reduce((total, axis) => total * left.shape[axis]!, 1);
  const count = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
  const a = reshape(permute(left, [...rows, ...ours]), [count(rowSizes), size]);
  const b = reshape(permute(right, [...theirs, ...columns]), [size, count(columnSizes)]);
  return own(reshape(matmul(a, b), [...rowSizes, ...columnSizes]));
}

/**
 * a × b of vectors of three along `dim`: at right angles to both.
 *
 * @throws ShapeError for other sizes.
 * @source torch.cross
 * @example
 * tensor([1, 0, 0]).cross(tensor([0, 1, 0])) // [0, 0, 1]
 */
export function cross(left: Tensor, right: Tensor, dim = -1): Tensor {
  if (left.size(dim) !== 3 || right.size(dim) !== 3) {
    throw new ShapeError({
      operation: "cross",
      got: `${showShape(left.shape)} and ${showShape(right.shape)} along dim ${dim}`,
      expected: "three elements on both sides",
    });
  }
  requireAlike("cross", left, right);
  if (left.ndim !== right.ndim) refuseShapes("cross", left, right, "as many axes on both sides");
  return left
    .roll(-1, dim)
    .mul(right.roll(-2, dim))
    .sub(left.roll(-2, dim).mul(right.roll(-1, dim)));
}

/**
 * A square matrix times itself `power` times; power 0 is the identity, and a negative one of the inverse.
 *
 * @throws ShapeError unless square; ArgumentError for a singular matrix that has to be inverted.
 * @source torch.matrix_power
 * @example
 * tensor([[1, 1], [0, 1]]).matrixPower(5) // [[1, 5], [0, 1]]
 */
export function matrixPower(input: Tensor, power: number): Tensor {
  const [rows, columns] = [input.shape.at(-2), input.shape.at(-1)];
  if (rows === undefined || rows !== columns || !Number.isInteger(power)) {
    throw new ShapeError({
      operation: "matrixPower",
      got: `${showShape(input.shape)} to the power of ${power}`,
      expected: "a square matrix and a whole number",
    });
  }
  if (power < 0) return matrixPower(inv(input), -power);
  // Of the input, times 0, so that there is a gradient: 0.
  if (power === 0)
    return expand(eye(rows, rows, { dtype: input.dtype, device: input.device }), input.shape).add(
      input.mul(0).nanToNum(),
    );
  if (power === 1) return clone(input);
  const half = matrixPower(input, Math.floor(power / 2));
  const square = matmul(half, half);
  return power % 2 === 0 ? square : matmul(square, input);
}

/**
 * The product of several matrices, from the left.
 *
 * @source torch.chain_matmul
 * @example
 * chainMatmul(ones([2, 3]), ones([3, 4]), ones([4, 5])).shape // [2, 5]
 */
export function chainMatmul(...matrices: readonly [Tensor, ...Tensor[]]): Tensor {
  return own(matrices.reduce(matmul), matrices[0]);
}
