import { VALUES } from "./sparse-list";
import { multiplyAdd } from "./vector";

/** Vectors of four columns that one tile keeps in registers: 13 accumulators, one value, one column fill all 15. */
// @ts-ignore: decorator
@inline
const LARGEST: i32 = 13;

/** The width, in vectors, of the next tile when `vectors` are left: as even a split as 13, 12, 8 and 4 allow. */
export function tileWidth(vectors: i32): i32 {
  const tiles = (vectors + LARGEST - 1) / LARGEST;
  const even = (vectors + tiles - 1) / tiles;
  if (even > 12) return 13;
  return even > 8 ? 12 : even > 4 ? 8 : 4;
}

/**
 * output[width·4] (+)= Σ value·right[offset…] over a list, in its order: the same chain of multiply-adds as the dense
 * tile's, less the ones that add zero.
 */
export function sparseTile(width: i32, list: usize, end: usize, right: usize, output: usize, fresh: bool): void {
  if (width == 13) tile13(list, end, right, output, fresh);
  else if (width == 12) tile12(list, end, right, output, fresh);
  else if (width == 8) tile8(list, end, right, output, fresh);
  else tile4(list, end, right, output, fresh);
}

function tile13(list: usize, end: usize, right: usize, output: usize, fresh: bool): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0, c8 = c0, c9 = c0, c10 = c0, c11 = c0, c12 = c0;
  if (!fresh) {
    c0 = v128.load(output);
    c1 = v128.load(output, 16);
    c2 = v128.load(output, 32);
    c3 = v128.load(output, 48);
    c4 = v128.load(output, 64);
    c5 = v128.load(output, 80);
    c6 = v128.load(output, 96);
    c7 = v128.load(output, 112);
    c8 = v128.load(output, 128);
    c9 = v128.load(output, 144);
    c10 = v128.load(output, 160);
    c11 = v128.load(output, 176);
    c12 = v128.load(output, 192);
  }
  for (; list < end; list += 4) {
    const value = v128.load32_splat(list, VALUES);
    const row = right + <usize>load<u32>(list);
    c0 = multiplyAdd(value, v128.load(row), c0);
    c1 = multiplyAdd(value, v128.load(row, 16), c1);
    c2 = multiplyAdd(value, v128.load(row, 32), c2);
    c3 = multiplyAdd(value, v128.load(row, 48), c3);
    c4 = multiplyAdd(value, v128.load(row, 64), c4);
    c5 = multiplyAdd(value, v128.load(row, 80), c5);
    c6 = multiplyAdd(value, v128.load(row, 96), c6);
    c7 = multiplyAdd(value, v128.load(row, 112), c7);
    c8 = multiplyAdd(value, v128.load(row, 128), c8);
    c9 = multiplyAdd(value, v128.load(row, 144), c9);
    c10 = multiplyAdd(value, v128.load(row, 160), c10);
    c11 = multiplyAdd(value, v128.load(row, 176), c11);
    c12 = multiplyAdd(value, v128.load(row, 192), c12);
  }
  v128.store(output, c0);
  v128.store(output, c1, 16);
  v128.store(output, c2, 32);
  v128.store(output, c3, 48);
  v128.store(output, c4, 64);
  v128.store(output, c5, 80);
  v128.store(output, c6, 96);
  v128.store(output, c7, 112);
  v128.store(output, c8, 128);
  v128.store(output, c9, 144);
  v128.store(output, c10, 160);
  v128.store(output, c11, 176);
  v128.store(output, c12, 192);
}

function tile12(list: usize, end: usize, right: usize, output: usize, fresh: bool): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0, c8 = c0, c9 = c0, c10 = c0, c11 = c0;
  if (!fresh) {
    c0 = v128.load(output);
    c1 = v128.load(output, 16);
    c2 = v128.load(output, 32);
    c3 = v128.load(output, 48);
    c4 = v128.load(output, 64);
    c5 = v128.load(output, 80);
    c6 = v128.load(output, 96);
    c7 = v128.load(output, 112);
    c8 = v128.load(output, 128);
    c9 = v128.load(output, 144);
    c10 = v128.load(output, 160);
    c11 = v128.load(output, 176);
  }
  for (; list < end; list += 4) {
    const value = v128.load32_splat(list, VALUES);
    const row = right + <usize>load<u32>(list);
    c0 = multiplyAdd(value, v128.load(row), c0);
    c1 = multiplyAdd(value, v128.load(row, 16), c1);
    c2 = multiplyAdd(value, v128.load(row, 32), c2);
    c3 = multiplyAdd(value, v128.load(row, 48), c3);
    c4 = multiplyAdd(value, v128.load(row, 64), c4);
    c5 = multiplyAdd(value, v128.load(row, 80), c5);
    c6 = multiplyAdd(value, v128.load(row, 96), c6);
    c7 = multiplyAdd(value, v128.load(row, 112), c7);
    c8 = multiplyAdd(value, v128.load(row, 128), c8);
    c9 = multiplyAdd(value, v128.load(row, 144), c9);
    c10 = multiplyAdd(value, v128.load(row, 160), c10);
    c11 = multiplyAdd(value, v128.load(row, 176), c11);
  }
  v128.store(output, c0);
  v128.store(output, c1, 16);
  v128.store(output, c2, 32);
  v128.store(output, c3, 48);
  v128.store(output, c4, 64);
  v128.store(output, c5, 80);
  v128.store(output, c6, 96);
  v128.store(output, c7, 112);
  v128.store(output, c8, 128);
  v128.store(output, c9, 144);
  v128.store(output, c10, 160);
  v128.store(output, c11, 176);
}

function tile8(list: usize, end: usize, right: usize, output: usize, fresh: bool): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
  if (!fresh) {
    c0 = v128.load(output);
    c1 = v128.load(output, 16);
    c2 = v128.load(output, 32);
    c3 = v128.load(output, 48);
    c4 = v128.load(output, 64);
    c5 = v128.load(output, 80);
    c6 = v128.load(output, 96);
    c7 = v128.load(output, 112);
  }
  for (; list < end; list += 4) {
    const value = v128.load32_splat(list, VALUES);
    const row = right + <usize>load<u32>(list);
    c0 = multiplyAdd(value, v128.load(row), c0);
    c1 = multiplyAdd(value, v128.load(row, 16), c1);
    c2 = multiplyAdd(value, v128.load(row, 32), c2);
    c3 = multiplyAdd(value, v128.load(row, 48), c3);
    c4 = multiplyAdd(value, v128.load(row, 64), c4);
    c5 = multiplyAdd(value, v128.load(row, 80), c5);
    c6 = multiplyAdd(value, v128.load(row, 96), c6);
    c7 = multiplyAdd(value, v128.load(row, 112), c7);
  }
  v128.store(output, c0);
  v128.store(output, c1, 16);
  v128.store(output, c2, 32);
  v128.store(output, c3, 48);
  v128.store(output, c4, 64);
  v128.store(output, c5, 80);
  v128.store(output, c6, 96);
  v128.store(output, c7, 112);
}

function tile4(list: usize, end: usize, right: usize, output: usize, fresh: bool): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0;
  if (!fresh) {
    c0 = v128.load(output);
    c1 = v128.load(output, 16);
    c2 = v128.load(output, 32);
    c3 = v128.load(output, 48);
  }
  for (; list < end; list += 4) {
    const value = v128.load32_splat(list, VALUES);
    const row = right + <usize>load<u32>(list);
    c0 = multiplyAdd(value, v128.load(row), c0);
    c1 = multiplyAdd(value, v128.load(row, 16), c1);
    c2 = multiplyAdd(value, v128.load(row, 32), c2);
    c3 = multiplyAdd(value, v128.load(row, 48), c3);
  }
  v128.store(output, c0);
  v128.store(output, c1, 16);
  v128.store(output, c2, 32);
  v128.store(output, c3, 48);
}
