import { multiplyAdd } from "./vector";

/**
 * Rows that one tile keeps in registers, beside 8 columns. Of the 15 registers that V8 hands out, 6×2 accumulators, two
 * columns and one broadcast take all; without a fused multiply-add the product needs one more, which leaves 5×2.
 */
// @ts-ignore: decorator
@inline
export const TILE_ROWS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 5;
// @ts-ignore: decorator
@inline
export const TILE_COLUMNS: i32 = 8;

/**
 * output[TILE_ROWS, 8] += left·right over `inner` steps, from packed panels left[inner][TILE_ROWS], right[inner][8].
 * Each element is one chain of multiply-adds in the order of the inner axis, whatever the tile or the block.
 * `fresh` starts the chain at zero instead of at what the output holds. `stride` is the output's, in bytes.
 */
export function tile(left: usize, right: usize, inner: i32, output: usize, stride: usize, fresh: bool): void {
  if (ASC_FEATURE_RELAXED_SIMD) tile6(left, right, inner, output, stride, fresh);
  else tile5(left, right, inner, output, stride, fresh);
}

function tile6(left: usize, right: usize, inner: i32, output: usize, stride: usize, fresh: bool): void {
  const output1 = output + stride;
  const output2 = output1 + stride;
  const output3 = output2 + stride;
  const output4 = output3 + stride;
  const output5 = output4 + stride;
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  if (!fresh) {
    c00 = v128.load(output);
    c01 = v128.load(output, 16);
    c10 = v128.load(output1);
    c11 = v128.load(output1, 16);
    c20 = v128.load(output2);
    c21 = v128.load(output2, 16);
    c30 = v128.load(output3);
    c31 = v128.load(output3, 16);
    c40 = v128.load(output4);
    c41 = v128.load(output4, 16);
    c50 = v128.load(output5);
    c51 = v128.load(output5, 16);
  }
  for (let k = 0; k < inner; k++) {
    const b0 = v128.load(right), b1 = v128.load(right, 16);
    const a0 = v128.load32_splat(left);
    c00 = multiplyAdd(a0, b0, c00);
    c01 = multiplyAdd(a0, b1, c01);
    const a1 = v128.load32_splat(left, 4);
    c10 = multiplyAdd(a1, b0, c10);
    c11 = multiplyAdd(a1, b1, c11);
    const a2 = v128.load32_splat(left, 8);
    c20 = multiplyAdd(a2, b0, c20);
    c21 = multiplyAdd(a2, b1, c21);
    const a3 = v128.load32_splat(left, 12);
    c30 = multiplyAdd(a3, b0, c30);
    c31 = multiplyAdd(a3, b1, c31);
    const a4 = v128.load32_splat(left, 16);
    c40 = multiplyAdd(a4, b0, c40);
    c41 = multiplyAdd(a4, b1, c41);
    const a5 = v128.load32_splat(left, 20);
    c50 = multiplyAdd(a5, b0, c50);
    c51 = multiplyAdd(a5, b1, c51);
    left += 24;
    right += 32;
  }
  v128.store(output, c00);
  v128.store(output, c01, 16);
  v128.store(output1, c10);
  v128.store(output1, c11, 16);
  v128.store(output2, c20);
  v128.store(output2, c21, 16);
  v128.store(output3, c30);
  v128.store(output3, c31, 16);
  v128.store(output4, c40);
  v128.store(output4, c41, 16);
  v128.store(output5, c50);
  v128.store(output5, c51, 16);
}

function tile5(left: usize, right: usize, inner: i32, output: usize, stride: usize, fresh: bool): void {
  const output1 = output + stride;
  const output2 = output1 + stride;
  const output3 = output2 + stride;
  const output4 = output3 + stride;
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00, c40 = c00, c41 = c00;
  if (!fresh) {
    c00 = v128.load(output);
    c01 = v128.load(output, 16);
    c10 = v128.load(output1);
    c11 = v128.load(output1, 16);
    c20 = v128.load(output2);
    c21 = v128.load(output2, 16);
    c30 = v128.load(output3);
    c31 = v128.load(output3, 16);
    c40 = v128.load(output4);
    c41 = v128.load(output4, 16);
  }
  for (let k = 0; k < inner; k++) {
    const b0 = v128.load(right), b1 = v128.load(right, 16);
    const a0 = v128.load32_splat(left);
    c00 = multiplyAdd(a0, b0, c00);
    c01 = multiplyAdd(a0, b1, c01);
    const a1 = v128.load32_splat(left, 4);
    c10 = multiplyAdd(a1, b0, c10);
    c11 = multiplyAdd(a1, b1, c11);
    const a2 = v128.load32_splat(left, 8);
    c20 = multiplyAdd(a2, b0, c20);
    c21 = multiplyAdd(a2, b1, c21);
    const a3 = v128.load32_splat(left, 12);
    c30 = multiplyAdd(a3, b0, c30);
    c31 = multiplyAdd(a3, b1, c31);
    const a4 = v128.load32_splat(left, 16);
    c40 = multiplyAdd(a4, b0, c40);
    c41 = multiplyAdd(a4, b1, c41);
    left += 20;
    right += 32;
  }
  v128.store(output, c00);
  v128.store(output, c01, 16);
  v128.store(output1, c10);
  v128.store(output1, c11, 16);
  v128.store(output2, c20);
  v128.store(output2, c21, 16);
  v128.store(output3, c30);
  v128.store(output3, c31, 16);
  v128.store(output4, c40);
  v128.store(output4, c41, 16);
}
