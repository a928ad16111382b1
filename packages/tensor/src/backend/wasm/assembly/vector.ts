/** a·b + c in four lanes: one rounding with relaxed SIMD where the processor fuses, two without. @inline */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  else return f32x4.add(f32x4.mul(a, b), c);
}

/** Lanes 0 and 1 of both, alternating: a0 b0 a1 b1. @inline */
export function interleaveLow(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 0, 4, 1, 5);
}

/** Lanes 2 and 3 of both, alternating: a2 b2 a3 b3. @inline */
export function interleaveHigh(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 2, 6, 3, 7);
}

/** Lanes 0 and 1 of both, one after the other: a0 a1 b0 b1. @inline */
export function joinLow(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 0, 1, 4, 5);
}

/** Lanes 2 and 3 of both, one after the other: a2 a3 b2 b3. @inline */
export function joinHigh(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 2, 3, 6, 7);
}

/** to[0..count] += from[0..count]. */
export function addRow(from: usize, to: usize, count: i32): void {
  const end = to + (<usize>count << 2);
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
}
