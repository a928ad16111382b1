import type { Matrix } from "../matrix-primitive.js";

export interface Factors {
  /** L below the diagonal (its own is 1), U on it and above. */
  readonly factors: Float64Array;
  /** Which row of the matrix stands where. */
  readonly order: Int32Array;
  /** −1 after an odd number of exchanges. */
  readonly parity: number;
  readonly isSingular: boolean;
}

/** PA = LU by elimination, the largest of each column taken as its pivot. Golub and Van Loan, Matrix Computations, 3.4. */
export function factorize({ rows: n, data }: Matrix): Factors {
  const factors = Float64Array.from(data);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  let [parity, isSingular] = [1, false];
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++)
      if (Math.abs(factors[i * n + k]!) > Math.abs(factors[pivot * n + k]!)) pivot = i;
    if (pivot !== k) {
      parity = -parity;
      [order[k], order[pivot]] = [order[pivot]!, order[k]!];
      for (let j = 0; j < n; j++) {
        const held = factors[k * n + j]!;
        factors[k * n + j] = factors[pivot * n + j]!;
        factors[pivot * n + j] = held;
      }
    }
    const diagonal = factors[k * n + k]!;
    if (diagonal === 0) {
      isSingular = true;
      continue;
    }
    for (let i = k + 1; i < n; i++) {
      const factor = factors[i * n + k]! / diagonal;
      factors[i * n + k] = factor;
      if (factor === 0) continue;
      for (let j = k + 1; j < n; j++) factors[i * n + j]! -= factor * factors[k * n + j]!;
    }
  }
  return { factors, order, parity, isSingular };
}

/** X of AX = B, from A's factors. */
export function substitute({ factors, order }: Factors, { rows: n, columns, data }: Matrix): Float64Array {
  const x = new Float64Array(n * columns);
  for (let c = 0; c < columns; c++) {
    for (let i = 0; i < n; i++) {
      let sum = data[order[i]! * columns + c]!;
      for (let j = 0; j < i; j++) sum -= factors[i * n + j]! * x[j * columns + c]!;
      x[i * columns + c] = sum;
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = x[i * columns + c]!;
      for (let j = i + 1; j < n; j++) sum -= factors[i * n + j]! * x[j * columns + c]!;
      x[i * columns + c] = sum / factors[i * n + i]!;
    }
  }
  return x;
}
