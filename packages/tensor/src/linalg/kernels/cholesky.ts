import { ArgumentError } from "../../errors.js";
import type { Matrix } from "../matrix-primitive.js";

/** L of A = LLᵀ, from A's lower triangle. Golub and Van Loan, Matrix Computations, 4.2. */
export function factorizePositive({ rows: n, data }: Matrix): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = data[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i > j) lower[i * n + j] = sum / lower[j * n + j]!;
      else if (sum > 0) lower[i * n + i] = Math.sqrt(sum);
      else {
        throw new ArgumentError({
          operation: "cholesky",
          got: `a matrix whose leading minor of order ${i + 1} is not positive`,
          expected: "a positive definite one",
        });
      }
    }
  }
  return lower;
}
