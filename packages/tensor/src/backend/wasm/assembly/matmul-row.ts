import { BLOCK_INNER } from "./matmul-tile";
import { scratch } from "./scratch";
import { interleaveHigh, interleaveLow, joinHigh, joinLow, multiplyAdd } from "./vector";

/** Columns of one unit. */
const GROUP: i32 = 16;

/**
 * output = one row times a matrix that is read where it lies, as packing it takes longer than multiplying it by a single
 * row. The matrix has neighbours side by side along its rows or its columns, of which there are at least 16. A unit is 16
 * columns; the last unit's are the last 16. Strides in bytes.
 */
@unmanaged
class MultiplyRow {
  left: usize;
  leftStride: usize;
  right: usize;
  rightRowStride: usize;
  rightColumnStride: usize;
  output: usize;
  inner: i32;
  columns: i32;
}

export function multiplyRow(pointer: usize, from: i32, to: i32): void {
  const job = changetype<MultiplyRow>(pointer);
  for (let unit = from; unit < to; unit++) {
    const column = min(unit * GROUP, job.columns - GROUP);
    multiplyGroup(job, job.right + <usize>column * job.rightColumnStride);
    // Two units may write the same columns, and then the same sums: never parts of them.
    memory.copy(job.output + <usize>column * 4, scratch, GROUP * 4);
  }
}

/** 16 columns: the sums of the blocks, each a chain of multiply-adds, as in a tile. */
function multiplyGroup(job: MultiplyRow, right: usize): void {
  let left = job.left;
  memory.fill(scratch, 0, GROUP * 4);
  for (let start = 0; start < job.inner; start += BLOCK_INNER) {
    const depth = min(BLOCK_INNER, job.inner - start);
    if (job.rightColumnStride == 4) addAlongRows(left, job.leftStride, right, job.rightRowStride, depth, start == 0);
    else addAlongColumns(left, job.leftStride, right, job.rightColumnStride, depth, start == 0);
    left += <usize>depth * job.leftStride;
    right += <usize>depth * job.rightRowStride;
  }
}

/** Columns side by side. */
function addAlongRows(left: usize, stride: usize, right: usize, below: usize, depth: i32, isFirst: bool): void {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0;
  for (let k = 0; k < depth; k++) {
    const value = v128.load32_splat(left);
    a0 = multiplyAdd(value, v128.load(right), a0);
    a1 = multiplyAdd(value, v128.load(right, 16), a1);
    a2 = multiplyAdd(value, v128.load(right, 32), a2);
    a3 = multiplyAdd(value, v128.load(right, 48), a3);
    left += stride;
    right += below;
  }
  finish(a0, a1, a2, a3, isFirst);
}

/** Each column's elements side by side: 4×4 of them are transposed in registers. */
function addAlongColumns(left: usize, stride: usize, right: usize, across: usize, depth: i32, isFirst: bool): void {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0;
  const four = across * 4;
  let k = 0;
  for (; k + 4 <= depth; k += 4) {
    const x0 = v128.load32_splat(left), x1 = v128.load32_splat(left + stride);
    const x2 = v128.load32_splat(left + stride * 2), x3 = v128.load32_splat(left + stride * 3);
    a0 = addFour(a0, x0, x1, x2, x3, right, across);
    a1 = addFour(a1, x0, x1, x2, x3, right + four, across);
    a2 = addFour(a2, x0, x1, x2, x3, right + four * 2, across);
    a3 = addFour(a3, x0, x1, x2, x3, right + four * 3, across);
    left += stride * 4;
    right += 16;
  }
  for (; k < depth; k++) {
    const value = v128.load32_splat(left);
    a0 = multiplyAdd(value, elementsAt(right, across), a0);
    a1 = multiplyAdd(value, elementsAt(right + four, across), a1);
    a2 = multiplyAdd(value, elementsAt(right + four * 2, across), a2);
    a3 = multiplyAdd(value, elementsAt(right + four * 3, across), a3);
    left += stride;
    right += 4;
  }
  finish(a0, a1, a2, a3, isFirst);
}

/** Four steps of four columns, one after the other. @inline */
function addFour(sum: v128, x0: v128, x1: v128, x2: v128, x3: v128, right: usize, across: usize): v128 {
  const c0 = v128.load(right), c1 = v128.load(right + across);
  const c2 = v128.load(right + across * 2), c3 = v128.load(right + across * 3);
  const low01 = interleaveLow(c0, c1), low23 = interleaveLow(c2, c3);
  sum = multiplyAdd(x0, joinLow(low01, low23), sum);
  sum = multiplyAdd(x1, joinHigh(low01, low23), sum);
  const high01 = interleaveHigh(c0, c1), high23 = interleaveHigh(c2, c3);
  sum = multiplyAdd(x2, joinLow(high01, high23), sum);
  return multiplyAdd(x3, joinHigh(high01, high23), sum);
}

/** An element of each of four columns. @inline */
function elementsAt(address: usize, across: usize): v128 {
  let four = v128.load32_zero(address);
  four = v128.load32_lane(address + across, four, 1);
  four = v128.load32_lane(address + across * 2, four, 2);
  return v128.load32_lane(address + across * 3, four, 3);
}

/** @inline */
function finish(a0: v128, a1: v128, a2: v128, a3: v128, isFirst: bool): void {
  if (isFirst) {
    v128.store(scratch, a0);
    v128.store(scratch, a1, 16);
    v128.store(scratch, a2, 32);
    v128.store(scratch, a3, 48);
  } else {
    v128.store(scratch, f32x4.add(v128.load(scratch), a0));
    v128.store(scratch, f32x4.add(v128.load(scratch, 16), a1), 16);
    v128.store(scratch, f32x4.add(v128.load(scratch, 32), a2), 32);
    v128.store(scratch, f32x4.add(v128.load(scratch, 48), a3), 48);
  }
}
