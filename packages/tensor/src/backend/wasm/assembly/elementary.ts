import { multiplyAdd } from "./vector";

/**
 * Elementary functions of four floats, within 2 units in the last place. The polynomials are least-maximum fits on the
 * reduced range; their own error is below a tenth of a unit.
 */

/** eˣ = 2ⁿ·eʳ with |r| ≤ ln 2 / 2. Two factors of 2ⁿ reach the subnormals and the infinities. @inline */
export function exponential(x: v128): v128 {
  // Beyond these bounds the result is 0 or ∞ anyway; NaN passes both comparisons.
  const bounded = f32x4.pmax(f32x4.pmin(x, f32x4.splat(89)), f32x4.splat(-104));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(1.44269504)));
  let r = f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(0.0013814613);
  p = multiplyAdd(p, r, f32x4.splat(0.0083687098));
  p = multiplyAdd(p, r, f32x4.splat(0.0416683874));
  p = multiplyAdd(p, r, f32x4.splat(0.1666652069));
  p = multiplyAdd(p, r, f32x4.splat(0.4999999345));
  p = multiplyAdd(f32x4.mul(r, r), p, r);
  p = f32x4.add(p, f32x4.splat(1));
  const exponent = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(exponent, 1);
  return f32x4.mul(f32x4.mul(p, powerOfTwo(half)), powerOfTwo(i32x4.sub(exponent, half)));
}

/** 2ⁿ for whole n from -126 to 127. @inline */
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** ln x = e·ln 2 + ln m with m from √½ to √2, and ln m = ln(1 + f) by the series of the inverse hyperbolic tangent. @inline */
export function logarithm(x: v128): v128 {
  const zero = f32x4.splat(0);
  const tiny = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, tiny);
  const e = i32x4.shr_s(i32x4.sub(scaled, i32x4.splat(0x3f3504f3)), 23);
  const f = f32x4.sub(i32x4.sub(scaled, i32x4.shl(e, 23)), f32x4.splat(1));
  const exponent = f32x4.convert_i32x4_s(i32x4.sub(e, v128.and(tiny, i32x4.splat(23))));
  const s = f32x4.div(f, f32x4.add(f32x4.splat(2), f));
  const z = f32x4.mul(s, s);
  let series = f32x4.splat(0.2987172811);
  series = multiplyAdd(series, z, f32x4.splat(0.3997754156));
  series = multiplyAdd(series, z, f32x4.splat(0.6666677638));
  const halfSquare = f32x4.mul(f32x4.mul(f, f), f32x4.splat(0.5));
  let low = f32x4.mul(s, multiplyAdd(series, z, halfSquare));
  low = multiplyAdd(exponent, f32x4.splat(-2.12194440e-4), low);
  const result = multiplyAdd(exponent, f32x4.splat(0.693359375), f32x4.sub(f, f32x4.sub(halfSquare, low)));
  const infinity = f32x4.splat(Infinity);
  const special = v128.or(f32x4.eq(x, infinity), f32x4.ne(x, x));
  const positive = v128.bitselect(x, result, special);
  const atZero = v128.bitselect(f32x4.neg(infinity), positive, f32x4.eq(x, zero));
  return v128.bitselect(f32x4.splat(NaN), atZero, f32x4.lt(x, zero));
}

/** An odd polynomial near zero, 1 - 2 / (e^2x + 1) further out. @inline */
export function hyperbolicTangent(x: v128): v128 {
  const size = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let p = f32x4.splat(-0.0055286332);
  p = multiplyAdd(p, z, f32x4.splat(0.0204833156));
  p = multiplyAdd(p, z, f32x4.splat(-0.0536929679));
  p = multiplyAdd(p, z, f32x4.splat(0.1333089976));
  p = multiplyAdd(p, z, f32x4.splat(-0.3333326288));
  const near = multiplyAdd(f32x4.mul(x, z), p, x);
  const one = f32x4.splat(1);
  const two = f32x4.splat(2);
  const far = f32x4.sub(one, f32x4.div(two, f32x4.add(exponential(f32x4.mul(size, two)), one)));
  const sign = v128.and(x, f32x4.splat(-0.0));
  return v128.bitselect(near, v128.or(far, sign), f32x4.lt(size, f32x4.splat(0.625)));
}

/** 1 / (1 + e⁻ˣ), with the exponential of a number that is never positive. @inline */
export function logistic(x: v128): v128 {
  const one = f32x4.splat(1);
  const e = exponential(f32x4.neg(f32x4.abs(x)));
  return f32x4.div(v128.bitselect(e, one, f32x4.lt(x, f32x4.splat(0))), f32x4.add(one, e));
}
