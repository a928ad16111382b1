/**
 * Lists of what isn't zero: entry e is an offset at list + 4e (bytes from the right operand's first row to the one to
 * multiply with) and a value at list + 4e + VALUES. The tiles read both with one pointer.
 *
 * From float32 they are made at once. From bytes in two steps, so that the second works on full vectors: what was found
 * is a number (u16) at found + 2e and a byte at found + e + BYTES; then both are widened.
 */
export const VALUES: usize = 262144;
export const BYTES: usize = 131072;

/** Entries to leave free after a list: whole vectors are stored and the pointer moves by as many as count. */
export const SLACK: i32 = 16;

// Tables below the first address that is handed out.
/** For each mask of four lanes the bytes that bring its lanes of 32 bits to the front. */
const FOUR: usize = 1024;
/** For each mask of eight lanes their numbers, brought to the front. */
const EIGHT: usize = 2048;

/**
 * Fills the tables, once for a memory and before anything runs: a worker that did so when it starts would have others read
 * entries that are half written.
 */
export function prepareLists(): void {
  for (let mask = 0; mask < 256; mask++) {
    let to = EIGHT + (<usize>mask << 3);
    store<u64>(to, 0);
    for (let lane = 0; lane < 8; lane++) {
      if ((mask >> lane) & 1) store<u8>(to++, lane);
    }
  }
  for (let mask = 0; mask < 16; mask++) {
    let to = FOUR + (<usize>mask << 4);
    v128.store(to, i8x16.splat(-1));
    for (let lane = 0; lane < 4; lane++) {
      if ((mask >> lane) & 1) {
        store<u32>(to, 0x03020100 + 0x04040404 * lane);
        to += 4;
      }
    }
  }
}

/** Appends the lanes of `mask` of four floats; returns the list's new end. @inline */
export function appendFour(end: usize, mask: i32, offsets: v128, values: v128): usize {
  const front = v128.load(FOUR + (<usize>mask << 4));
  v128.store(end, i8x16.swizzle(offsets, front));
  v128.store(end, i8x16.swizzle(values, front), VALUES);
  return end + (<usize>popcnt(mask) << 2);
}

/** Appends the lanes of `mask` of 16 bytes, numbered from `first`, to what was found; returns how many that is now. @inline */
export function findBytes(found: usize, count: usize, mask: i32, first: i32, bytes: v128): usize {
  const low = mask & 255;
  const high = mask >> 8;
  count = findEight(found, count, low, i16x8.splat(<i16>first), bytes);
  const upper = i8x16.shuffle(bytes, bytes, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
  return findEight(found, count, high, i16x8.splat(<i16>(first + 8)), upper);
}

/** @inline */
function findEight(found: usize, count: usize, mask: i32, first: v128, bytes: v128): usize {
  const lanes = EIGHT + (<usize>mask << 3);
  v128.store(found + (count << 1), i16x8.add(first, v128.load8x8_u(lanes)));
  v128.store64_lane(found + count, i8x16.swizzle(bytes, v128.load64_zero(lanes)), 0, BYTES);
  return count + <usize>popcnt(mask);
}

/** Writes what was found, `count` from `first` on, as a list of number·stride and byte·multiplier/divisor; returns its end. */
export function widen(
  found: usize, first: usize, count: usize, list: usize, stride: i32, multiplier: f32, divisor: f32,
): usize {
  const multipliers = f32x4.splat(multiplier), divisors = f32x4.splat(divisor);
  const step = i16x8.splat(<i16>stride);
  const end = list + (count << 2);
  let bytes = found + first + BYTES;
  found += first << 1;
  for (; list < end; list += 32) {
    const numbers = v128.load(found);
    v128.store(list, i32x4.extmul_low_i16x8_u(numbers, step));
    v128.store(list, i32x4.extmul_high_i16x8_u(numbers, step), 16);
    const words = v128.load8x8_u(bytes);
    v128.store(list, scaled(i32x4.extend_low_i16x8_u(words), multipliers, divisors), VALUES);
    v128.store(list, scaled(i32x4.extend_high_i16x8_u(words), multipliers, divisors), VALUES + 16);
    found += 16;
    bytes += 8;
  }
  return end;
}

/** @inline */
export function scaled(integers: v128, multiplier: v128, divisor: v128): v128 {
  return f32x4.div(f32x4.mul(f32x4.convert_i32x4_s(integers), multiplier), divisor);
}

/** Four offsets that begin at `first`, `stride` bytes apart. @inline */
export function fourOffsets(first: i32, stride: i32): v128 {
  return i32x4.add(i32x4.splat(first), i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(stride)));
}
