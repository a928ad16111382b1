import { BLOCK_INNER } from "./matmul-tile";
import { SLACK, VALUES, appendFour, findBytes, fourOffsets, widen } from "./sparse-list";
import { mayLeaveOut } from "./sparse-pack";
import { sparseTile, tileWidth } from "./sparse-tile";
import { scratch } from "./scratch";
import { transposeBytes } from "./transpose-bytes";
import { addRow, interleaveHigh, interleaveLow, joinHigh, joinLow } from "./vector";

/** Columns of the left operand, rows of the output, that one unit does. */
const UNIT: i32 = 16;
/**
 * Behind the lists, their ends, where their blocks begin, 16 transposed rows of bytes, 16 rows of
 * one tile, and the sums of a block.
 */
const ENDS: usize = VALUES * 2;
const MARKS: usize = ENDS + 64;
const BYTES_BLOCK: usize = MARKS + 1024;
const TILE: usize = BYTES_BLOCK + 512;
const TILE_STRIDE: usize = 13 * 16;
const SUMS: usize = TILE + 16 * TILE_STRIDE;
const FOUND: usize = SUMS + 256;

/**
 * output[k] = Σ left[row, k]·right[row] over the rows, zeros on the left left out: leftᵀ·right. Operands as in
 * multiplySparseRows, `rows` at most 4,000. A unit is 16 columns of the left operand. The output may be turned: strides
 * in bytes between neighbours along k and along the right operand's columns, one of them 4.
 */
@unmanaged
class MultiplySparseColumns {
  left: usize;
  leftStride: usize;
  index: usize;
  bytes: bool;
  multiplier: f32;
  divisor: f32;
  packed: usize;
  packedStride: i32;
  flags: usize;
  output: usize;
  outputRowStride: usize;
  outputColumnStride: usize;
  rows: i32;
  inner: i32;
  columns: i32;
}

export function multiplySparseColumns(pointer: usize, from: i32, to: i32): void {
  const job = changetype<MultiplySparseColumns>(pointer);
  const keep = mayLeaveOut(job.flags, job.rows) ? 0 : 0xffff;
  const room = <usize>(job.rows + SLACK) << 2;
  const blocks = (job.rows + BLOCK_INNER - 1) / BLOCK_INNER;
  for (let unit = from; unit < to; unit++) {
    const column = unit * UNIT;
    const present = min(UNIT, job.inner - column);
    for (let i: usize = 0; i < <usize>UNIT; i++) store<usize>(scratch + ENDS + (i << 2), scratch + i * room);
    if (job.bytes) listBytes(job, column, keep, room);
    else listFloats(job, column, keep, room);
    let vectors = (job.columns + 3) >> 2;
    for (let at = 0; vectors > 0; ) {
      const width = tileWidth(vectors);
      for (let i: usize = 0; i < <usize>present; i++) {
        multiplyList(width, scratch + i * room, blocks, i, job.packed + (<usize>at << 2));
      }
      const output = job.output + <usize>column * job.outputRowStride + <usize>at * job.outputColumnStride;
      storeTile(job, output, present, min(width * 4, job.columns - at));
      vectors -= width;
      at += width * 4;
    }
  }
}

/** A row of the tile: the sums over the list's blocks. */
function multiplyList(width: i32, list: usize, blocks: i32, i: usize, right: usize): void {
  const target = scratch + TILE + i * TILE_STRIDE;
  const sums = scratch + SUMS;
  const end = load<usize>(scratch + ENDS + (i << 2));
  let begin = list;
  for (let block = 1; block <= blocks; block++) {
    const stop = block < blocks ? list + load<usize>(markOf(block, i)) : end;
    sparseTile(width, begin, stop, right, block == 1 ? target : sums);
    if (block > 1) addRow(sums, target, width << 2);
    begin = stop;
  }
}

/** Where is written how many bytes of a list lie before a block. @inline */
function markOf(block: i32, i: usize): usize {
  return scratch + MARKS + ((<usize>block << 4) + i << 2);
}

/** @inline */
function rowOf(job: MultiplySparseColumns, row: i32): usize {
  const number = job.index ? <usize>load<u32>(job.index + (<usize>row << 2)) : <usize>row;
  return job.left + number * job.leftStride;
}

/** 16 rows of 16 bytes at a time, transposed, so that each list grows by whole vectors. */
function listBytes(job: MultiplySparseColumns, column: i32, keep: i32, room: usize): void {
  const zero = i8x16.splat(0);
  const found = scratch + FOUND;
  const foundRoom = room >> 2;
  for (let i: usize = 0; i < <usize>UNIT; i++) store<usize>(scratch + ENDS + (i << 2), i * foundRoom);
  for (let row = 0; row < job.rows; row += 16) {
    if (row % BLOCK_INNER == 0) {
      for (let i: usize = 0; i < <usize>UNIT; i++) {
        store<usize>(markOf(row / BLOCK_INNER, i), (load<usize>(scratch + ENDS + (i << 2)) - i * foundRoom) << 2);
      }
    }
    const present = min(16, job.rows - row);
    const valid = (1 << present) - 1;
    let any = zero;
    for (let i = 0; i < 16; i++) {
      const bytes = v128.load(rowOf(job, row + min(i, present - 1)) + column);
      any = v128.or(any, bytes);
      v128.store(scratch + BYTES_BLOCK + (<usize>i << 4), bytes);
    }
    if (!v128.any_true(any) && !keep) continue;
    transposeBytes(scratch + BYTES_BLOCK);
    for (let i: usize = 0; i < <usize>UNIT; i++) {
      const bytes = v128.load(scratch + BYTES_BLOCK + (i << 4));
      const mask = (i8x16.bitmask(i8x16.ne(bytes, zero)) | keep) & valid;
      if (!mask) continue;
      const end = scratch + ENDS + (i << 2);
      store<usize>(end, findBytes(found, load<usize>(end), mask, row, bytes));
    }
  }
  for (let i: usize = 0; i < <usize>UNIT; i++) {
    const end = scratch + ENDS + (i << 2);
    const first = i * foundRoom;
    const count = load<usize>(end) - first;
    const list = scratch + i * room;
    store<usize>(end, widen(found, first, count, list, job.packedStride, job.multiplier, job.divisor));
  }
}

/** 4×4 blocks of float32, transposed in registers. */
function listFloats(job: MultiplySparseColumns, column: i32, keep: i32, room: usize): void {
  for (let row = 0; row < job.rows; row += 4) {
    if (row % BLOCK_INNER == 0) {
      for (let i: usize = 0; i < <usize>UNIT; i++) {
        store<usize>(markOf(row / BLOCK_INNER, i), load<usize>(scratch + ENDS + (i << 2)) - (scratch + i * room));
      }
    }
    const present = min(4, job.rows - row);
    const valid = (1 << present) - 1;
    const last = present - 1;
    const offsets = fourOffsets(row * job.packedStride, job.packedStride);
    for (let i = 0; i < UNIT && column + i < job.inner; i += 4) {
      const at = <usize>(column + i) << 2;
      const r0 = v128.load(rowOf(job, row) + at), r1 = v128.load(rowOf(job, row + min(1, last)) + at);
      const r2 = v128.load(rowOf(job, row + min(2, last)) + at), r3 = v128.load(rowOf(job, row + last) + at);
      const low01 = interleaveLow(r0, r1), low23 = interleaveLow(r2, r3);
      const high01 = interleaveHigh(r0, r1), high23 = interleaveHigh(r2, r3);
      const end = scratch + ENDS + (<usize>i << 2);
      append(end, offsets, joinLow(low01, low23), valid, keep);
      append(end + 4, offsets, joinHigh(low01, low23), valid, keep);
      append(end + 8, offsets, joinLow(high01, high23), valid, keep);
      append(end + 12, offsets, joinHigh(high01, high23), valid, keep);
    }
  }
}

/** @inline */
function append(end: usize, offsets: v128, values: v128, valid: i32, keep: i32): void {
  const mask = (i32x4.bitmask(f32x4.ne(values, f32x4.splat(0))) | keep) & valid;
  if (mask) store<usize>(end, appendFour(load<usize>(end), mask, offsets, values));
}

/** `present` rows of `width` columns from the tile's scratch to the output. */
function storeTile(job: MultiplySparseColumns, output: usize, present: i32, width: i32): void {
  const tile = scratch + TILE;
  let column = 0;
  if (job.outputColumnStride == 4) {
    for (; column + 4 <= width; column += 4) {
      const at = <usize>column << 2;
      for (let i: usize = 0; i < <usize>present; i++) {
        v128.store(output + i * job.outputRowStride + at, v128.load(tile + i * TILE_STRIDE + at));
      }
    }
  } else if (present == UNIT && job.outputRowStride == 4) {
    for (; column + 4 <= width; column += 4) {
      const target = output + <usize>column * job.outputColumnStride;
      storeFourColumns(tile + (<usize>column << 2), target, job.outputColumnStride);
    }
  }
  for (; column < width; column++) {
    for (let i: usize = 0; i < <usize>present; i++) {
      const target = output + i * job.outputRowStride + <usize>column * job.outputColumnStride;
      const value = v128.load32_splat(tile + i * TILE_STRIDE + (<usize>column << 2));
      v128.store32_lane(target, value, 0);
    }
  }
}

/** Four columns of the tile's 16 rows, each to 16 neighbours of the turned output. */
function storeFourColumns(tile: usize, output: usize, stride: usize): void {
  for (let i = 0; i < UNIT; i += 4) {
    const r0 = v128.load(tile), r1 = v128.load(tile, TILE_STRIDE);
    const r2 = v128.load(tile, TILE_STRIDE * 2), r3 = v128.load(tile, TILE_STRIDE * 3);
    const low01 = interleaveLow(r0, r1), low23 = interleaveLow(r2, r3);
    const high01 = interleaveHigh(r0, r1), high23 = interleaveHigh(r2, r3);
    v128.store(output, joinLow(low01, low23));
    v128.store(output + stride, joinHigh(low01, low23));
    v128.store(output + stride * 2, joinLow(high01, high23));
    v128.store(output + stride * 3, joinHigh(high01, high23));
    tile += TILE_STRIDE * 4;
    output += 16;
  }
}
