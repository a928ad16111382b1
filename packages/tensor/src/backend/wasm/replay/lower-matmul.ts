import type { Call } from "../../../compile/trace.js";
import type { Tensor } from "../../../tensor.js";
import { type Instruction, multiplyByteRows, sumByteRows } from "../kernels/instructions.js";
import { type Matrix, panelBytes } from "../kernels/matmul.js";
import { multiply, productsOf, productsScratch } from "../kernels/products.js";
import {
  type SparseRows,
  type SparseShape,
  sparseMatmul,
  sparseMatmulFits,
  sparseMatmulTransposed,
  sparseMatmulTransposedFits,
  sparsePackedBytes,
} from "../kernels/sparse-matmul.js";
import type { Places, View } from "./places.js";

interface Product {
  readonly left: Tensor;
  readonly right: Tensor;
  readonly output: Tensor;
}

/** Whether a call is a float32 product, as these kernels do it. */
export function isProduct({ primitive, inputs }: Call): boolean {
  return primitive.name === "matmul" && inputs.every(({ dtype }) => dtype === "float32");
}

/**
 * Whether a call is a product whose left operand is a matrix [rows, width], or that turned, of which the kernels can read the
 * rows one by one wherever they lie.
 */
export function multipliesRows(call: Call, matrix: Tensor, rows: number, width: number): boolean {
  const { shape, strides, offset, ndim } = call.inputs[0]!;
  if (!isProduct(call) || ndim !== 2 || call.output.ndim !== 2 || offset !== matrix.offset || width < 2)
    return false;
  const is = (height: number, across: number, down: number, right: number) =>
    shape[0] === height &&
    shape[1] === across &&
    (height === 1 || strides[0] === down) &&
    (across === 1 || strides[1] === right);
  const sizes = { rows, inner: width, columns: call.output.shape[1]! };
  if (is(rows, width, width, 1)) return sparseMatmulFits(sizes);
  return is(width, rows, 1, width) && sparseMatmulTransposedFits(sizes);
}

/** How a mostly-zero matrix is read in place: its rows as they lie, or straight from a data set's bytes. */
export type SparseSource = (tensor: Tensor) => SparseRows | null;

/** Bytes of scratch that a product needs for its packed operand. */
export function productScratch({ left, right, output }: Product): number {
  const dense = productsScratch(productsOf(left, right, output));
  if (output.ndim > 2) return dense;
  const [rows, inner] = left.shape as [number, number];
  const columns = right.shape[1]!;
  return Math.max(
    dense,
    panelBytes({ rows: columns, inner, columns: rows }),
    sparsePackedBytes(inner, columns),
    sparsePackedBytes(inner, rows),
  );
}

/** The instructions of left·right into output, whose layout may be turned where it is one matrix. */
export function lowerProduct(
  product: Product,
  places: Places,
  scratch: number,
  sparse: SparseSource,
): Instruction[] {
  if (product.output.ndim === 2) {
    const skipping = lowerSparse(product, places, scratch, sparse);
    if (skipping !== null) return skipping;
  }
  const [left, right, output] = [product.left, product.right, product.output].map((tensor) =>
    places.view(tensor),
  ) as [View, View, View];
  // (left·right)ᵀ = rightᵀ·leftᵀ, whose neighbouring columns are side by side where the output is turned.
  if (output.strides.at(-1) !== 1)
    return products(transposed(right), transposed(left), transposed(output), scratch);
  return products(left, right, output, scratch);
}

function products(left: View, right: View, output: View, scratch: number): Instruction[] {
  const addresses = { left: left.address, right: right.address, output: output.address };
  return multiply(productsOf(left, right, output), addresses, scratch);
}

function transposed({ address, shape, strides, offset }: View): View {
  return { address, shape: shape.toReversed(), strides: strides.toReversed(), offset };
}

/** The product of one matrix that is mostly zero, if the left operand is known to be one and the kernels have its form. */
function lowerSparse(
  { left, right, output }: Product,
  places: Places,
  scratch: number,
  sparse: SparseSource,
): Instruction[] | null {
  const source = sparse(left);
  if (source === null) return null;
  const [rows, inner] = left.shape as [number, number];
  const columns = right.shape[1]!;
  const [other, target] = [matrix(places, right), matrix(places, output)];
  const turned = left.strides[0] === 1 && rows > 1;
  const shape = { rows: turned ? inner : rows, inner: turned ? rows : inner, columns };
  if (source.scale !== null && columns === 1 && other.rowStride === 1) {
    return [byteVectorProduct(shape, source, other.address, target.address, turned)];
  }
  if (turned && sparseMatmulTransposedFits(shape)) {
    return sparseMatmulTransposed(shape, source, other, target, scratch);
  }
  const isPlain = !turned && sparseMatmulFits(shape) && target.columnStride === 1;
  return isPlain ? sparseMatmul(shape, source, other, target, scratch) : null;
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
  return transposed ? sumByteRows(fields, Math.ceil(inner / 32)) : multiplyByteRows(fields, rows);
}

function matrix(places: Places, tensor: Tensor): Matrix {
  const { address, strides } = places.view(tensor);
  return { address, rowStride: strides[0]!, columnStride: strides[1]! };
}
