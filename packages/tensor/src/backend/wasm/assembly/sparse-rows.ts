import { BLOCK_INNER } from "./matmul-tile";
import { SLACK, VALUES, appendFour, findBytes, fourOffsets, widen } from "./sparse-list";
import { mayLeaveOut } from "./sparse-pack";
import { sparseTile, tileWidth } from "./sparse-tile";
import { scratch } from "./scratch";
import { addRow } from "./vector";

/** Lists, offsets and values; behind them the marks between lists, then a tile. */
const MARKS: usize = VALUES * 2;
const TILE: usize = MARKS + 65536;
const FOUND: usize = TILE + 256;

/** Rows whose lists are built before any is multiplied, so that a tile's part of the right operand stays in cache. */
const GROUP_ROWS: i32 = 64;

/**
 * output[row] = Σ left[row, k]·right[k], zeros on the left left out. The left operand is float32 rows, or bytes gathered
 * by index: left[row, k] = bytes[index[row], k]·multiplier/divisor. The right one was packed by packRows. A unit is a row.
 */
@unmanaged
class MultiplySparseRows {
  left: usize;
  leftStride: usize;
  /** Addresses of u32 row numbers; 0 where rows are taken in order. */
  index: usize;
  bytes: bool;
  multiplier: f32;
  divisor: f32;
  packed: usize;
  packedStride: i32;
  flags: usize;
  output: usize;
  outputStride: usize;
  inner: i32;
  columns: i32;
}

export function multiplySparseRows(pointer: usize, from: i32, to: i32): void {
  const job = changetype<MultiplySparseRows>(pointer);
  const keep = mayLeaveOut(job.flags, job.inner) ? 0 : 0xffff;
  const group = max(1, min(GROUP_ROWS, <i32>(VALUES / 4) / (job.inner + SLACK)));
  for (let row = from; row < to; row += group) multiplyGroup(job, row, min(to, row + group), keep);
}

function multiplyGroup(job: MultiplySparseRows, from: i32, to: i32, keep: i32): void {
  const blocks = (job.inner + BLOCK_INNER - 1) / BLOCK_INNER;
  touchRows(job, from, to);
  let end = scratch;
  let mark = scratch + MARKS;
  for (let row = from; row < to; row++) {
    const source = job.left + rowNumber(job.index, row) * job.leftStride;
    for (let k = 0; k < job.inner; k += BLOCK_INNER) {
      store<usize>(mark, end);
      mark += 4;
      const stop = min(job.inner, k + BLOCK_INNER);
      end = job.bytes ? listBytes(job, source, k, stop, end, keep) : listFloats(job, source, k, stop, end, keep);
    }
  }
  store<usize>(mark, end);
  const markStep = <usize>blocks * 4;
  for (let block = 0; block < blocks; block++) {
    let vectors = (job.columns + 3) >> 2;
    for (let at: usize = 0; vectors > 0; ) {
      const width = tileWidth(vectors);
      mark = scratch + MARKS + <usize>block * 4;
      for (let row = from; row < to; row++) {
        const output = job.output + <usize>row * job.outputStride + at;
        const columns = min(width << 2, job.columns - <i32>(at >> 2));
        const direct = block == 0 && columns == width << 2;
        const sums = direct ? output : scratch + TILE;
        sparseTile(width, load<usize>(mark), load<usize>(mark, 4), job.packed + at, sums);
        if (block > 0) addRow(sums, output, columns);
        else if (!direct) memory.copy(output, sums, <usize>columns << 2);
        mark += markStep;
      }
      vectors -= width;
      at += <usize>width * 16;
    }
  }
}

/**
 * Reads a word of every cache line of rows that lie anywhere: reads that wait for nothing reach memory together, where
 * the lists, one row after the other, would wait for each.
 */
function touchRows(job: MultiplySparseRows, from: i32, to: i32): void {
  if (!job.index) return;
  let sum: u32 = 0;
  for (let row = from; row < to; row++) {
    const source = job.left + rowNumber(job.index, row) * job.leftStride;
    for (let at: usize = 0; at < job.leftStride; at += 64) sum += load<u32>(source + at);
  }
  store<u32>(scratch + TILE, sum);
}

/** @inline */
function rowNumber(index: usize, row: i32): usize {
  return index ? <usize>load<u32>(index + (<usize>row << 2)) : <usize>row;
}

/** Of the lanes from k on, those before `stop`. @inline */
function lanesBefore(stop: i32, k: i32, lanes: i32): i32 {
  return stop - k >= lanes ? (1 << lanes) - 1 : (1 << (stop - k)) - 1;
}

function listBytes(job: MultiplySparseRows, source: usize, from: i32, to: i32, end: usize, keep: i32): usize {
  const zero = i8x16.splat(0);
  let count: usize = 0;
  for (let k = from; k < to; k += 16) {
    const bytes = v128.load(source + k);
    const mask = (i8x16.bitmask(i8x16.ne(bytes, zero)) | keep) & lanesBefore(to, k, 16);
    if (mask) count = findBytes(scratch + FOUND, count, mask, k, bytes);
  }
  return widen(scratch + FOUND, 0, count, end, job.packedStride, job.multiplier, job.divisor);
}

function listFloats(job: MultiplySparseRows, source: usize, from: i32, to: i32, end: usize, keep: i32): usize {
  const zero = f32x4.splat(0);
  const stride = i32x4.splat(job.packedStride * 4);
  let offsets = fourOffsets(from * job.packedStride, job.packedStride);
  for (let k = from; k < to; k += 4) {
    const values = v128.load(source + (<usize>k << 2));
    const mask = (i32x4.bitmask(f32x4.ne(values, zero)) | keep) & lanesBefore(to, k, 4);
    if (mask) end = appendFour(end, mask, offsets, values);
    offsets = i32x4.add(offsets, stride);
  }
  return end;
}
