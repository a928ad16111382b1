import { packLeft, packRight } from "./matmul-pack";
import { BLOCK_INNER, ROW_COLUMNS, TILE_COLUMNS, TILE_ROWS, tile, tileRow } from "./matmul-tile";
import { scratch } from "./scratch";
import { addRow } from "./vector";

/** Row panels a block: 10 of them, 94 KiB, stay in the second-level cache. */
const BLOCK_PANELS: i32 = 10;

/** Packs the right operand into `panels`; a unit is one panel of 8 columns. Strides in bytes. */
@unmanaged
export class PackColumns {
  right: usize;
  rightRowStride: usize;
  rightColumnStride: usize;
  inner: i32;
  columns: i32;
  panels: usize;
}

export function packColumns(pointer: usize, from: i32, to: i32): void {
  const job = changetype<PackColumns>(pointer);
  for (let panel = from; panel < to; panel++) {
    const column = panel * TILE_COLUMNS;
    packRight(
      job.right + <usize>column * job.rightColumnStride, job.rightRowStride, job.rightColumnStride,
      job.inner, min(TILE_COLUMNS, job.columns - column),
      job.panels + <usize>panel * <usize>job.inner * (TILE_COLUMNS * 4),
    );
  }
}

/** output = left·right, with the right operand packed before; a unit is one row of the output. Strides in bytes. */
@unmanaged
export class MultiplyRows {
  left: usize;
  leftRowStride: usize;
  leftColumnStride: usize;
  panels: usize;
  output: usize;
  outputRowStride: usize;
  inner: i32;
  columns: i32;
}

export function multiplyRows(pointer: usize, from: i32, to: i32): void {
  const job = changetype<MultiplyRows>(pointer);
  if (job.inner == 0) {
    for (let row = from; row < to; row++) {
      memory.fill(job.output + <usize>row * job.outputRowStride, 0, <usize>job.columns * 4);
    }
    return;
  }
  for (let k = 0; k < job.inner; k += BLOCK_INNER) {
    for (let row = from; row < to; row += BLOCK_PANELS * TILE_ROWS) {
      multiplyBlock(job, row, min(to, row + BLOCK_PANELS * TILE_ROWS), k, min(BLOCK_INNER, job.inner - k));
    }
  }
}

/** Rows [from, to) against every column, `depth` inner steps from `start`. */
function multiplyBlock(job: MultiplyRows, from: i32, to: i32, start: i32, depth: i32): void {
  if (to - from == 1) return multiplyRow(job, from, start, depth);
  const panelBytes = <usize>depth * (TILE_ROWS * 4);
  let panel = scratch;
  for (let row = from; row < to; row += TILE_ROWS) {
    const source = job.left + <usize>row * job.leftRowStride + <usize>start * job.leftColumnStride;
    packLeft(source, job.leftColumnStride, job.leftRowStride, depth, min(TILE_ROWS, to - row), panel);
    panel += panelBytes;
  }
  const edge = panel;
  for (let column = 0; column < job.columns; column += TILE_COLUMNS) {
    const right = job.panels + (<usize>column * <usize>job.inner + <usize>start * TILE_COLUMNS) * 4;
    const width = min(TILE_COLUMNS, job.columns - column);
    panel = scratch;
    for (let row = from; row < to; row += TILE_ROWS) {
      const output = job.output + <usize>row * job.outputRowStride + <usize>column * 4;
      const height = min(TILE_ROWS, to - row);
      if (start == 0 && height == TILE_ROWS && width == TILE_COLUMNS) {
        tile(panel, right, depth, output, job.outputRowStride);
      } else {
        tile(panel, right, depth, edge, TILE_COLUMNS * 4);
        if (start == 0) copyTile(edge, output, job.outputRowStride, height, width);
        else addTile(edge, output, job.outputRowStride, height, width);
      }
      panel += panelBytes;
    }
  }
}

/** A row by itself, as of a single picture: none is packed, and no row of a tile is empty. */
function multiplyRow(job: MultiplyRows, row: i32, start: i32, depth: i32): void {
  const left = job.left + <usize>row * job.leftRowStride + <usize>start * job.leftColumnStride;
  const panelBytes = <usize>job.inner * (TILE_COLUMNS * 4);
  let right = job.panels + <usize>start * (TILE_COLUMNS * 4);
  const last = right + <usize>((job.columns - 1) / TILE_COLUMNS) * panelBytes;
  let output = job.output + <usize>row * job.outputRowStride;
  for (let column = 0; column < job.columns; column += ROW_COLUMNS) {
    const width = min(ROW_COLUMNS, job.columns - column);
    tileRow(left, job.leftColumnStride, right, panelBytes, last, depth, scratch);
    if (start == 0) memory.copy(output, scratch, <usize>width << 2);
    else addRow(scratch, output, width);
    right += ROW_COLUMNS / TILE_COLUMNS * panelBytes;
    output += ROW_COLUMNS * 4;
  }
}

function copyTile(from: usize, to: usize, stride: usize, height: i32, width: i32): void {
  for (let row = 0; row < height; row++) {
    memory.copy(to, from, <usize>width << 2);
    from += TILE_COLUMNS * 4;
    to += stride;
  }
}

function addTile(from: usize, to: usize, stride: usize, height: i32, width: i32): void {
  for (let row = 0; row < height; row++) {
    addRow(from, to, width);
    from += TILE_COLUMNS * 4;
    to += stride;
  }
}
