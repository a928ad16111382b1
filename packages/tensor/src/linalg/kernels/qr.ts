import type { Matrix } from "../matrix-primitive.js";

/**
 * Q [rows, width] and R [width, columns] of A = QR by Householder's reflections, with LAPACK's signs. Golub and Van Loan,
 * Matrix Computations, 5.2.
 */
export function orthogonalize({ rows, columns, data }: Matrix, width: number): [Float64Array, Float64Array] {
  const work = Float64Array.from(data);
  const steps = Math.min(rows, columns);
  const reflections: { readonly vector: Float64Array; readonly scale: number }[] = [];
  for (let k = 0; k < steps; k++) {
    const reflection = reflectionOf(work, rows, columns, k);
    reflections.push(reflection);
    reflect(reflection, work, rows, columns, k);
  }
  const q = new Float64Array(rows * width);
  for (let i = 0; i < Math.min(rows, width); i++) q[i * width + i] = 1;
  for (let k = steps - 1; k >= 0; k--) reflect(reflections[k]!, q, rows, width, k);
  const r = new Float64Array(width * columns);
  for (let i = 0; i < Math.min(width, rows); i++)
    for (let j = i; j < columns; j++) r[i * columns + j] = work[i * columns + j]!;
  return [q, r];
}

/** The reflection that takes a column to a multiple of the k-th axis; the vector's first element is 1. */
function reflectionOf(work: Float64Array, rows: number, columns: number, k: number) {
  const vector = new Float64Array(rows);
  let below = 0;
  for (let i = k + 1; i < rows; i++) below += work[i * columns + k]! ** 2;
  const first = work[k * columns + k]!;
  vector[k] = 1;
  if (below === 0) return { vector, scale: 0 };
  const norm = Math.sqrt(first * first + below);
  const diagonal = first >= 0 ? -norm : norm;
  for (let i = k + 1; i < rows; i++) vector[i] = work[i * columns + k]! / (first - diagonal);
  return { vector, scale: (diagonal - first) / diagonal };
}

function reflect(
  { vector, scale }: { readonly vector: Float64Array; readonly scale: number },
  matrix: Float64Array,
  rows: number,
  columns: number,
  from: number,
): void {
  if (scale === 0) return;
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    for (let i = from; i < rows; i++) sum += vector[i]! * matrix[i * columns + j]!;
    for (let i = from; i < rows; i++) matrix[i * columns + j]! -= scale * sum * vector[i]!;
  }
}
