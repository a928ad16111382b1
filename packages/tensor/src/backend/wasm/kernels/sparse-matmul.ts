import { type Instruction, multiplySparseColumns, multiplySparseRows, packRows } from "./instructions.js";
import type { Matrix } from "./matmul.js";

/**
 * Rows that are mostly zero, side by side within a row: float32, or bytes of a data set that stand for
 * byte·multiplier/divisor. `index` is the address of u32 row numbers, 0 for all rows in order; `rowStride` in elements.
 */
export interface SparseRows {
  readonly address: number;
  readonly rowStride: number;
  readonly index: number;
  readonly scale: { readonly multiplier: number; readonly divisor: number } | null;
}

export interface SparseShape {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

const PACK_ROWS = 16;
const UNIT_COLUMNS = 16;
const LARGEST_TILE = 13;
const VALUES_ENTRIES = 65536;
const SLACK = 16;

/** Bytes between packed rows: the columns in tiles of 13, 12, 8 and 4 vectors; sparse-tile.ts in assembly/ splits alike. */
function packedStride(columns: number): number {
  let stride = 0;
  for (let vectors = Math.ceil(columns / 4); vectors > 0; ) {
    const even = Math.ceil(vectors / Math.ceil(vectors / LARGEST_TILE));
    const width = even > 12 ? 13 : even > 8 ? 12 : even > 4 ? 8 : 4;
    stride += width * 16;
    vectors -= width;
  }
  return stride;
}

function packedBytes(inner: number, columns: number): number {
  return inner * packedStride(columns);
}

/** Bytes that the packed right operand and its flags take. */
export function sparsePackedBytes(inner: number, columns: number): number {
  return packedBytes(inner, columns) + Math.ceil(inner / PACK_ROWS) * 4;
}

/** Whether sparseMatmul can do this: the lists of one row fit the threads' scratch. */
export function sparseMatmulFits({ inner }: SparseShape): boolean {
  return inner + SLACK <= VALUES_ENTRIES;
}

/** Whether sparseMatmulTransposed can do this: 16 lists of all rows fit the threads' scratch. */
export function sparseMatmulTransposedFits({ rows }: SparseShape): boolean {
  return (rows + SLACK) * UNIT_COLUMNS <= VALUES_ENTRIES;
}

function packing(right: Matrix, inner: number, columns: number, room: number) {
  const stride = packedStride(columns);
  const flags = room + packedBytes(inner, columns);
  const packed = right.columnStride === 1 && right.rowStride * 4 === stride ? right.address : room;
  const instruction = packRows(
    {
      right: right.address,
      rightRowStride: right.rowStride * 4,
      rightColumnStride: right.columnStride * 4,
      inner,
      columns,
      packed,
      packedStride: stride,
      flags,
    },
    Math.ceil(inner / PACK_ROWS),
  );
  return { instruction, fields: { packed, packedStride: stride, flags, inner, columns } };
}

function leftFields({ address, rowStride, index, scale }: SparseRows) {
  return {
    left: address,
    leftStride: rowStride * (scale === null ? 4 : 1),
    index,
    bytes: scale !== null,
    multiplier: scale?.multiplier ?? 1,
    divisor: scale?.divisor ?? 1,
  };
}

/**
 * output = left·right, the zeros of left [rows, inner] left out, with right [inner, columns]. The same bits as `matmul`:
 * where right has a value that isn't finite nothing is left out, so that 0·∞ is NaN here too.
 * `packed` has room for `sparsePackedBytes(inner, columns)`.
 */
export function sparseMatmul(
  shape: SparseShape,
  left: SparseRows,
  right: Matrix,
  output: { readonly address: number; readonly rowStride: number },
  packed: number,
): Instruction[] {
  const { rows, inner, columns } = shape;
  if (rows === 0 || columns === 0) return [];
  const { instruction, fields } = packing(right, inner, columns, packed);
  const multiplying = multiplySparseRows(
    { ...leftFields(left), ...fields, output: output.address, outputStride: output.rowStride * 4 },
    rows,
  );
  return [instruction, multiplying];
}

/**
 * output = leftᵀ·right, the zeros of left [rows, inner] left out, with right [rows, columns] and output [inner, columns];
 * one of the output's strides is 1. `packed` has room for `sparsePackedBytes(rows, columns)`.
 */
export function sparseMatmulTransposed(
  shape: SparseShape,
  left: SparseRows,
  right: Matrix,
  output: Matrix,
  packed: number,
): Instruction[] {
  const { rows, inner, columns } = shape;
  if (inner === 0 || columns === 0) return [];
  const { instruction, fields } = packing(right, rows, columns, packed);
  const multiplying = multiplySparseColumns(
    {
      ...leftFields(left),
      ...fields,
      output: output.address,
      outputRowStride: output.rowStride * 4,
      outputColumnStride: output.columnStride * 4,
      rows,
      inner,
    },
    Math.ceil(inner / UNIT_COLUMNS),
  );
  return [instruction, multiplying];
}
