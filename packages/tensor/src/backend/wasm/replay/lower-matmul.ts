import type { Call } from "../../../compile/capture.js";
import type { Tensor } from "../../../tensor.js";
import { type Instruction, multiplyByteRows, sumByteRows } from "../kernels/instructions.js";
import { type Matrix, matmul, panelBytes } from "../kernels/matmul.js";
import {
  type SparseRows,
  type SparseShape,
  sparseMatmul,
  sparseMatmulFits,
  sparseMatmulTransposed,
  sparseMatmulTransposedFits,
  sparsePackedBytes,
} from "../kernels/sparse-matmul.js";
import type { Places } from "./places.js";

/** A product's matrices, and which of its operands is mostly zero rows that may be left out. */
interface Product {
  readonly left: Tensor;
  readonly right: Tensor;
  readonly output: Tensor;
}

/** Whether a call is a float32 product of two matrices, as these kernels do it. */
export function isProduct({ primitive, inputs, output }: Call): boolean {
  return primitive.name === "matmul" && output.ndim === 2 && inputs.every(({ dtype }) => dtype === "float32");
}

/** How a mostly-zero matrix is read in place: its rows as they lie, or straight from a data set's bytes. */
export type SparseSource = (tensor: Tensor) => SparseRows | null;

/** Bytes of scratch that a product needs for its packed operand. */
export function productScratch({ left, right }: Product): number {
  const [rows, inner] = left.shape as [number, number];
  const columns = right.shape[1]!;
  return Math.max(
    panelBytes({ rows, inner, columns }),
    panelBytes({ rows: columns, inner, columns: rows }),
    sparsePackedBytes(inner, columns),
    sparsePackedBytes(inner, rows),
  );
}

/** The instructions of left·right into output, whose layout may be turned. */
export function lowerProduct(
  product: Product,
  places: Places,
  scratch: number,
  sparse: SparseSource,
): Instruction[] {
  const { left, right, output } = product;
  const [rows, inner] = left.shape as [number, number];
  const columns = right.shape[1]!;
  const target = matrix(places, output);
  const source = sparse(left);
  if (source !== null) {
    const transposed = left.strides[0] === 1 && rows > 1;
    const shape = { rows: transposed ? inner : rows, inner: transposed ? rows : inner, columns };
    const other = matrix(places, right);
    if (source.scale !== null && columns === 1 && other.rowStride === 1) {
      return [byteVectorProduct(shape, source, other.address, target.address, transposed)];
    }
    if (transposed && sparseMatmulTransposedFits(shape)) {
      return sparseMatmulTransposed(shape, source, other, target, scratch);
    }
    if (!transposed && sparseMatmulFits(shape) && target.columnStride === 1) {
      return sparseMatmul(shape, source, other, target, scratch);
    }
  }
  const [a, b] = [matrix(places, left), matrix(places, right)];
  if (target.columnStride === 1) return matmul({ rows, inner, columns }, a, b, target, scratch);
  const turned = { address: target.address, rowStride: target.columnStride };
  return matmul({ rows: columns, inner, columns: rows }, flip(b), flip(a), turned, scratch);
}

/** Bytes times one column; or, transposed, each byte row times its element of the column, added up. */
function byteVectorProduct(
  { rows, inner }: SparseShape,
  { address: bytes, rowStride: byteStride, index, scale }: SparseRows,
  vector: number,
  output: number,
  transposed: boolean,
): Instruction {
  const { multiplier, divisor } = scale ?? { multiplier: 1, divisor: 1 };
  const fields = { bytes, byteStride, index, multiplier, divisor, vector, output, rows, inner };
  return transposed ? sumByteRows(fields, Math.ceil(inner / 16)) : multiplyByteRows(fields, rows);
}

function matrix(places: Places, tensor: Tensor): Matrix {
  const { address, strides } = places.view(tensor);
  return { address, rowStride: strides[0]!, columnStride: strides[1]! };
}

function flip({ address, rowStride, columnStride }: Matrix): Matrix {
  return { address, rowStride: columnStride, columnStride: rowStride };
}
