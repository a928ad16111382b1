import { kinds, type TypedArray } from "../../dtype.js";
import { forEachRow } from "../../layout.js";
import type { Tensor } from "../../tensor.js";
import { elements } from "./cpu-storage.js";

/** Matrix products, batch by batch, added up in float64. */
export function matmul(left: Tensor, right: Tensor, output: Tensor): void {
  if (output.numel() === 0) return;
  const rank = output.ndim;
  const [rows, columns] = [output.shape[rank - 2]!, output.shape[rank - 1]!];
  const inner = left.shape[rank - 1]!;
  const [rowStep, innerStep] = [left.strides[rank - 2]!, left.strides[rank - 1]!];
  const [a, b, out] = [elements(left), elements(right), elements(output)];
  const packed = new (right.dtype === "float64" ? Float64Array : kinds[right.dtype].array)(inner * columns);
  const sums = new Float64Array(columns);
  const batch = {
    shape: [...output.shape.slice(0, -2), 1],
    strides: [left, right, output].map(({ strides }) => [...strides.slice(0, -2), 0]),
  };
  forEachRow(batch, [left.offset, right.offset, output.offset], ([i, j, o]) => {
    pack(b, j!, right.strides[rank - 2]!, right.strides[rank - 1]!, packed, inner, columns);
    for (let row = 0; row < rows; row++) {
      multiplyRow(a, i! + row * rowStep, innerStep, packed, inner, columns, sums);
      out.set(sums, o! + row * columns);
    }
  });
}

/** Lays a matrix row by row, so that the inner loop walks it in order. */
function pack(
  b: TypedArray,
  start: number,
  rowStep: number,
  columnStep: number,
  packed: TypedArray,
  rows: number,
  columns: number,
): void {
  for (let row = 0, p = 0; row < rows; row++) {
    for (let column = 0, j = start + row * rowStep; column < columns; column++, j += columnStep)
      packed[p++] = b[j]!;
  }
}

/** sums = one row of the left matrix times the packed right one, four of its rows at a time. */
function multiplyRow(
  a: TypedArray,
  start: number,
  step: number,
  packed: TypedArray,
  inner: number,
  columns: number,
  sums: Float64Array,
): void {
  sums.fill(0);
  let k = 0;
  for (; k + 3 < inner; k += 4) {
    const i = start + k * step;
    const [w, x, y, z] = [a[i]!, a[i + step]!, a[i + 2 * step]!, a[i + 3 * step]!];
    const [p, q, r, s] = [k * columns, (k + 1) * columns, (k + 2) * columns, (k + 3) * columns];
    for (let n = 0; n < columns; n++) {
      sums[n]! += w * packed[p + n]! + x * packed[q + n]! + y * packed[r + n]! + z * packed[s + n]!;
    }
  }
  for (; k < inner; k++) {
    const w = a[start + k * step]!;
    for (let n = 0; n < columns; n++) sums[n]! += w * packed[k * columns + n]!;
  }
}
