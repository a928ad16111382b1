import { arange } from "../create.js";
import { dispatch } from "../dispatch.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { diagonal as diagonalView } from "../ops/movement.js";
import { checkWhole } from "../options.js";
import { showShape, wrapDim } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { gt, lt, mul, ne, sub } from "./elementwise.js";
import { maskedFill } from "./indexing.js";
import { permute, reshape, unsqueeze } from "./movement.js";
import { own } from "./own.js";
import { pad } from "./padding.js";
import { sum } from "./reduction.js";
import { requireNumber } from "./requirements.js";

/** For each place of a matrix its column less its row: [rows, columns]. */
function columnsLessRows(rows: number, columns: number, { device }: Tensor): Tensor {
  return sub(arange(columns, { device }), unsqueeze(arange(rows, { device }), 1));
}

function requireMatrix(operation: string, input: Tensor): [number, number] {
  if (input.ndim >= 2) return [input.shape.at(-2)!, input.shape.at(-1)!];
  return refuseRank(operation, input, "at least two dimensions: [...batch, rows, columns]");
}

function refuseRank(operation: string, input: Tensor, expected: string, hint?: string): never {
  throw new ShapeError({
    operation,
    got: `a tensor of shape ${showShape(input.shape)}`,
    expected,
    ...(hint !== undefined && { hint }),
  });
}

/**
 * A matrix's lower triangle, up to the given diagonal; 0 above. input: [...batch, rows, columns].
 *
 * @source torch.tril
 * @example
 * ones([2, 2]).tril() // [[1, 0], [1, 1]]
 */
export function tril(input: Tensor, diagonal = 0): Tensor {
  checkWhole("tril", "diagonal", diagonal);
  if (input.numel() === 0) return input.clone();
  const [rows, columns] = requireMatrix("tril", input);
  return maskedFill(input, gt(columnsLessRows(rows, columns, input), diagonal), 0);
}

/**
 * A matrix's upper triangle, from the given diagonal on; 0 below. input: [...batch, rows, columns].
 *
 * @source torch.triu
 * @example
 * ones([2, 2]).triu(1) // [[0, 1], [0, 0]]
 */
export function triu(input: Tensor, diagonal = 0): Tensor {
  checkWhole("triu", "diagonal", diagonal);
  if (input.numel() === 0) return input.clone();
  const [rows, columns] = requireMatrix("triu", input);
  return maskedFill(input, lt(columnsLessRows(rows, columns, input), diagonal), 0);
}

/**
 * Elements (i, i + offset) of two axes as a view; the diagonal becomes the last axis.
 *
 * @source torch.diagonal
 * @example
 * tensor([[1, 2], [3, 4]]).diagonal() // [1, 4]
 */
export function diagonal(input: Tensor, offset = 0, dim1 = 0, dim2 = 1): Tensor {
  checkWhole("diagonal", "offset", offset);
  const dims = [wrapDim(dim1, input.ndim, "diagonal"), wrapDim(dim2, input.ndim, "diagonal")] as const;
  if (dims[0] === dims[1] || input.ndim < 2) {
    throw new ShapeError({
      operation: "diagonal",
      got: `dims ${dim1} and ${dim2} of a tensor of shape ${showShape(input.shape)}`,
      expected: "two axes of a tensor that has at least two",
    });
  }
  return dispatch(diagonalView, [input], { offset, dims });
}

/**
 * The last axis laid on a diagonal of new last axes, 0 elsewhere: [...batch, n] → [...batch, n, n].
 *
 * @source torch.diag_embed
 * @example
 * tensor([1, 2]).diagEmbed() // [[1, 0], [0, 2]]
 */
export function diagEmbed(input: Tensor, offset = 0): Tensor {
  checkWhole("diagEmbed", "offset", offset);
  const size = (input.shape.at(-1) ?? 1) + Math.abs(offset);
  const rows = unsqueeze(pad(input, [Math.max(-offset, 0), Math.max(offset, 0)]), -1);
  return maskedFill(rows, ne(columnsLessRows(size, size, input), offset), 0);
}

/**
 * A matrix's diagonal as a vector, or a vector as the diagonal of a matrix.
 *
 * @source torch.diag
 * @example
 * tensor([1, 2]).diag() // [[1, 0], [0, 2]]
 */
export function diag(input: Tensor, offset = 0): Tensor {
  if (input.ndim > 2) refuseRank("diag", input, "a vector or a matrix", "Try diagonal or diagEmbed.");
  if (input.ndim === 1) return diagEmbed(input, offset);
  const [rows = 1, columns = 1] = input.shape;
  if (input.ndim === 2 && (offset < -rows || offset > columns)) {
    throw new ArgumentError({
      operation: "diag",
      got: `offset ${offset} for a matrix of shape ${showShape(input.shape)}`,
      expected: `a whole number from ${-rows} to ${columns}`,
      hint: "Try diagonal, which has no elements there.",
    });
  }
  return diagonal(input, offset);
}

/**
 * Σ of a matrix's diagonal.
 *
 * @source torch.trace
 * @example
 * eye(3).trace() // 3
 */
export function trace(input: Tensor): Tensor {
  if (input.ndim !== 2) refuseRank("trace", input, "a matrix", "Try diagonal(0, -2, -1).sum(-1).");
  requireNumber("trace", input);
  return sum(diagonal(input));
}

/**
 * Every element of `input` times all of `other`, block by block; axes are aligned at the last.
 *
 * @source torch.kron
 * @example
 * eye(2).kron(ones([1, 2])) // [[1, 1, 0, 0], [0, 0, 1, 1]]
 */
export function kron(input: Tensor, other: Tensor): Tensor {
  const rank = Math.max(input.ndim, other.ndim);
  const [a, b] = [input, other].map((each) => [
    ...new Array<number>(rank - each.ndim).fill(1),
    ...each.shape,
  ]) as [number[], number[]];
  const left = reshape(
    input,
    a.flatMap((size) => [size, 1]),
  );
  const right = reshape(
    other,
    b.flatMap((size) => [1, size]),
  );
  const blocks = a.map((size, axis) => size * b[axis]!);
  return own(reshape(mul(left, right), blocks));
}

/** The transpose of the last two axes. @source torch.Tensor.mT */
export function matrixTranspose(input: Tensor): Tensor {
  requireMatrix("mT", input);
  const dims = input.shape.map((_, axis) => axis);
  return permute(input, [...dims.slice(0, -2), input.ndim - 1, input.ndim - 2]);
}
