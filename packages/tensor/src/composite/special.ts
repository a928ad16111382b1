import { dispatch } from "../dispatch.js";
import { ArgumentError } from "../errors.js";
import { copy } from "../ops/pointwise.js";
import type { KernelPrimitive } from "../ops/primitive.js";
import { checkOptions, shown } from "../options.js";
import type { Tensor } from "../tensor.js";
import { xlogy } from "./arithmetic.js";
import {
  abs,
  cos,
  div,
  eq,
  erf,
  erfc,
  exp,
  le,
  log,
  log1p,
  lt,
  mul,
  ne,
  round,
  sin,
  sqrt,
  sub,
  tan,
  where,
} from "./elementwise.js";
import { inFloats, type Operand, operands } from "./operand.js";
import { inCommonType, inFloat, requireInteger, requireNumber, requireSomeFloat } from "./requirements.js";

const { NEGATIVE_INFINITY, NaN: notANumber, POSITIVE_INFINITY } = Number;

/**
 * A function that `value` computes and whose derivative is `slope`: for what has branches, or nears a solution in steps,
 * and would lose digits if it were differentiated itself.
 */
function withSlope(
  name: string,
  value: (x: Tensor) => Tensor,
  slope: (x: Tensor, output: Tensor) => Tensor,
): (input: Tensor) => Tensor {
  const primitive: KernelPrimitive<string, object> = {
    kind: "kernel",
    name,
    infer: ([x]) => ({ shape: x!.shape, dtype: x!.dtype }),
    run: (device, [, found], _, output) => device.map(copy, [found!], output),
    gradient: ({ outputGradient, x, output }) => [outputGradient.mul(slope(x, output)), null],
  };
  return (input) => {
    const x = inFloat(input);
    return dispatch(primitive, [x, value(x.detach())], {});
  };
}

/** Σ coefficientᵢ·xⁱ. */
function polynomial(x: Tensor, coefficients: readonly number[]): Tensor {
  return coefficients.reduceRight<Tensor>((sum, each) => sum.mul(x).add(each), x.mul(0));
}

/** What x is off the nearest whole number, which is exact; whether that is little; and what is missing to a half then. */
function offWhole(x: Tensor): [off: Tensor, isLittle: Tensor, missing: Tensor] {
  const off = sub(x, round(x.detach()));
  const size = abs(off);
  return [off.mul(Math.PI), le(size, 0.25), sub(0.5, size).mul(Math.PI)];
}

/** |sin πx|, by a sine or a cosine of an angle of at most π/4, so that its derivative too has all digits. */
function sinePi(x: Tensor): Tensor {
  const [off, isLittle, missing] = offWhole(x);
  return where(isLittle, abs(sin(off)), cos(missing));
}

/** 1/tan πx. */
function cotangentPi(x: Tensor): Tensor {
  const [off, isLittle, missing] = offWhole(x);
  return where(isLittle, tan(off).reciprocal(), mul(tan(missing), off.sign()));
}

/** Bernoulli's numbers from the second on, every other one. */
const bernoulli = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510];

/** The coefficients of ln Γ(2 + y) / y: 1 − γ, and ±(ζ(n) − 1)/n, its sum from 100 on by Euler and Maclaurin. */
function seriesAtTwo(): number[] {
  return Array.from({ length: 28 }, (_, i) => {
    const n = i + 1;
    if (n === 1) return 0.42278433509846713;
    let sum = 100 ** -n * (100 / (n - 1) + 1 / 2 + n / 1200 - (n * (n + 1) * (n + 2)) / 72e7);
    for (let m = 99; m >= 2; m--) sum += m ** -n;
    return ((-1) ** n * sum) / n;
  });
}

let atTwo: readonly number[] | undefined;

/** ln |Γ(x)| for x above −1/2. */
function lnGamma(x: Tensor): Tensor {
  atTwo ??= seriesAtTwo();
  const whole = round(x);
  const y = sub(x, whole);
  // By Γ(x + 1) = x·Γ(x) it is ln Γ(2 + y) and the logarithm of a product, or less it where x is below 2.
  let product = where(eq(whole, 1), x, 1);
  for (let i = 1; i <= 6; i++) product = mul(product, where(whole.gt(i + 1), sub(x, i), 1));
  const shift = log(where(eq(whole, 0), abs(x.mul(x.add(1))), product));
  const near = polynomial(y, atTwo)
    .mul(y)
    .add(where(lt(whole, 2), shift.neg(), shift));
  const inverse = x.reciprocal();
  const rest = polynomial(
    inverse.square(),
    bernoulli.map((each, k) => each / ((2 * k + 1) * (2 * k + 2))),
  ).mul(inverse);
  const stirling = mul(x.sub(0.5), log(x).sub(1)).add(rest.add((Math.log(2 * Math.PI) - 1) / 2));
  return where(le(whole, 8), near, stirling);
}

/**
 * ln |Γ(x)|: ∞ at 0 and the negative whole numbers.
 *
 * @source torch.lgamma; Abramowitz and Stegun, 6.1.17 (reflection), 6.1.33 (around 2) and 6.1.41 (Stirling)
 * @example
 * lgamma(tensor([1, 5])) // [0, 3.1781]
 */
export const lgamma = /* @__PURE__ */ withSlope(
  "lgamma",
  (x) => {
    const isLow = le(x, -0.5);
    const upper = lnGamma(where(isLow, x.neg(), x));
    const reflected = sub(log(div(Math.PI, abs(x).mul(sinePi(x)))), upper);
    const isPole = isLow.logicalAnd(eq(x, round(x)));
    return where(isPole, POSITIVE_INFINITY, where(isLow, reflected, upper));
  },
  (x) => digamma(x),
);

/** Σ term(x + i) over ten i, and 1/(x + 10), whose powers asymptotic series are of. */
function tenOf(x: Tensor, term: (x: Tensor) => Tensor): [sum: Tensor, inverse: Tensor] {
  let sum = term(x.add(9));
  for (let i = 8; i > 0; i--) sum = sum.add(term(x.add(i)));
  return [sum.add(term(x)), x.add(10).reciprocal()];
}

/**
 * Γ′(x)/Γ(x), lgamma's derivative: −∞ at 0, NaN at the negative whole numbers.
 *
 * @source torch.digamma; Abramowitz and Stegun, 6.3.6 (ten steps up), 6.3.7 (reflection) and 6.3.18
 * @example
 * digamma(tensor([1])) // [-0.5772]
 */
export const digamma = /* @__PURE__ */ withSlope(
  "digamma",
  (x) => {
    const isLow = lt(x, 0);
    const [sum, inverse] = tenOf(where(isLow, sub(1, x), x), (each) => each.reciprocal());
    const square = inverse.square();
    const rest = polynomial(
      square,
      bernoulli.map((each, k) => each / (2 * k + 2)),
    );
    const upper = sub(log(inverse).neg(), sum.add(inverse.mul(0.5)).add(rest.mul(square)));
    const isPole = isLow.logicalAnd(eq(x, round(x)));
    const reflected = upper.sub(cotangentPi(x).mul(Math.PI));
    return where(isPole, notANumber, where(isLow, reflected, upper));
  },
  trigamma,
);

/** digamma's derivative, made of what can be differentiated. Abramowitz and Stegun, 6.4.6, 6.4.7 and 6.4.12. */
function trigamma(x: Tensor): Tensor {
  const isLow = lt(x, 0.5);
  const [sum, inverse] = tenOf(where(isLow, sub(1, x), x), (each) => each.reciprocal().square());
  const square = inverse.square();
  const upper = sum.add(inverse.mul(polynomial(square, bernoulli).mul(square).add(inverse.mul(0.5)).add(1)));
  return where(
    isLow,
    div(Math.PI, sinePi(where(isLow, x, 0.5)))
      .square()
      .sub(upper),
    upper,
  );
}

/**
 * y where erf(y) = x, or erfc(|y|) = rest, which tells the ends of x apart. Winitzki's formula is near; some steps of
 * Newton's method make it exact, in the ends on ln erfc, which is nearly a parabola.
 */
function inverseErf(x: Tensor, rest: Tensor): Tensor {
  const l = log(rest.mul(sub(2, rest)));
  const half = l.div(2).add(2 / (Math.PI * 0.147));
  const start = sqrt(
    sqrt(half.square().sub(l.div(0.147)))
      .sub(half)
      .clampMin(0),
  );
  let [inside, outside] = [start.mul(x.sign()), start];
  const halfRoot = Math.sqrt(Math.PI) / 2;
  for (let step = x.dtype === "float64" ? 4 : 2; step > 0; step--) {
    inside = sub(inside, mul(erf(inside).sub(x), exp(inside.square()).mul(halfRoot)));
    const missed = erfc(outside);
    const steepness = div(missed, exp(outside.square().neg())).mul(halfRoot);
    outside = outside.add(mul(log(div(missed, rest)), steepness));
  }
  const end = where(eq(rest, 0), POSITIVE_INFINITY, outside);
  return where(rest.gt(0.25), inside, end.mul(x.sign()));
}

/**
 * The inverse of erf: −∞ at −1, ∞ at 1, NaN beyond.
 *
 * @source torch.erfinv
 * @example
 * erfinv(tensor([0.5])) // [0.4769]
 */
export const erfinv = /* @__PURE__ */ withSlope(
  "erfinv",
  (x) => inverseErf(x, sub(1, abs(x))),
  (_, y) => exp(y.square()).mul(Math.sqrt(Math.PI) / 2),
);

/** −x·ln x, 0 at 0, −∞ below. @source torch.special.entr */
export function entr(input: Tensor): Tensor {
  const x = inFloat(input);
  const [isBelow, isZero] = [lt(x, 0), eq(x, 0)];
  const start = sqrt(where(isZero, x, 0).add(0)); // 0, not −0, of slope ∞
  const positive = where(x.le(0), 1, x);
  return where(isBelow, log(withoutSlope(x, isBelow)), where(isZero, start, xlogy(positive, positive).neg()));
}

/** 0 whose slope, times that of a function which is infinitely steep there, is NaN: for where a value has none. */
function withoutSlope(input: Tensor, place: Tensor): Tensor {
  const chosen = where(place, input, 0);
  return sub(chosen, chosen.detach()).nanToNum().mul(0);
}

/** x·ln(1 + y), 0 where x is 0; shapes broadcast. @source torch.special.xlog1py */
export function xlog1py(input: Operand, other: Operand): Tensor {
  const [x, y] = inCommonType(...operands(input, other, undefined, inFloats));
  const vanishes = eq(x, 0).logicalAnd(le(y, -1).logicalOr(eq(y, POSITIVE_INFINITY)));
  return mul(x, log1p(where(vanishes, 0, y)));
}

/**
 * The share of a standard normal distribution that lies below x.
 *
 * @source torch.special.ndtr
 * @example
 * ndtr(tensor([0, 1.96])) // [0.5, 0.975]
 */
export function ndtr(input: Tensor): Tensor {
  return inFloat(input).mul(-Math.SQRT1_2).erfc().mul(0.5);
}

/**
 * The x below which a share of a standard normal distribution lies: ndtr's inverse. −∞ at 0, ∞ at 1, NaN beyond.
 *
 * @source torch.special.ndtri
 */
export const ndtri = /* @__PURE__ */ withSlope(
  "ndtri",
  (share) => inverseErf(share.mul(2).sub(1), share.minimum(sub(1, share)).mul(2)).mul(Math.SQRT2),
  (_, y) => exp(y.square().mul(0.5)).mul(Math.sqrt(2 * Math.PI)),
);

/** Σ lgamma(x − i/2) over i < p, and ln π · p(p − 1)/4: ln of the gamma function of p dimensions, from 1 up. @source torch.mvlgamma */
export function mvlgamma(input: Tensor, p: number): Tensor {
  if (!Number.isInteger(p) || p < 1) {
    throw new ArgumentError({
      operation: "mvlgamma",
      got: `p ${shown(p)}`,
      expected: "a whole number from 1 up",
    });
  }
  const x = inFloat(input);
  const terms = Array.from({ length: p }, (_, i) => lgamma(x.sub(i / 2)));
  return terms.reduce((sum, term) => sum.add(term)).add((p * (p - 1) * Math.log(Math.PI)) / 4);
}

/** The size of a with the sign of b; shapes broadcast. @source torch.copysign */
export function copysign(input: Tensor, other: Operand): Tensor {
  const [a, b] = inCommonType(...operands(input, other, undefined, inFloats));
  const size = inFloat(a);
  return where(signbit(b), abs(size).neg(), abs(size));
}

/** Whether x is negative, −0 counted. @source torch.signbit */
export function signbit(input: Tensor): Tensor {
  return lt(input, 0).logicalOr(eq(input, 0).logicalAnd(lt(inFloat(input).reciprocal(), 0)));
}

/** Whether x is ∞. @source torch.isposinf */
export function isposinf(input: Tensor): Tensor {
  return eq(input, POSITIVE_INFINITY);
}

/** Whether x is −∞. @source torch.isneginf */
export function isneginf(input: Tensor): Tensor {
  return eq(input, NEGATIVE_INFINITY);
}

/** ln(2ᵃ + 2ᵇ)/ln 2 without overflow; shapes broadcast. @source torch.logaddexp2 */
export function logaddexp2(input: Tensor, other: Tensor): Tensor {
  requireSomeFloat("logaddexp2", input, other);
  const [a, b] = inCommonType(input, other);
  return a.mul(Math.LN2).logaddexp(b.mul(Math.LN2)).div(Math.LN2);
}

/** a·2ᵇ; shapes broadcast. @source torch.ldexp */
export function ldexp(input: Tensor, other: Tensor): Tensor {
  return mul(input, inFloat(other).exp2());
}

/** aᵇ in float64. @source torch.float_power */
export function floatPower(input: Tensor, exponent: Operand): Tensor {
  const power = typeof exponent === "number" ? exponent : exponent.to("float64");
  return input.to("float64").pow(power);
}

/** The largest whole number that divides both; shapes broadcast. @source torch.gcd */
export function gcd(input: Tensor, other: Tensor): Tensor {
  requireInteger("gcd", input, other);
  let [a, b] = [abs(input.add(other.mul(0))), abs(other.add(input.mul(0)))];
  // Euclid's steps; Fibonacci's numbers, the slowest, take 45 for what int32 holds.
  for (let step = 0; step < 46; step++) {
    const isDone = eq(b, 0);
    [a, b] = [where(isDone, a, b), where(isDone, 0, a.remainder(where(isDone, 1, b)))];
  }
  return a;
}

/** The smallest whole number that both divide; shapes broadcast. @source torch.lcm */
export function lcm(input: Tensor, other: Tensor): Tensor {
  requireInteger("lcm", input, other);
  const [a, b] = inCommonType(input, other);
  const divisor = gcd(a, b);
  const isNone = eq(divisor, 0);
  const parts = a.floorDivide(where(isNone, 1, divisor));
  return where(isNone, 0, abs(mul(parts, b)));
}

/** b − alpha·a; shapes broadcast. @source torch.rsub */
export function rsub(input: Tensor, other: Operand, options?: { readonly alpha?: number }): Tensor {
  checkOptions("rsub", options, { alpha: null });
  return options === undefined ? sub(other, input) : sub(other, input, options);
}

/** x itself, where it is a number. @source torch.positive */
export function positive(input: Tensor): Tensor {
  requireNumber("positive", input);
  return input;
}

/** Whether the only element is not 0. @source torch.is_nonzero */
export function isNonzero(input: Tensor): boolean {
  return ne(input, 0).itemSync() !== 0;
}
