import { collapse, type Layout } from "../../../layout.js";
import { type Instruction, multiplyMatrices } from "./instructions.js";
import { type MatmulShape, type Matrix, matmul, panelBytes } from "./matmul.js";

/** An axis along which a product is repeated; how far it moves each operand, in elements. */
export interface BatchAxis {
  readonly size: number;
  readonly left: number;
  readonly right: number;
  readonly output: number;
}

/** A product over batch axes, as few and as large matrices as the operands' layouts allow. */
export interface Products {
  readonly batch: readonly BatchAxis[];
  readonly shape: MatmulShape;
  readonly left: Strides;
  readonly right: Strides;
  /** The output's neighbouring columns are side by side. */
  readonly output: Pick<Strides, "rowStride">;
}

const once: BatchAxis = { size: 1, left: 0, right: 0, output: 0 };

type Strides = Omit<Matrix, "address">;
type OperandLayout = Pick<Layout, "shape" | "strides">;

/**
 * How left [...batch, rows, inner] times right [...batch, inner, columns] is done. Batch axes along which the right operand
 * stays the same become rows where left and output walk them in one stride: x [batch, time, features] times one matrix of
 * weights is one product.
 */
export function productsOf(left: OperandLayout, right: OperandLayout, output: OperandLayout): Products {
  const rank = right.shape.length;
  const [inner, columns] = [right.shape[rank - 2]!, right.shape[rank - 1]!];
  const axes = rank === 2 ? [matrixRows(left, output)] : leadingAxes(left, right, output);
  const rows = axes.at(-1)?.right === 0 ? axes.pop()! : { ...once, output: columns };
  return {
    batch: axes,
    shape: { rows: rows.size, inner, columns },
    left: { rowStride: rows.left, columnStride: left.strides[rank - 1]! },
    right: { rowStride: right.strides[rank - 2]!, columnStride: right.strides[rank - 1]! },
    output: { rowStride: rows.output },
  };
}

function matrixRows(left: OperandLayout, output: OperandLayout): BatchAxis {
  return { size: output.shape[0]!, left: left.strides[0]!, right: 0, output: output.strides[0]! };
}

/** Batch axes and rows, neighbours joined where every operand walks both in one stride. */
function leadingAxes(left: OperandLayout, right: OperandLayout, output: OperandLayout): BatchAxis[] {
  const runs = collapse(output.shape.slice(0, -1), [
    left.strides.slice(0, -1),
    [...right.strides.slice(0, -2), 0],
    output.strides.slice(0, -1),
  ]);
  return runs.shape.map((size, run) => ({
    size,
    left: runs.strides[0]![run]!,
    right: runs.strides[1]![run]!,
    output: runs.strides[2]![run]!,
  }));
}

/** Multiplications up to which a thread does a whole matrix rather than share its rows out. */
const SMALL = 1 << 20;
/** What a thread's scratch holds of a packed right operand; see matmul-batch.ts in assembly/. */
const SMALL_PANELS = 768 << 10;

function isSmall({ batch, shape }: Products): boolean {
  const { rows, inner, columns } = shape;
  return batch.length > 0 && rows * inner * columns < SMALL && panelBytes(shape) <= SMALL_PANELS;
}

/** Bytes of scratch that the products need for packed operands. */
export function productsScratch(products: Products): number {
  return isSmall(products) ? 0 : panelBytes(products.shape);
}

interface Addresses {
  readonly left: number;
  readonly right: number;
  readonly output: number;
}

/** The instructions of float32 products; `scratch` has room for `productsScratch(products)`. */
export function multiply(products: Products, addresses: Addresses, scratch: number): Instruction[] {
  const { batch } = products;
  if (isSmall(products)) return startsOf(batch.slice(0, -2), addresses).map((at) => matrices(products, at));
  if (batch.length === 0) return matrix(products, addresses, scratch);
  let packed: number | null = null;
  return startsOf(batch, addresses).flatMap((at) => {
    const all = matrix(products, at, scratch);
    const isPacked = packed === at.right;
    packed = at.right;
    return isPacked ? all.slice(-1) : all;
  });
}

/** One matrix: its right operand is packed, then its rows are multiplied. */
function matrix({ shape, left, right, output }: Products, at: Addresses, scratch: number): Instruction[] {
  return matmul(
    shape,
    { address: at.left, rowStride: left.rowStride, columnStride: left.columnStride },
    { address: at.right, rowStride: right.rowStride, columnStride: right.columnStride },
    { address: at.output, rowStride: output.rowStride },
    scratch,
  );
}

/** The operands' addresses at each position of some batch axes, in order. */
function startsOf(axes: readonly BatchAxis[], first: Addresses): Addresses[] {
  return axes.reduce<Addresses[]>(
    (starts, axis) =>
      starts.flatMap(({ left, right, output }) =>
        Array.from({ length: axis.size }, (_, i) => ({
          left: left + i * axis.left * 4,
          right: right + i * axis.right * 4,
          output: output + i * axis.output * 4,
        })),
      ),
    [first],
  );
}

/** Small matrices along the last two batch axes. */
function matrices({ batch, shape, left, right, output }: Products, at: Addresses): Instruction {
  const near = batch.at(-1) ?? once;
  const outer = batch.at(-2) ?? once;
  const fields = {
    left: at.left,
    leftOuterStride: outer.left * 4,
    leftNearStride: near.left * 4,
    leftRowStride: left.rowStride * 4,
    leftColumnStride: left.columnStride * 4,
    right: at.right,
    rightOuterStride: outer.right * 4,
    rightNearStride: near.right * 4,
    rightRowStride: right.rowStride * 4,
    rightColumnStride: right.columnStride * 4,
    output: at.output,
    outputOuterStride: outer.output * 4,
    outputNearStride: near.output * 4,
    outputRowStride: output.rowStride * 4,
    near: near.size,
    ...shape,
  };
  return multiplyMatrices(fields, outer.size * near.size);
}
