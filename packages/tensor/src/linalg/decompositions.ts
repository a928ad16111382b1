import { own } from "../composite/own.js";
import { eye, zeros } from "../create.js";
import { dispatch } from "../dispatch.js";
import { ArgumentError } from "../errors.js";
import { checkOptions } from "../options.js";
import type { Tensor } from "../tensor.js";
import { factorizePositive } from "./kernels/cholesky.js";
import { complete, diagonalize, singular } from "./kernels/jacobi.js";
import { orthogonalize } from "./kernels/qr.js";
import { type Matrix, matrixPrimitive, parts, requireMatrices } from "./matrix-primitive.js";
import { inv, invOr } from "./solve.js";

const transposedOf = (matrix: Tensor): Tensor => matrix.transpose(-2, -1);

const choleskyPrimitive = matrixPrimitive({
  name: "cholesky",
  size: (matrix) => matrix!.rows ** 2,
  compute: (matrix) => factorizePositive(matrix!),
  gradient: ({ outputGradient, output, x }) => {
    const lower = output.reshape(x.shape);
    const inner = transposedOf(lower).matmul(outputGradient.reshape(x.shape)).tril();
    const half = inner.sub(inner.diagonal(0, -2, -1).diagEmbed().mul(0.5));
    const inverse = inv(lower);
    const gradient = transposedOf(inverse).matmul(half).matmul(inverse);
    return [gradient.add(transposedOf(gradient)).mul(0.5)];
  },
});

/**
 * L of A = LLᵀ for symmetric positive definite matrices, of which the lower triangle is read: [...batch, n, n]; with
 * `upper` its transpose.
 *
 * @throws ArgumentError where a matrix is not positive definite.
 * @source torch.linalg.cholesky
 * @example
 * cholesky(tensor([[4, 2], [2, 5]])) // [[2, 0], [1, 2]]
 */
export function cholesky(matrix: Tensor, options?: { readonly upper?: boolean }): Tensor {
  requireMatrices("cholesky", matrix, true);
  checkOptions("cholesky", options, { upper: [true, false] });
  const lower = dispatch(choleskyPrimitive, [matrix.contiguous()], {}).reshape(matrix.shape);
  return own(options?.upper ? transposedOf(lower) : lower);
}

/** How much of Q is answered: as many columns as the shorter side, or all. */
export type QRMode = "reduced" | "complete";

const qrPrimitives = {
  reduced: qrPrimitive("qr", ({ rows, columns }) => Math.min(rows, columns)),
  complete: qrPrimitive("completeQr", ({ rows }) => rows),
};

type Sides = Pick<Matrix, "rows" | "columns">;

function qrPrimitive(name: string, widthOf: (matrix: Sides) => number) {
  return matrixPrimitive({
    name,
    size: (matrix) => widthOf(matrix!) * (matrix!.rows + matrix!.columns),
    compute(matrix) {
      const [q, r] = orthogonalize(matrix!, widthOf(matrix!));
      return [...q, ...r];
    },
    gradient({ outputGradient, output, x }) {
      const [rows, columns] = x.shape.slice(-2) as [number, number];
      const width = widthOf({ rows, columns });
      if (width > columns) {
        throw new ArgumentError({
          operation: "backward of qr",
          got: `mode "complete" for matrices of more rows than columns`,
          expected: 'mode "reduced", as the columns beyond are not determined',
        });
      }
      const shapes = [
        [rows, width],
        [width, columns],
      ];
      const [q, r] = parts(output, ...shapes) as [Tensor, Tensor];
      const [gradientOfQ, gradientOfR] = parts(outputGradient, ...shapes) as [Tensor, Tensor];
      if (columns === width) return [qrGradient(q, r, gradientOfQ, gradientOfR)];
      const rest = columns - width;
      const beyond = gradientOfR.narrow(-1, width, rest);
      const wide = gradientOfQ.add(x.narrow(-1, width, rest).matmul(transposedOf(beyond)));
      const square = qrGradient(q, r.narrow(-1, 0, width), wide, gradientOfR.narrow(-1, 0, width));
      return [joined(square, q.matmul(beyond))];
    },
  });
}

/** Two tensors side by side along the last axis. */
function joined(left: Tensor, right: Tensor): Tensor {
  const width = left.shape.at(-1)! + right.shape.at(-1)!;
  const { dtype, device } = left;
  const all = eye(width, undefined, { dtype, device });
  return left
    .matmul(all.narrow(0, 0, left.shape.at(-1)!))
    .add(right.matmul(all.narrow(0, left.shape.at(-1)!, right.shape.at(-1)!)));
}

function qrGradient(q: Tensor, r: Tensor, gradientOfQ: Tensor, gradientOfR: Tensor): Tensor {
  const inner = r.matmul(transposedOf(gradientOfR)).sub(transposedOf(gradientOfQ).matmul(q));
  const symmetric = inner.tril().add(transposedOf(inner.tril(-1)));
  return gradientOfQ.add(q.matmul(symmetric)).matmul(transposedOf(invOr(Number.NaN, r)));
}

/**
 * Q, whose columns are at right angles and of length 1, and upper triangular R of A = QR: [...batch, rows, columns] →
 * Q [...batch, rows, width], R [...batch, width, columns].
 *
 * @source torch.linalg.qr
 * @example
 * qr(tensor([[3, 0], [4, 5]])).R.abs() // [[5, 4], [0, 3]]
 */
export function qr(matrix: Tensor, mode: QRMode = "reduced"): { readonly Q: Tensor; readonly R: Tensor } {
  requireMatrices("qr", matrix);
  checkOptions("qr", { mode }, { mode: ["reduced", "complete"] });
  const [rows, columns] = matrix.shape.slice(-2) as [number, number];
  const width = mode === "complete" ? rows : Math.min(rows, columns);
  const both = dispatch(qrPrimitives[mode], [matrix.contiguous()], {});
  const [Q, R] = parts(both, [rows, width], [width, columns]) as [Tensor, Tensor];
  return { Q, R };
}

const eighPrimitive = matrixPrimitive({
  name: "eigh",
  size: ({ rows } = { rows: 0, columns: 0 }) => rows + rows ** 2,
  compute(matrix) {
    const { values, vectors } = diagonalize(matrix!);
    return [...values, ...vectors];
  },
  gradient({ outputGradient, output, x }) {
    const n = x.shape.at(-1)!;
    const [values, vectors] = parts(output, [n], [n, n]) as [Tensor, Tensor];
    const [gradientOfValues, gradientOfVectors] = parts(outputGradient, [n], [n, n]) as [Tensor, Tensor];
    const gaps = values.unsqueeze(-2).sub(values.unsqueeze(-1));
    const inner = dividedOffDiagonal(transposedOf(vectors).matmul(gradientOfVectors), gaps);
    const middle = inner.add(gradientOfValues.diagEmbed());
    return [vectors.matmul(middle).matmul(transposedOf(vectors))];
  },
});

/** a / b, and 0 where both are 0: what is equal has no gaps, which do not matter where no vectors are asked for. */
function divided(a: Tensor, b: Tensor): Tensor {
  const isNone = b.eq(0).logicalAnd(a.eq(0));
  return isNone.where(0, a).div(isNone.where(1, b));
}

/** The same, and 0 on the diagonal. */
function dividedOffDiagonal(a: Tensor, b: Tensor): Tensor {
  const { device } = a;
  const diagonal = eye(a.shape.at(-1)!, undefined, { device }).gt(0);
  return divided(diagonal.where(0, a), b);
}

/**
 * Eigenvalues, ascending, and eigenvectors, as columns, of symmetric matrices, of which the lower triangle is read:
 * [...batch, n, n] → values [...batch, n], vectors [...batch, n, n].
 *
 * @throws ArgumentError for elements that are infinite or NaN.
 * @source torch.linalg.eigh
 * @example
 * eigh(tensor([[2, 0], [0, 1]])).eigenvalues // [1, 2]
 */
export function eigh(matrix: Tensor): { readonly eigenvalues: Tensor; readonly eigenvectors: Tensor } {
  requireMatrices("eigh", matrix, true);
  const n = matrix.shape.at(-1)!;
  const both = dispatch(eighPrimitive, [matrix.contiguous()], {});
  const [eigenvalues, eigenvectors] = parts(both, [n], [n, n]) as [Tensor, Tensor];
  return { eigenvalues, eigenvectors };
}

/** Eigenvalues of symmetric matrices, ascending. @source torch.linalg.eigvalsh */
export function eigvalsh(matrix: Tensor): Tensor {
  return eigh(matrix).eigenvalues;
}

const svdPrimitive = matrixPrimitive({
  name: "svd",
  size: (matrix) => Math.min(matrix!.rows, matrix!.columns) * (matrix!.rows + matrix!.columns + 1),
  compute(matrix) {
    const { u, values, v } = singular(matrix!);
    const [width, columns] = [values.length, matrix!.columns];
    const turned = Array.from({ length: width * columns }, (_, at) => {
      return v[(at % columns) * width + Math.floor(at / columns)]!;
    });
    return [...u, ...values, ...turned];
  },
  gradient({ outputGradient, output, x }) {
    const [rows, columns] = x.shape.slice(-2) as [number, number];
    const width = Math.min(rows, columns);
    const shapes = [[rows, width], [width], [width, columns]];
    const [u, s, vh] = parts(output, ...shapes) as [Tensor, Tensor, Tensor];
    const [ofU, ofS, ofVh] = parts(outputGradient, ...shapes) as [Tensor, Tensor, Tensor];
    const [ut, v] = [transposedOf(u), transposedOf(vh)];
    const squares = s.square();
    const gaps = squares.unsqueeze(-2).sub(squares.unsqueeze(-1));
    const skew = (each: Tensor): Tensor => each.sub(transposedOf(each));
    const left = dividedOffDiagonal(skew(ut.matmul(ofU)), gaps).mul(s.unsqueeze(-2));
    const right = dividedOffDiagonal(skew(vh.matmul(transposedOf(ofVh))), gaps).mul(s.unsqueeze(-1));
    const inside = u.matmul(left.add(right).add(ofS.diagEmbed())).matmul(vh);
    const [inU, inVh] = [divided(ofU, s.unsqueeze(-2)), divided(ofVh, s.unsqueeze(-1))];
    const outsideU = rows > width ? inU.sub(u.matmul(ut.matmul(inU))).matmul(vh) : null;
    const outsideV = columns > width ? u.matmul(inVh.sub(inVh.matmul(v).matmul(vh))) : null;
    const gradient = outsideU === null ? inside : inside.add(outsideU);
    return [outsideV === null ? gradient : gradient.add(outsideV)];
  },
});

export interface SVD {
  readonly U: Tensor;
  /** Descending. */
  readonly S: Tensor;
  readonly Vh: Tensor;
}

/**
 * U, S and Vᵀ of A = U diag(S) Vᵀ: [...batch, rows, columns] → U [...batch, rows, rows], S [...batch, width],
 * Vh [...batch, columns, columns]; without `fullMatrices` of width columns and rows, width the shorter side.
 *
 * @throws ArgumentError for elements that are infinite or NaN.
 * @source torch.linalg.svd
 * @example
 * svd(tensor([[3, 0], [0, 4]])).S // [4, 3]
 */
export function svd(matrix: Tensor, options?: { readonly fullMatrices?: boolean }): SVD {
  requireMatrices("svd", matrix);
  checkOptions("svd", options, { fullMatrices: [true, false] });
  const [rows, columns] = matrix.shape.slice(-2) as [number, number];
  const width = Math.min(rows, columns);
  const all = dispatch(svdPrimitive, [matrix.contiguous()], {});
  const [U, S, Vh] = parts(all, [rows, width], [width], [width, columns]) as [Tensor, Tensor, Tensor];
  if (options?.fullMatrices === false || rows === columns) return { U, S, Vh };
  return rows > columns
    ? { U: completed(U), S, Vh }
    : { U, S, Vh: transposedOf(completed(transposedOf(Vh))) };
}

const completePrimitive = matrixPrimitive({
  name: "complete",
  size: (matrix) => matrix!.rows * (matrix!.rows - matrix!.columns),
  compute(matrix) {
    const { rows, columns, data } = matrix!;
    const whole = Float64Array.from({ length: rows * rows }, (_, at) =>
      at % rows < columns ? data[Math.floor(at / rows) * columns + (at % rows)]! : 0,
    );
    complete(whole, rows, rows, new Float64Array(columns).fill(1));
    const rest = rows - columns;
    return Float64Array.from(
      { length: rows * rest },
      (_, at) => whole[Math.floor(at / rest) * rows + columns + (at % rest)]!,
    );
  },
  gradient: ({ x }) => [zeros(x.shape, { dtype: x.dtype, device: x.device })],
});

/** With columns behind that are at right angles to those there are, which carry no gradient. */
function completed(columns: Tensor): Tensor {
  const [rows, width] = columns.shape.slice(-2) as [number, number];
  const rest = dispatch(completePrimitive, [columns.detach().contiguous()], {});
  return joined(columns, rest.reshape([...columns.shape.slice(0, -2), rows, rows - width]));
}

/** Singular values, descending. @source torch.linalg.svdvals */
export function svdvals(matrix: Tensor): Tensor {
  return svd(matrix, { fullMatrices: false }).S;
}
