const { fround, sqrt } = Math;

const TWO_PI = fround(2 * Math.PI);
const FOUR_OVER_PI = fround(4 / Math.PI);
const SQRT_HALF = fround(Math.SQRT1_2);

const LOG_0 = fround(7.0376836292e-2);
const LOG_1 = fround(-1.151461031e-1);
const LOG_2 = fround(1.167699874e-1);
const LOG_3 = fround(-1.2420140846e-1);
const LOG_4 = fround(1.4249322787e-1);
const LOG_5 = fround(-1.6668057665e-1);
const LOG_6 = fround(2.0000714765e-1);
const LOG_7 = fround(-2.4999993993e-1);
const LOG_8 = fround(3.3333331174e-1);
const LN2_LOW = fround(-2.1219444e-4);
const LN2_HIGH = fround(0.693359375);

// π/4 in three parts, the first two short enough that their multiples are exact.
const QUARTER_PI_1 = fround(0.78515625);
const QUARTER_PI_2 = fround(2.4187564849853516e-4);
const QUARTER_PI_3 = fround(3.774894977445941e-8);

const COS_0 = fround(2.443315711809948e-5);
const COS_1 = fround(-1.388731625493765e-3);
const COS_2 = fround(4.166664568298827e-2);
const SIN_0 = fround(-1.9515295891e-4);
const SIN_1 = fround(8.3321608736e-3);
const SIN_2 = fround(-1.6666654611e-1);

const scratch = new Float32Array(1);
const scratchBits = new Int32Array(scratch.buffer);

/** a·b + c with one rounding to float32: the product of two float32 is exact in a double. */
function fused(a: number, b: number, c: number): number {
  return fround(a * b + c);
}

/** The float32 logarithm of a normal x > 0. @source Cephes logf, as in ATen/native/cpu/avx_mathfun.h */
function logarithm(value: number): number {
  scratch[0] = value;
  const bits = scratchBits[0]!;
  let exponent = (bits >>> 23) - 126;
  scratchBits[0] = (bits & 0x807fffff) | 0x3f000000;
  const mantissa = scratch[0]!;
  let x = fround(mantissa - 1);
  if (mantissa < SQRT_HALF) {
    exponent -= 1;
    x = fround(x + mantissa);
  }
  const square = fround(x * x);
  let y = fused(LOG_0, x, LOG_1);
  y = fused(y, x, LOG_2);
  y = fused(y, x, LOG_3);
  y = fused(y, x, LOG_4);
  y = fused(y, x, LOG_5);
  y = fused(y, x, LOG_6);
  y = fused(y, x, LOG_7);
  y = fused(y, x, LOG_8);
  y = fused(fround(y * x), square, fround(exponent * LN2_LOW));
  y = fused(square, -0.5, y);
  return fused(exponent, LN2_HIGH, fround(x + y));
}

/**
 * Turns 16 uniforms at `offset` into 16 normals: radius √(-2·ln(1-u)) from the first eight, angle 2π·u from the
 * last eight; cosines first, sines after. Rounds as PyTorch's AVX2 kernel does, fused multiply-adds included.
 *
 * @source normal_fill_16_AVX2 and sincos256_ps in ATen/native/cpu (Cephes sinf and cosf)
 */
export function boxMuller16(data: Float32Array, offset: number, mean: number, std: number): void {
  for (let i = offset; i < offset + 8; i++) {
    const radius = fround(sqrt(fround(-2 * logarithm(fround(1 - data[i]!)))));
    const angle = fround(TWO_PI * data[i + 8]!);
    const octant = (fround(angle * FOUR_OVER_PI) + 1) & ~1;
    let x = fround(angle - octant * QUARTER_PI_1);
    x = fround(x - octant * QUARTER_PI_2);
    x = fused(-octant, QUARTER_PI_3, x);
    const square = fround(x * x);
    let even = fused(COS_0, square, COS_1);
    even = fused(even, square, COS_2);
    even = fused(fround(even * square), square, fround(-0.5 * square));
    even = fround(even + 1);
    let odd = fused(SIN_0, square, SIN_1);
    odd = fused(odd, square, SIN_2);
    odd = fused(fround(odd * square), x, x);
    const swapped = (octant & 2) !== 0;
    const sine = swapped ? even : odd;
    const cosine = swapped ? odd : even;
    const signedSine = (octant & 4) !== 0 ? -sine : sine;
    const signedCosine = ((octant + 2) & 4) !== 0 ? -cosine : cosine;
    data[i] = fused(fround(radius * signedCosine), std, mean);
    data[i + 8] = fused(fround(radius * signedSine), std, mean);
  }
}

/** The same in float64. @source normal_fill_16 in ATen/native/cpu/DistributionTemplates.h */
export function boxMuller16Double(data: Float64Array, offset: number, mean: number, std: number): void {
  for (let i = offset; i < offset + 8; i++) {
    const radius = sqrt(-2 * Math.log(1 - data[i]!));
    const angle = 2 * Math.PI * data[i + 8]!;
    data[i] = radius * Math.cos(angle) * std + mean;
    data[i + 8] = radius * Math.sin(angle) * std + mean;
  }
}
