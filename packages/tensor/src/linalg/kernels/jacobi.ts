import { ArgumentError } from "../../errors.js";
import type { Matrix } from "../matrix-primitive.js";

const sweeps = 60;

/** Turns two columns of a matrix into each other. */
function rotate(
  a: Float64Array,
  rows: number,
  columns: number,
  p: number,
  q: number,
  c: number,
  s: number,
): void {
  for (let i = 0; i < rows; i++) {
    const [x, y] = [a[i * columns + p]!, a[i * columns + q]!];
    a[i * columns + p] = c * x - s * y;
    a[i * columns + q] = s * x + c * y;
  }
}

function identity(n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
  return matrix;
}

/** Cosine and sine of the turn that makes a symmetric pair's off-diagonal element 0. */
function turn(off: number, first: number, second: number): [number, number] {
  const slope = (second - first) / (2 * off);
  const tangent = Math.sign(slope || 1) / (Math.abs(slope) + Math.hypot(1, slope));
  const c = 1 / Math.hypot(1, tangent);
  return [c, tangent * c];
}

/** Refuses what no turn brings to an end. */
function requireFinite(operation: string, { data }: Matrix): void {
  const odd = data.find((value) => !Number.isFinite(value));
  if (odd === undefined) return;
  throw new ArgumentError({ operation, got: `a matrix with ${odd} in it`, expected: "finite numbers" });
}

/**
 * Eigenvalues, ascending, and eigenvectors (columns) of a symmetric matrix, from its lower triangle, by Jacobi's turns.
 * Golub and Van Loan, Matrix Computations, 8.5.
 */
export function diagonalize(matrix: Matrix): { values: Float64Array; vectors: Float64Array } {
  requireFinite("eigh", matrix);
  const { rows: n, data } = matrix;
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) a[i * n + j] = data[Math.max(i, j) * n + Math.min(i, j)]!;
  const vectors = identity(n);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let turned = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const off = a[p * n + q]!;
        if (
          Math.abs(off) <= 1e-17 * Math.sqrt(Math.abs(a[p * n + p]! * a[q * n + q]!)) ||
          Math.abs(off) < 1e-300
        )
          continue;
        turned = true;
        const [c, s] = turn(off, a[p * n + p]!, a[q * n + q]!);
        rotate(a, n, n, p, q, c, s);
        for (let j = 0; j < n; j++) {
          const [x, y] = [a[p * n + j]!, a[q * n + j]!];
          a[p * n + j] = c * x - s * y;
          a[q * n + j] = s * x + c * y;
        }
        rotate(vectors, n, n, p, q, c, s);
      }
    }
    if (!turned) break;
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[i * n + i]! - a[j * n + j]!);
  return {
    values: Float64Array.from(order, (i) => a[i * n + i]!),
    vectors: Float64Array.from(
      { length: n * n },
      (_, at) => vectors[Math.floor(at / n) * n + order[at % n]!]!,
    ),
  };
}

/**
 * U [rows, width], the singular values, descending, and V [columns, width] of a matrix, width the shorter side: columns are
 * turned into each other until all are at right angles. Golub and Van Loan, Matrix Computations, 8.6.
 */
export function singular(matrix: Matrix): { u: Float64Array; values: Float64Array; v: Float64Array } {
  requireFinite("svd", matrix);
  if (matrix.rows < matrix.columns) {
    const { u, values, v } = singular(transposed(matrix));
    return { u: v, values, v: u };
  }
  const { rows, columns: n } = matrix;
  const a = Float64Array.from(matrix.data);
  const v = identity(n);
  const product = (p: number, q: number): number => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += a[i * n + p]! * a[i * n + q]!;
    return sum;
  };
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let turned = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const [first, second, off] = [product(p, p), product(q, q), product(p, q)];
        if (Math.abs(off) <= 1e-16 * Math.sqrt(first * second) || Math.abs(off) < 1e-300) continue;
        turned = true;
        const [c, s] = turn(off, first, second);
        rotate(a, rows, n, p, q, c, s);
        rotate(v, n, n, p, q, c, s);
      }
    }
    if (!turned) break;
  }
  return ordered(a, v, rows, n, (i) => Math.sqrt(product(i, i)));
}

function ordered(a: Float64Array, v: Float64Array, rows: number, n: number, lengthOf: (i: number) => number) {
  const lengths = Array.from({ length: n }, (_, i) => lengthOf(i));
  const order = lengths.map((_, i) => i).sort((i, j) => lengths[j]! - lengths[i]!);
  const values = Float64Array.from(order, (i) => lengths[i]!);
  const u = Float64Array.from({ length: rows * n }, (_, at) => {
    const from = order[at % n]!;
    return lengths[from]! === 0 ? 0 : a[Math.floor(at / n) * n + from]! / lengths[from]!;
  });
  complete(u, rows, n, values);
  return {
    u,
    values,
    v: Float64Array.from({ length: n * n }, (_, at) => v[Math.floor(at / n) * n + order[at % n]!]!),
  };
}

/** Fills the columns that belong to no length with what is at right angles to all before: Gram and Schmidt on the axes. */
export function complete(u: Float64Array, rows: number, n: number, values: ArrayLike<number>): void {
  const largest = values[0] ?? 0;
  for (let column = 0; column < n; column++) {
    if ((values[column] ?? 0) > 1e-14 * largest) continue;
    for (let axis = 0; axis < rows; axis++) {
      const candidate = new Float64Array(rows);
      candidate[axis] = 1;
      for (let round = 0; round < 2; round++) {
        for (let other = 0; other < column; other++) {
          let sum = 0;
          for (let i = 0; i < rows; i++) sum += u[i * n + other]! * candidate[i]!;
          for (let i = 0; i < rows; i++) candidate[i]! -= sum * u[i * n + other]!;
        }
      }
      const length = Math.hypot(...candidate);
      if (length < 0.5 / Math.sqrt(rows)) continue;
      for (let i = 0; i < rows; i++) u[i * n + column] = candidate[i]! / length;
      break;
    }
  }
}

function transposed({ rows, columns, data }: Matrix): Matrix {
  return {
    rows: columns,
    columns: rows,
    data: Float64Array.from(
      { length: rows * columns },
      (_, at) => data[(at % rows) * columns + Math.floor(at / rows)]!,
    ),
  };
}
