import { checkOptions } from "../options.js";
import type { Tensor } from "../tensor.js";
import { xlogy } from "./arithmetic.js";
import {
  abs,
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
  sqrt,
  sub,
  where,
} from "./elementwise.js";
import { inFloats, type Operand, operands } from "./operand.js";
import { inCommonType, inFloat, requireInteger, requireNumber, requireSomeFloat } from "./requirements.js";
import { withSlope } from "./with-slope.js";

const { NEGATIVE_INFINITY, POSITIVE_INFINITY } = Number;

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
export const entr = /* @__PURE__ */ withSlope(
  "entr",
  (x) => where(lt(x, 0), Number.NEGATIVE_INFINITY, xlogy(x, x).neg().add(0)), // 0, not −0
  (x) => log(x).add(1).neg(),
);

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
  let [a, b] = inCommonType(input, other);
  // Euclid's steps; Fibonacci's numbers, the slowest, take 45 for what int32 holds, and one more orders the signs. Sizes are
  // taken at the end, as that of −2³¹ does not fit.
  for (let step = 0; step < 47; step++) {
    const isDone = eq(b, 0);
    [a, b] = [where(isDone, a, b), where(isDone, 0, a.remainder(where(isDone, 1, b)))];
  }
  return abs(a);
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
