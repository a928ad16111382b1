import { checkOptions } from "../options.js";
import type { Tensor } from "../tensor.js";
import { xlogy } from "./arithmetic.js";
import {
  abs,
  div,
  eq,
  erf,
  exp,
  floor,
  le,
  log,
  log1p,
  lt,
  mul,
  ne,
  sin,
  sqrt,
  sub,
  where,
} from "./elementwise.js";
import { type Operand, operands } from "./operand.js";
import { inCommonType, inFloat, requireInteger, requireNumber, requireSomeFloat } from "./requirements.js";

const { NEGATIVE_INFINITY, NaN: notANumber, POSITIVE_INFINITY } = Number;

/** Lanczos's coefficients for g = 7. Numerical Recipes, 6.1, has the method; these are Godfrey's. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/**
 * ln |Γ(x)|: ∞ at 0 and the negative whole numbers.
 *
 * @source torch.lgamma
 * @example
 * lgamma(tensor([1, 5])) // [0, 3.1781]
 */
export function lgamma(input: Tensor): Tensor {
  const x = inFloat(input);
  const isLow = lt(x, 0.5);
  // Γ(x)·Γ(1 − x) = π / sin πx, for the side where the series does not hold.
  const z = where(isLow, sub(1, x), x).sub(1);
  const series = lanczos
    .slice(1)
    .reduce((sum, coefficient, i) => sum.add(div(coefficient, z.add(i + 1))), z.mul(0).add(lanczos[0]!));
  const t = z.add(7.5);
  const upper = mul(z.add(0.5), log(t))
    .sub(t)
    .add(log(series))
    .add(0.5 * Math.log(2 * Math.PI));
  const isPole = eq(x, floor(x)).logicalAnd(x.le(0));
  const fraction = where(isLow.logicalAnd(isPole.logicalNot()), sub(x, floor(x)), 0.5);
  const reflected = sub(Math.log(Math.PI), log(abs(sin(fraction.mul(Math.PI))))).sub(upper);
  const found = where(isLow, reflected, upper);
  // ∞ at the poles: of slope −∞ at 0, of none at the others.
  const isZero = eq(x, 0);
  const pole = where(
    isZero,
    log(where(isZero, x, 1)),
    log(withoutSlope(x, isPole.logicalAnd(isZero.logicalNot()))),
  ).neg();
  return where(isPole, pole, where(eq(abs(x), POSITIVE_INFINITY), POSITIVE_INFINITY, found));
}

/**
 * Γ′(x)/Γ(x), lgamma's derivative: −∞ at 0, NaN at the negative whole numbers.
 *
 * @source torch.digamma
 * @example
 * digamma(tensor([1])) // [-0.5772]
 */
export function digamma(input: Tensor): Tensor {
  const x = inFloat(input);
  const isLow = lt(x, 0);
  const isPole = eq(x, floor(x)).logicalAnd(isLow);
  const isZero = eq(x, 0);
  const start = where(isLow, sub(1, x), where(isZero, 1, x));
  let shift = start.mul(0);
  for (let i = 0; i < 8; i++) shift = shift.sub(div(1, start.add(i)));
  const z = start.add(8);
  const inverse = z.reciprocal().square();
  const tail = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12].reduceRight(
    (sum, term) => mul(sum.add(term), inverse),
    inverse.mul(0),
  );
  const upper = shift.add(log(z)).sub(div(0.5, z)).sub(tail);
  const safe = where(isLow.logicalAnd(isPole.logicalNot()), x, 0.25).mul(Math.PI);
  const found = where(isLow, upper.sub(div(Math.PI, safe.tan())), upper);
  const pole = where(isZero, x, 1).reciprocal().neg();
  const finite = where(eq(x, POSITIVE_INFINITY), POSITIVE_INFINITY, found);
  return where(isPole, notANumber, where(isZero, pole, finite));
}

/**
 * The inverse of erf: −∞ at −1, ∞ at 1, NaN beyond.
 *
 * @source torch.erfinv
 * @example
 * erfinv(tensor([0.5])) // [0.4769]
 */
export function erfinv(input: Tensor): Tensor {
  const x = inFloat(input);
  const isInside = lt(abs(x), 1);
  const inside = where(isInside, x, 0);
  // Winitzki's formula is near; three steps of Newton's method, which gradients follow, make it exact.
  const l = log1p(inside.detach().square().neg());
  const half = l.div(2).add(2 / (Math.PI * 0.147));
  let y = sqrt(
    sqrt(half.square().sub(l.div(0.147)))
      .sub(half)
      .clampMin(0),
  ).mul(inside.detach().sign());
  for (let step = 0; step < 3; step++) {
    const slope = exp(y.square()).mul(Math.sqrt(Math.PI) / 2);
    y = y.sub(mul(erf(y).sub(inside), slope));
  }
  // On the ends the slope is ∞ and grows without bound; beyond them it is NaN as the value is.
  const atEnd = eq(abs(x), 1);
  const end = where(atEnd, x, 1).square().mul(x.detach().sign()).mul(POSITIVE_INFINITY);
  const outside = where(atEnd, end, where(le(abs(x), 1), 1, x).mul(notANumber));
  return where(isInside, y, outside);
}

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
  const [x, y] = inCommonType(...operands(input, other));
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

/** The x below which a share of a standard normal distribution lies: ndtr's inverse. @source torch.special.ndtri */
export function ndtri(input: Tensor): Tensor {
  return erfinv(inFloat(input).mul(2).sub(1)).mul(Math.SQRT2);
}

/** Σ lgamma(x − i/2) over i < p, and ln π · p(p − 1)/4: ln of the gamma function of p dimensions. @source torch.mvlgamma */
export function mvlgamma(input: Tensor, p: number): Tensor {
  const x = inFloat(input);
  const terms = Array.from({ length: p }, (_, i) => lgamma(x.sub(i / 2)));
  return terms.reduce((sum, term) => sum.add(term)).add((p * (p - 1) * Math.log(Math.PI)) / 4);
}

/** The size of a with the sign of b; shapes broadcast. @source torch.copysign */
export function copysign(input: Tensor, other: Operand): Tensor {
  const [a, b] = inCommonType(...operands(input, other));
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
