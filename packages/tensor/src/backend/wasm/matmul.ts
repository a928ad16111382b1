import type { Instruction } from "./instructions.js";
import { multiplyRows, packColumns } from "./instructions.js";
import type { Kernels } from "./module.js";

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

/**
 * output (+)= left·right for float32 matrices: left [rows, inner], right [inner, columns], output [rows, columns] with
 * neighbouring columns side by side. `panels` has room for `panelBytes(shape)`.
 */
export function matmul(
  shape: MatmulShape,
  left: Matrix,
  right: Matrix,
  output: { readonly address: number; readonly rowStride: number },
  panels: number,
  accumulate = false,
): Instruction[] {
  const { rows, inner, columns } = shape;
  if (rows === 0 || columns === 0) return [];
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
      output: output.address,
      outputRowStride: output.rowStride * 4,
      inner,
      columns,
      accumulate,
    },
    rows,
  );
  return [packing, multiplying];
}

/**
 * A matrix in a typed array; strides in elements, and `data` begins at its first element. It is asked for late, as an
 * array over linear memory is another one after that has grown.
 */
export interface EagerMatrix {
  readonly data: Float32Array;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** Writes left·right, row-major, to the beginning of `output`. Operands are copied in and the result out. */
export function matmulEager(
  kernels: Kernels,
  shape: MatmulShape,
  left: EagerMatrix,
  right: EagerMatrix,
  output: Pick<EagerMatrix, "data">,
): void {
  const { rows, inner, columns } = shape;
  if (rows === 0 || columns === 0) return;
  const leftLength = extent(left, rows, inner);
  const rightLength = extent(right, inner, columns);
  const sizes = [leftLength * 4, rightLength * 4, rows * columns * 4, panelBytes(shape), PROGRAM_BYTES];
  const [leftAt, rightAt, outputAt, panels, program] = kernels.eagerScratch.lay(sizes) as Five;
  const { floats } = kernels;
  floats.set(left.data.subarray(0, leftLength), leftAt / 4);
  floats.set(right.data.subarray(0, rightLength), rightAt / 4);
  const instructions = matmul(
    shape,
    { ...left, address: leftAt },
    { ...right, address: rightAt },
    { address: outputAt, rowStride: columns },
    panels,
  );
  kernels.runOnce(instructions, program);
  output.data.set(floats.subarray(outputAt / 4, outputAt / 4 + rows * columns));
}

type Five = [number, number, number, number, number];
const PROGRAM_BYTES = 256;

/** Elements from the first to the last of a strided matrix. */
function extent({ rowStride, columnStride }: EagerMatrix, rows: number, columns: number): number {
  return rows === 0 || columns === 0 ? 0 : (rows - 1) * rowStride + (columns - 1) * columnStride + 1;
}
