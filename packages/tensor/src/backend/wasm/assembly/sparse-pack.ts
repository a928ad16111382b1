import { interleaveHigh, interleaveLow, joinHigh, joinLow } from "./vector";

/** Rows of the right operand that one unit packs. */
export const PACK_ROWS: i32 = 16;

/**
 * Lays the right operand out row by row, `packedStride` bytes apart, columns beyond the last zero. A unit is 16 rows;
 * Where `packed` is `right` it lies as it should already. flags[unit] becomes 1 where one of their values is not finite, so that 0·∞ is not left out later. Strides in bytes.
 */
@unmanaged
class PackRows {
  right: usize;
  rightRowStride: usize;
  rightColumnStride: usize;
  inner: i32;
  columns: i32;
  packed: usize;
  packedStride: usize;
  flags: usize;
}

export function packRows(pointer: usize, from: i32, to: i32): void {
  const job = changetype<PackRows>(pointer);
  for (let unit = from; unit < to; unit++) {
    const end = min(job.inner, (unit + 1) * PACK_ROWS);
    let row = unit * PACK_ROWS;
    const first = job.packed + <usize>row * job.packedStride;
    if (job.packed == job.right) row = end;
    if (job.rightRowStride == 4) {
      for (; row + 4 <= end; row += 4) packFourColumnwise(job, row);
    }
    for (; row < end; row++) packOne(job, row);
    store<u32>(job.flags + (<usize>unit << 2), !allFinite(first, job.packed + <usize>end * job.packedStride));
  }
}

/** Four rows of a right operand whose rows, not columns, are side by side: 4×4 blocks transposed. */
function packFourColumnwise(job: PackRows, row: i32): void {
  const across = job.rightColumnStride;
  const step = job.packedStride;
  let source = job.right + (<usize>row << 2);
  let target = job.packed + <usize>row * step;
  let column = 0;
  for (; column + 4 <= job.columns; column += 4) {
    const r0 = v128.load(source), r1 = v128.load(source + across);
    const r2 = v128.load(source + across * 2), r3 = v128.load(source + across * 3);
    const low01 = interleaveLow(r0, r1), low23 = interleaveLow(r2, r3);
    const high01 = interleaveHigh(r0, r1), high23 = interleaveHigh(r2, r3);
    v128.store(target, joinLow(low01, low23));
    v128.store(target + step, joinHigh(low01, low23));
    v128.store(target + step * 2, joinLow(high01, high23));
    v128.store(target + step * 3, joinHigh(high01, high23));
    source += across * 4;
    target += 16;
  }
  for (let i = 0; i < 4; i++) packRest(job, row + i, column);
}

function packOne(job: PackRows, row: i32): void {
  let column = 0;
  if (job.rightColumnStride == 4) {
    const source = job.right + <usize>row * job.rightRowStride;
    const target = job.packed + <usize>row * job.packedStride;
    for (; column + 4 <= job.columns; column += 4) {
      v128.store(target + (<usize>column << 2), v128.load(source + (<usize>column << 2)));
    }
  }
  packRest(job, row, column);
}

/** One row from `column` on, and its zeros. */
function packRest(job: PackRows, row: i32, column: i32): void {
  const source = job.right + <usize>row * job.rightRowStride;
  const target = job.packed + <usize>row * job.packedStride;
  for (; column < job.columns; column++) {
    store<f32>(target + (<usize>column << 2), load<f32>(source + <usize>column * job.rightColumnStride));
  }
  for (let at = <usize>column << 2; at < job.packedStride; at += 4) store<f32>(target + at, 0);
}

/** 0·x is 0 for a finite x and NaN for the others. */
function allFinite(from: usize, to: usize): bool {
  const zero = f32x4.splat(0);
  let sum = zero;
  for (; from < to; from += 16) sum = f32x4.add(sum, f32x4.mul(v128.load(from), zero));
  return i32x4.all_true(f32x4.eq(sum, zero));
}

/** Whether a zero on the left may be left out: every value on the right is finite. */
export function mayLeaveOut(flags: usize, inner: i32): bool {
  const units = (inner + PACK_ROWS - 1) / PACK_ROWS;
  for (let unit = 0; unit < units; unit++) {
    if (load<u32>(flags + (<usize>unit << 2))) return false;
  }
  return true;
}
