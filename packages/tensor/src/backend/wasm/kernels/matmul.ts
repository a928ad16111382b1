import type { Instruction } from "./instructions.js";
import { multiplyRow, multiplyRows, packColumns, ROW_GROUP } from "./instructions.js";

/** A matrix in linear memory; strides in elements. */
export interface Matrix {
  readonly address: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

export interface MatmulShape {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

const TILE_COLUMNS = 8;

/** Bytes that packing the right operand takes. */
export function panelBytes({ inner, columns }: MatmulShape): number {
  return Math.ceil(columns / TILE_COLUMNS) * TILE_COLUMNS * inner * 4;
}

/** Whether one row meets a matrix that a kernel reads where it lies, with no need of panels. */
function isOneRow({ rows, columns }: MatmulShape, { rowStride, columnStride }: Matrix): boolean {
  return rows === 1 && columns >= ROW_GROUP && (rowStride === 1 || columnStride === 1);
}

function transposed({ address, rowStride, columnStride }: Matrix): Matrix {
  return { address, rowStride: columnStride, columnStride: rowStride };
}

function row(left: Matrix, right: Matrix, { inner, columns }: MatmulShape, output: number): Instruction {
  const fields = {
    left: left.address,
    leftStride: left.columnStride * 4,
    right: right.address,
    rightRowStride: right.rowStride * 4,
    rightColumnStride: right.columnStride * 4,
    output,
    inner,
    columns,
  };
  return multiplyRow(fields, Math.ceil(columns / ROW_GROUP));
}

/**
 * output = left·right for float32 matrices: left [rows, inner], right [inner, columns], output [rows, columns] with
 * neighbouring columns side by side. `panels` has room for `panelBytes(shape)`.
 */
export function matmul(
  shape: MatmulShape,
  left: Matrix,
  right: Matrix,
  output: { readonly address: number; readonly rowStride: number },
  panels: number,
): Instruction[] {
  const { rows, inner, columns } = shape;
  if (rows === 0 || columns === 0) return [];
  if (isOneRow(shape, right)) return [row(left, right, shape, output.address)];
  // One column is a row of the transposed product.
  const turned = { rows: columns, inner, columns: rows };
  if (output.rowStride === 1 && isOneRow(turned, transposed(left)))
    return [row(transposed(right), transposed(left), turned, output.address)];
  const packing = packColumns(
    {
      right: right.address,
      rightRowStride: right.rowStride * 4,
      rightColumnStride: right.columnStride * 4,
      inner,
      columns,
      panels,
    },
    Math.ceil(columns / TILE_COLUMNS),
  );
  const multiplying = multiplyRows(
    {
      left: left.address,
      leftRowStride: left.rowStride * 4,
      leftColumnStride: left.columnStride * 4,
      panels,
      panelRowStride: TILE_COLUMNS * 4,
      panelStride: TILE_COLUMNS * 4 * inner,
      output: output.address,
      outputRowStride: output.rowStride * 4,
      inner,
      columns,
    },
    rows,
  );
  return [packing, multiplying];
}
