/**
 * Lists of what isn't zero: entry e is an offset at list + 4e (bytes from the right operand's first row to the one to
 * multiply with) and a value at list + 4e + VALUES. The tiles read both with one pointer.
 */
// @ts-ignore: decorator
@inline
export const VALUES: usize = 262144;

/** Room after a list: four entries are stored at once and the pointer moves by as many as count. */
// @ts-ignore: decorator
@inline
export const SLACK: usize = 16;

/** Below 1024, where nothing is allocated: for each mask of four lanes the bytes that bring its lanes to the front. */
// @ts-ignore: decorator
@inline
const FRONT: usize = 512;

/** Fills the table. Every instance does: the bytes are the same. */
export function prepareLists(): void {
  for (let mask = 0; mask < 16; mask++) {
    let to = FRONT + (mask << 4);
    store<u64>(to, 0x8080808080808080);
    store<u64>(to, 0x8080808080808080, 8);
    for (let lane = 0; lane < 4; lane++) {
      if ((mask >> lane) & 1) {
        store<u32>(to, 0x03020100 + 0x04040404 * lane);
        to += 4;
      }
    }
  }
}

/** Appends the lanes of `mask`; returns the list's new end. */
// @ts-ignore: decorator
@inline
export function appendFour(end: usize, mask: i32, offsets: v128, values: v128): usize {
  const front = v128.load(FRONT + (<usize>mask << 4));
  v128.store(end, i8x16.swizzle(offsets, front));
  v128.store(end, i8x16.swizzle(values, front), VALUES);
  return end + (<usize>popcnt(mask) << 2);
}

/** Appends the lanes of `mask` of 16 bytes, each as byte·multiplier/divisor; offsets `step` apart. */
// @ts-ignore: decorator
@inline
export function appendBytes(
  end: usize, mask: i32, bytes: v128, offsets: v128, step: v128, multiplier: v128, divisor: v128,
): usize {
  const low = i16x8.extend_low_i8x16_u(bytes), high = i16x8.extend_high_i8x16_u(bytes);
  end = appendFour(end, mask & 15, offsets, scaled(i32x4.extend_low_i16x8_u(low), multiplier, divisor));
  offsets = i32x4.add(offsets, step);
  end = appendFour(end, (mask >> 4) & 15, offsets, scaled(i32x4.extend_high_i16x8_u(low), multiplier, divisor));
  offsets = i32x4.add(offsets, step);
  end = appendFour(end, (mask >> 8) & 15, offsets, scaled(i32x4.extend_low_i16x8_u(high), multiplier, divisor));
  offsets = i32x4.add(offsets, step);
  return appendFour(end, mask >> 12, offsets, scaled(i32x4.extend_high_i16x8_u(high), multiplier, divisor));
}

// @ts-ignore: decorator
@inline
export function scaled(integers: v128, multiplier: v128, divisor: v128): v128 {
  return f32x4.div(f32x4.mul(f32x4.convert_i32x4_s(integers), multiplier), divisor);
}

/** Four offsets that begin at `first`, `stride` bytes apart. */
// @ts-ignore: decorator
@inline
export function fourOffsets(first: i32, stride: i32): v128 {
  return i32x4.add(i32x4.splat(first), i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(stride)));
}
