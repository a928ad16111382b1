import { packFewRows, packRight, packRows } from "./matmul-pack";
import {
  BLOCK_INNER, FEW_ROWS, ROW_COLUMNS, TILE_COLUMNS, TILE_ROWS, tile, tileFew, tileRow,
} from "./matmul-tile";
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

/**
 * output = left·right, with the right operand in panels of 8 columns: packed before, or where it lies. A unit is one row of
 * the output. Strides in bytes; a panel's rows are `panelRowStride` apart, panels `panelStride`.
 */
@unmanaged
export class MultiplyRows {
  left: usize;
  leftRowStride: usize;
  leftColumnStride: usize;
  panels: usize;
  panelRowStride: usize;
  panelStride: usize;
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

/** Of some rows those at the end that smaller tiles do, or one that is not full. */
function restOf(rows: i32): i32 {
  const rest = rows % TILE_ROWS;
  return rest > 0 && rest <= 2 * FEW_ROWS - TILE_ROWS && rows > TILE_ROWS ? rest + TILE_ROWS : rest;
}

/** Rows of the next tile, where so many are left. */
function heightOf(left: i32): i32 {
  return left <= FEW_ROWS || left > TILE_ROWS ? FEW_ROWS : TILE_ROWS;
}

/** Where a tile of rows up to `to` begins: where all is added up at once, with rows that were done before, to be full. */
function startOf(job: MultiplyRows, row: i32, from: i32, to: i32, height: i32): i32 {
  return job.inner <= BLOCK_INNER ? max(from, min(row, to - height)) : row;
}

/** Rows [from, to) against every column, `depth` inner steps from `start`. */
function multiplyBlock(job: MultiplyRows, from: i32, to: i32, start: i32, depth: i32): void {
  if (to - from == 1) return multiplyRow(job, from, start, depth);
  const full = to - restOf(to - from), stepBytes = <usize>depth * 4;
  const left = job.left + <usize>start * job.leftColumnStride;
  let panel = scratch;
  for (let row = from; row < full; row += TILE_ROWS) {
    packRows(left + <usize>row * job.leftRowStride, job.leftColumnStride, job.leftRowStride, depth, TILE_ROWS, panel);
    panel += stepBytes * TILE_ROWS;
  }
  for (let row = full; row < to;) {
    const height = heightOf(to - row), first = startOf(job, row, from, to, height), present = min(height, to - first);
    const source = left + <usize>first * job.leftRowStride;
    if (height == TILE_ROWS) packRows(source, job.leftColumnStride, job.leftRowStride, depth, present, panel);
    else packFewRows(source, job.leftColumnStride, job.leftRowStride, depth, present, panel);
    panel += stepBytes * height;
    row += height;
  }
  const edge = panel, below = job.panelRowStride;
  for (let column = 0; column < job.columns; column += TILE_COLUMNS) {
    const right = job.panels + <usize>(column / TILE_COLUMNS) * job.panelStride + <usize>start * below;
    const output = job.output + <usize>column * 4, stride = job.outputRowStride;
    const width = min(TILE_COLUMNS, job.columns - column);
    const isDirect = start == 0 && width == TILE_COLUMNS;
    panel = scratch;
    for (let row = from; row < full; row += TILE_ROWS) {
      if (isDirect) tile(panel, right, below, depth, output + <usize>row * stride, stride);
      else {
        tile(panel, right, below, depth, edge, TILE_COLUMNS * 4);
        put(edge, output + <usize>row * stride, stride, TILE_ROWS, width, start == 0);
      }
      panel += stepBytes * TILE_ROWS;
    }
    for (let row = full; row < to;) {
      const height = heightOf(to - row), first = startOf(job, row, from, to, height), present = min(height, to - first);
      const target = output + <usize>first * stride;
      if (height == FEW_ROWS && present == FEW_ROWS && isDirect) tileFew(panel, right, below, depth, target, stride);
      else {
        if (height == TILE_ROWS) tile(panel, right, below, depth, edge, TILE_COLUMNS * 4);
        else tileFew(panel, right, below, depth, edge, TILE_COLUMNS * 4);
        put(edge, target, stride, present, width, start == 0);
      }
      panel += stepBytes * height;
      row += height;
    }
  }
}

/** Brings the present part of a tile to the output. */
function put(edge: usize, output: usize, stride: usize, height: i32, width: i32, isFirst: bool): void {
  if (isFirst) copyTile(edge, output, stride, height, width);
  else addTile(edge, output, stride, height, width);
}

/** A row by itself, as of a single picture: none is packed, and no row of a tile is empty. */
function multiplyRow(job: MultiplyRows, row: i32, start: i32, depth: i32): void {
  const left = job.left + <usize>row * job.leftRowStride + <usize>start * job.leftColumnStride;
  const apart = job.panelStride, below = job.panelRowStride;
  let right = job.panels + <usize>start * below;
  const last = right + <usize>((job.columns - 1) / TILE_COLUMNS) * apart;
  let output = job.output + <usize>row * job.outputRowStride;
  for (let column = 0; column < job.columns; column += ROW_COLUMNS) {
    const width = min(ROW_COLUMNS, job.columns - column);
    tileRow(left, job.leftColumnStride, right, below, apart, last, depth, scratch);
    if (start == 0) memory.copy(output, scratch, <usize>width << 2);
    else addRow(scratch, output, width);
    right += ROW_COLUMNS / TILE_COLUMNS * apart;
    output += ROW_COLUMNS * 4;
  }
}

function copyTile(from: usize, to: usize, stride: usize, height: i32, width: i32): void {
  for (let row = 0; row < height; row++) {
    if (width == TILE_COLUMNS) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    } else memory.copy(to, from, <usize>width << 2);
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
