/** The low eight bytes of both, alternating. @inline */
function mixLow(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

/** The high eight bytes of both, alternating. @inline */
function mixHigh(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** One round: row i and row i + 8 alternate, which turns the index's four bits by one. Four rounds swap row and column. @inline */
function mixHalves(from: usize, to: usize): void {
  for (let i: usize = 0; i < 8; i++) {
    const a = v128.load(from + (i << 4)), b = v128.load(from + (i << 4), 128);
    v128.store(to + (i << 5), mixLow(a, b));
    v128.store(to + (i << 5), mixHigh(a, b), 16);
  }
}

/** Transposes the 16×16 bytes at `block`, with 256 more behind them to work in. */
export function transposeBytes(block: usize): void {
  mixHalves(block, block + 256);
  mixHalves(block + 256, block);
  mixHalves(block, block + 256);
  mixHalves(block + 256, block);
}
