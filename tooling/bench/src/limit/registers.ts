/** Multiply-adds on twelve independent chains of four floats: as many as hide the latency, none of them from memory. */
export function multiplyAdds(count: i32, factor: f32): f32 {
  const a = f32x4.splat(factor);
  let c0 = f32x4.splat(0),
    c1 = f32x4.splat(1),
    c2 = f32x4.splat(2),
    c3 = f32x4.splat(3);
  let c4 = f32x4.splat(4),
    c5 = f32x4.splat(5),
    c6 = f32x4.splat(6),
    c7 = f32x4.splat(7);
  let c8 = f32x4.splat(8),
    c9 = f32x4.splat(9),
    c10 = f32x4.splat(10),
    c11 = f32x4.splat(11);
  for (let i = 0; i < count; i++) {
    c0 = step(a, c0);
    c1 = step(a, c1);
    c2 = step(a, c2);
    c3 = step(a, c3);
    c4 = step(a, c4);
    c5 = step(a, c5);
    c6 = step(a, c6);
    c7 = step(a, c7);
    c8 = step(a, c8);
    c9 = step(a, c9);
    c10 = step(a, c10);
    c11 = step(a, c11);
  }
  const low = f32x4.add(f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3)), f32x4.add(c4, c5));
  const high = f32x4.add(f32x4.add(f32x4.add(c6, c7), f32x4.add(c8, c9)), f32x4.add(c10, c11));
  return f32x4.extract_lane(f32x4.add(low, high), 0);
}

function step(a: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, a, c);
  else return f32x4.add(f32x4.mul(a, a), c);
}
