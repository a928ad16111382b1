/**
 * Makes the columns of a row-major matrix, or its rows where there are fewer, orthonormal in place: Gram–Schmidt, each
 * vector twice against rounding. It is QR with a positive diagonal of R, so that the answer is the only one.
 */
export function orthonormalise(values: Float32Array | Float64Array, rows: number, columns: number): void {
  const byRows = rows < columns;
  const [count, length] = byRows ? [rows, columns] : [columns, rows];
  const [step, stride] = byRows ? [columns, 1] : [1, columns];
  const vectors = Array.from({ length: count }, (_, v) =>
    Float64Array.from({ length }, (_, i) => values[v * step + i * stride]!),
  );
  vectors.forEach((vector, v) => {
    for (let round = 0; round < 2; round++) {
      for (const earlier of vectors.slice(0, v)) {
        const share = product(vector, earlier);
        for (let i = 0; i < length; i++) vector[i]! -= share * earlier[i]!;
      }
    }
    const norm = Math.sqrt(product(vector, vector));
    for (let i = 0; i < length; i++) {
      vector[i]! /= norm;
      values[v * step + i * stride] = vector[i]!;
    }
  });
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
