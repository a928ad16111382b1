import { VALUES } from "./sparse-list";
import { multiplyAdd } from "./vector";

/** Vectors of four columns that one tile keeps in registers: 13 accumulators, one value, one column fill all 15. */
const LARGEST: i32 = 13;

/** The width, in vectors, of the next tile when `vectors` are left: as even a split as 13, 12, 8 and 4 allow. */
export function tileWidth(vectors: i32): i32 {
  const tiles = (vectors + LARGEST - 1) / LARGEST;
  const even = (vectors + tiles - 1) / tiles;
  if (even > 12) return 13;
  return even > 8 ? 12 : even > 4 ? 8 : 4;
}

/**
 * output[width·4] = Σ value·right[offset…] over a list, in its order: the same chain of multiply-adds as the dense
 * tile's, less the ones that add zero.
 */
export function sparseTile(width: i32, list: usize, end: usize, right: usize, output: usize): void {
  if (width == 13) tile(13, list, end, right, output);
  else if (width == 12) tile(12, list, end, right, output);
  else if (width == 8) tile(8, list, end, right, output);
  else tile(4, list, end, right, output);
}

/** One body for all widths: each of the calls above has its own copy, without what lies behind its width. @inline */
function tile(width: i32, list: usize, end: usize, right: usize, output: usize): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0;
  let c7 = c0, c8 = c0, c9 = c0, c10 = c0, c11 = c0, c12 = c0;
  for (; list < end; list += 4) {
    const value = v128.load32_splat(list, VALUES);
    const row = right + <usize>load<u32>(list);
    c0 = multiplyAdd(value, v128.load(row), c0);
    c1 = multiplyAdd(value, v128.load(row, 16), c1);
    c2 = multiplyAdd(value, v128.load(row, 32), c2);
    c3 = multiplyAdd(value, v128.load(row, 48), c3);
    if (width > 4) {
      c4 = multiplyAdd(value, v128.load(row, 64), c4);
      c5 = multiplyAdd(value, v128.load(row, 80), c5);
      c6 = multiplyAdd(value, v128.load(row, 96), c6);
      c7 = multiplyAdd(value, v128.load(row, 112), c7);
    }
    if (width > 8) {
      c8 = multiplyAdd(value, v128.load(row, 128), c8);
      c9 = multiplyAdd(value, v128.load(row, 144), c9);
      c10 = multiplyAdd(value, v128.load(row, 160), c10);
      c11 = multiplyAdd(value, v128.load(row, 176), c11);
    }
    if (width > 12) c12 = multiplyAdd(value, v128.load(row, 192), c12);
  }
  storeFour(output, c0, c1, c2, c3);
  if (width > 4) storeFour(output + 64, c4, c5, c6, c7);
  if (width > 8) storeFour(output + 128, c8, c9, c10, c11);
  if (width > 12) v128.store(output, c12, 192);
}

/** @inline */
function storeFour(output: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(output, a);
  v128.store(output, b, 16);
  v128.store(output, c, 32);
  v128.store(output, d, 48);
}
