import { multiplyAdd } from "./vector";

/**
 * Rows that one tile keeps in registers, beside 8 columns. Of the 15 registers that V8 hands out, 6×2 accumulators, two
 * columns and one broadcast take all; without a fused multiply-add the product needs one more, which leaves 5×2.
 */
export const TILE_ROWS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 5;
export const TILE_COLUMNS: i32 = 8;
/**
 * Terms that are added up one after the other; the sums of longer products are sums of such blocks, which keeps their error
 * near that of 400 terms. Every kernel that multiplies matrices has the same blocks, and so the same bits. A panel of this
 * depth, 12.5 KiB, stays in the first-level cache.
 */
export const BLOCK_INNER: i32 = 400;

/** Rows of the smaller tile: its eight sums are as many as keep the multiply-adds from waiting for one another. */
export const FEW_ROWS: i32 = 4;

/**
 * output[TILE_ROWS, 8] = left·right over `inner` steps, from a packed panel left[inner][TILE_ROWS] and 8 columns of the
 * right operand, whose rows are `below` bytes apart. Each element is one chain of multiply-adds in the order of the inner
 * axis. `stride` is the output's, in bytes.
 */
export function tile(left: usize, right: usize, below: usize, inner: i32, output: usize, stride: usize): void {
  multiplyTile(TILE_ROWS, left, right, below, inner, output, stride);
}

/** The same for a panel left[inner][FEW_ROWS]. */
export function tileFew(left: usize, right: usize, below: usize, inner: i32, output: usize, stride: usize): void {
  multiplyTile(FEW_ROWS, left, right, below, inner, output, stride);
}

/** A tile of 4 to 6 rows, written out for each number of them. @inline */
function multiplyTile(
  rows: i32, left: usize, right: usize, below: usize, inner: i32, output: usize, stride: usize,
): void {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0;
  let b0 = a0, b1 = a0, b2 = a0, b3 = a0, b4 = a0, b5 = a0;
  for (let k = 0; k < inner; k++) {
    const a = v128.load(right), b = v128.load(right, 16);
    const row0 = v128.load32_splat(left);
    a0 = multiplyAdd(row0, a, a0);
    b0 = multiplyAdd(row0, b, b0);
    const row1 = v128.load32_splat(left, 4);
    a1 = multiplyAdd(row1, a, a1);
    b1 = multiplyAdd(row1, b, b1);
    const row2 = v128.load32_splat(left, 8);
    a2 = multiplyAdd(row2, a, a2);
    b2 = multiplyAdd(row2, b, b2);
    const row3 = v128.load32_splat(left, 12);
    a3 = multiplyAdd(row3, a, a3);
    b3 = multiplyAdd(row3, b, b3);
    if (rows > 4) {
      const row4 = v128.load32_splat(left, 16);
      a4 = multiplyAdd(row4, a, a4);
      b4 = multiplyAdd(row4, b, b4);
    }
    if (rows > 5) {
      const row5 = v128.load32_splat(left, 20);
      a5 = multiplyAdd(row5, a, a5);
      b5 = multiplyAdd(row5, b, b5);
    }
    left += rows * 4;
    right += below;
  }
  finish(output, a0, b0);
  finish((output += stride), a1, b1);
  finish((output += stride), a2, b2);
  finish((output += stride), a3, b3);
  if (rows > 4) finish((output += stride), a4, b4);
  if (rows > 5) finish(output + stride, a5, b5);
}

/** Columns that one row meets at a time: as many sums as keep the multiply-adds from waiting for one another. */
export const ROW_COLUMNS: i32 = 4 * TILE_COLUMNS;

/**
 * output[ROW_COLUMNS] = one row of the left operand times four panels, `apart` bytes from one another up to `last`,
 * which is repeated: the chains of `tile`, and so its bits. `stride` is that of the row's neighbours, in bytes.
 */
export function tileRow(
  left: usize, stride: usize, right: usize, below: usize, apart: usize, last: usize, inner: i32, output: usize,
): void {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
  const right1 = min(last, right + apart), right2 = min(last, right1 + apart), right3 = min(last, right2 + apart);
  for (let k: usize = 0, end = <usize>inner * below; k < end; k += below) {
    const value = v128.load32_splat(left);
    a0 = multiplyAdd(value, v128.load(right + k), a0);
    b0 = multiplyAdd(value, v128.load(right + k, 16), b0);
    a1 = multiplyAdd(value, v128.load(right1 + k), a1);
    b1 = multiplyAdd(value, v128.load(right1 + k, 16), b1);
    a2 = multiplyAdd(value, v128.load(right2 + k), a2);
    b2 = multiplyAdd(value, v128.load(right2 + k, 16), b2);
    a3 = multiplyAdd(value, v128.load(right3 + k), a3);
    b3 = multiplyAdd(value, v128.load(right3 + k, 16), b3);
    left += stride;
  }
  finish(output, a0, b0);
  finish(output + 32, a1, b1);
  finish(output + 64, a2, b2);
  finish(output + 96, a3, b3);
}

/** @inline */
function finish(output: usize, a: v128, b: v128): void {
  v128.store(output, a);
  v128.store(output, b, 16);
}
