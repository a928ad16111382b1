import type { Kernels } from "../engine/module.js";
import { type MatmulShape, type Matrix, matmul, panelBytes } from "../kernels/matmul.js";
import {
  sparseMatmul,
  sparseMatmulFits,
  sparseMatmulTransposed,
  sparseMatmulTransposedFits,
  sparsePackedBytes,
} from "../kernels/sparse-matmul.js";

/**
 * A matrix in a typed array; strides in elements, and `data` begins at its first element. It is asked for late, as an
 * array over linear memory is another one after that has grown.
 */
export interface EagerMatrix {
  readonly data: Float32Array;
  readonly rowStride: number;
  readonly columnStride: number;
}

type Five = [number, number, number, number, number];
const PROGRAM_BYTES = 256;

/** Elements looked at to tell whether a matrix is mostly zero, and the share of zeros that makes it so. */
const SAMPLE = 509;
const MOSTLY = 0.6;
/** Multiplications below which looking costs more than it may save. */
const WORTH_LOOKING = 1 << 20;

/**
 * Writes left·right, row-major, to the beginning of `output`. Operands are copied in and the result out. Where the left one
 * is mostly zero (pictures) its zeros are left out, which changes no bit of the result.
 */
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
  const packed = Math.max(panelBytes(shape), sparsePackedBytes(inner, columns));
  const sizes = [leftLength * 4, rightLength * 4, rows * columns * 4, packed, PROGRAM_BYTES];
  const [leftAt, rightAt, outputAt, panels, program] = kernels.eagerScratch.lay(sizes) as Five;
  const { floats } = kernels;
  const values = left.data.subarray(0, leftLength);
  floats.set(values, leftAt / 4);
  floats.set(right.data.subarray(0, rightLength), rightAt / 4);
  const a = { ...left, address: leftAt };
  const b = { ...right, address: rightAt };
  const skips = rows * inner * columns >= WORTH_LOOKING && isMostlyZero(values);
  const sparse = skips ? sparseInstructions(shape, a, b, outputAt, panels) : null;
  const instructions = sparse ?? matmul(shape, a, b, { address: outputAt, rowStride: columns }, panels);
  kernels.runOnce(instructions, program);
  output.data.set(floats.subarray(outputAt / 4, outputAt / 4 + rows * columns));
}

function sparseInstructions(shape: MatmulShape, left: Matrix, right: Matrix, output: number, packed: number) {
  const { rows, inner, columns } = shape;
  const source = { address: left.address, index: 0, scale: null };
  if (left.columnStride === 1 && sparseMatmulFits(shape)) {
    const target = { address: output, rowStride: columns };
    return sparseMatmul(shape, { ...source, rowStride: left.rowStride }, right, target, packed);
  }
  const turned = { rows: inner, inner: rows, columns };
  if (left.rowStride === 1 && sparseMatmulTransposedFits(turned)) {
    const target = { address: output, rowStride: columns, columnStride: 1 };
    return sparseMatmulTransposed(turned, { ...source, rowStride: left.columnStride }, right, target, packed);
  }
  return null;
}

function isMostlyZero(values: Float32Array): boolean {
  const step = values.length / SAMPLE;
  let zeros = 0;
  for (let i = 0; i < SAMPLE; i++) if (values[Math.floor(i * step)] === 0) zeros++;
  return zeros > MOSTLY * SAMPLE;
}

/** Elements from the first to the last of a strided matrix. */
function extent({ rowStride, columnStride }: EagerMatrix, rows: number, columns: number): number {
  return rows === 0 || columns === 0 ? 0 : (rows - 1) * rowStride + (columns - 1) * columnStride + 1;
}
