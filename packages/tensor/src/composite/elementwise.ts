import { dispatch } from "../dispatch.js";
import { isFloat } from "../dtype.js";
import { ArgumentError, DTypeError } from "../errors.js";
import * as rows from "../ops/pointwise.js";
import { none, type Pointwise } from "../ops/pointwise-row.js";
import { checkOptions, checkWhole } from "../options.js";
import { peek } from "../read.js";
import type { Tensor } from "../tensor.js";
import { held, inFloats, type Operand, operands, type SumOptions, sumOf, timesAlpha } from "./operand.js";
import { inCommonType, requireFloat, requireMask, requireNumber, requireSomeFloat } from "./requirements.js";

export interface DivisionOptions {
  /** Rounds the quotient down ("floor") or towards zero ("trunc"). */
  readonly roundingMode?: "floor" | "trunc" | null;
}

function unary(op: Pointwise) {
  return (input: Tensor): Tensor => dispatch(op, [input], none);
}

function binary(op: Pointwise) {
  const typeOf = op.result === "float" ? inFloats : undefined;
  return (input: Operand, other: Operand): Tensor =>
    dispatch(op, operands(input, other, undefined, typeOf), none);
}

/** A division that whole numbers stay whole in, and so have no result for where the divisor is 0. */
function division(op: Pointwise) {
  return (input: Operand, other: Operand): Tensor => {
    const [a, b] = operands(input, other);
    const isWhole = !isFloat(a.dtype) && !isFloat(b.dtype);
    // A number that comes to 0 in the dtype, as 256 does in a byte, is one too.
    const span = b.dtype === "uint8" ? 2 ** 8 : 2 ** 32;
    if (isWhole && (typeof other === "number" ? other % span === 0 : peek(b)?.includes(0))) {
      throw new ArgumentError({
        operation: op.name,
        got: "0 to divide whole numbers by",
        expected: "another divisor",
        hint: "Try x.float() first, which gives ±∞ or NaN.",
      });
    }
    return dispatch(op, isWhole && a.dtype !== b.dtype ? inCommonType(a, b) : [a, b], none);
  };
}

/** −x. @source torch.neg */
export const neg = unary(rows.neg);
/** |x|. @source torch.abs */
export const abs = unary(rows.abs);
/**
 * −1, 0 or 1 by the sign of x.
 *
 * @source torch.sign
 * @example
 * tensor([-2, 0, 3]).sign() // [-1, 0, 1]
 */
export const sign = unary(rows.sign);
/** x². @source torch.square */
export function square(input: Tensor): Tensor {
  return dispatch(rows.square, [input.dtype === "bool" ? input.to("int32") : input], none);
}
/** √x, NaN below 0. @source torch.sqrt */
export const sqrt = unary(rows.sqrt);
/** 1/x. @source torch.reciprocal */
export const reciprocal = unary(rows.reciprocal);
/** Natural exponential eˣ. @source torch.exp */
export const exp = unary(rows.exp);
/**
 * eˣ − 1, exact near 0.
 *
 * @source torch.expm1
 * @example
 * tensor([0, 1]).expm1() // [0, 1.7183]
 */
export const expm1 = unary(rows.expm1);
/** Natural logarithm, −∞ at 0, NaN below. @source torch.log */
export const log = unary(rows.log);
/** Logarithm to base 2. @source torch.log2 */
export const log2 = unary(rows.log2);
/** Logarithm to base 10. @source torch.log10 */
export const log10 = unary(rows.log10);
/**
 * ln(1 + x), exact near 0.
 *
 * @source torch.log1p
 * @example
 * tensor([0, 1]).log1p() // [0, 0.6931]
 */
export const log1p = unary(rows.log1p);
/** Sine of x in radians. @source torch.sin */
export const sin = unary(rows.sin);
/** Cosine of x in radians. @source torch.cos */
export const cos = unary(rows.cos);
/** Tangent of x in radians. @source torch.tan */
export const tan = unary(rows.tan);
/** Arc sine in radians, NaN beyond ±1. @source torch.asin */
export const asin = unary(rows.asin);
/** Arc cosine in radians, NaN beyond ±1. @source torch.acos */
export const acos = unary(rows.acos);
/** Arc tangent in radians. @source torch.atan */
export const atan = unary(rows.atan);
/** Hyperbolic sine. @source torch.sinh */
export const sinh = unary(rows.sinh);
/** Hyperbolic cosine. @source torch.cosh */
export const cosh = unary(rows.cosh);
/** Inverse hyperbolic sine. @source torch.asinh */
export const asinh = unary(rows.asinh);
/** Inverse hyperbolic cosine, NaN below 1. @source torch.acosh */
export const acosh = unary(rows.acosh);
/** Inverse hyperbolic tangent, NaN beyond ±1. @source torch.atanh */
export const atanh = unary(rows.atanh);
/** Hyperbolic tangent. @source torch.tanh */
export const tanh = unary(rows.tanh);
/**
 * 1 / (1 + e⁻ˣ), from 0 to 1.
 *
 * @source torch.sigmoid
 * @example
 * tensor([-100, 0, 100]).sigmoid() // [0, 0.5, 1]
 */
export const sigmoid = unary(rows.sigmoid);
/** max(x, 0), whose gradient at 0 is 0. @source torch.relu */
export const relu = unary(rows.relu);
/** The error function 2/√π · ∫₀ˣ e^(−t²) dt. @source torch.erf */
export const erf = unary(rows.erf);
/** 1 − erf(x), exact where erf rounds to 1. @source torch.erfc */
export const erfc = unary(rows.erfc);
/** The largest whole number not above x. @source torch.floor */
export const floor = unary(rows.floor);
/** The smallest whole number not below x. @source torch.ceil */
export const ceil = unary(rows.ceil);
/**
 * The nearest whole number, halves to the even one; or the nearest with so many decimals.
 *
 * @source torch.round
 * @example
 * tensor([0.5, 1.5, -2.6]).round() // [0, 2, -3]
 */
export function round(input: Tensor, options?: RoundOptions): Tensor {
  checkOptions("round", options, { decimals: null });
  if (options?.decimals !== undefined) requireFloat("round", input);
  const { decimals = 0 } = options ?? {};
  checkWhole("round", "decimals", decimals);
  if (decimals === 0) return dispatch(rows.round, [input], none);
  const scale = 10 ** Math.abs(decimals);
  if (decimals < 0) return mul(dispatch(rows.round, [div(input, scale)], none), scale);
  return div(dispatch(rows.round, [mul(input, scale)], none), scale);
}

export interface RoundOptions {
  /** How many digits behind the point stay; negative ones stand before it. 0 unless said. */
  readonly decimals?: number;
}

/**
 * x without its fraction.
 *
 * @source torch.trunc
 * @example
 * tensor([-1.7, 1.7]).trunc() // [-1, 1]
 */
export const trunc = unary(rows.trunc);

/**
 * a + alpha·b; shapes broadcast.
 *
 * @source torch.add
 * @example
 * tensor([[1], [2]]).add(tensor([10, 20])) // [[11, 21], [12, 22]]
 */
export function add(input: Operand, other: Operand, options?: SumOptions): Tensor {
  const both = timesAlpha("add", rows.add, input, other, options);
  return dispatch(sumOf(both), both, none);
}

/**
 * a − alpha·b; shapes broadcast.
 *
 * @source torch.sub
 * @example
 * tensor([1, 2]).sub(0.5) // [0.5, 1.5]
 */
export function sub(input: Operand, other: Operand, options?: SumOptions): Tensor {
  return dispatch(rows.sub, timesAlpha("sub", rows.sub, input, other, options), none);
}
/**
 * a · b; shapes broadcast.
 *
 * @source torch.mul
 * @example
 * tensor([1, 2]).mul(3) // [3, 6]
 */
export const mul = binary(rows.mul);
const quotientOf = binary(rows.div);
const divisionOptions = { roundingMode: ["floor", "trunc", null] };
/**
 * a / b, integers as floats; rounded down or towards zero if asked, integers then stay; shapes broadcast.
 *
 * @source torch.div
 * @example
 * tensor([-7, 7]).div(2, { roundingMode: "floor" }) // [-4, 3]
 */
export function div(input: Operand, other: Operand, options?: DivisionOptions): Tensor {
  checkOptions("div", options, divisionOptions);
  const roundingMode = options?.roundingMode ?? null;
  if (roundingMode === "floor") return floorDivide(input, other);
  if (roundingMode === null) return quotientOf(input, other);
  const [a, b] = operands(input, other);
  const quotient = quotientOf(a, b);
  if (a.dtype === "bool" && b.dtype === "bool") requireNumber("div", a);
  // By way of floorDivide, whose gradient is 0 even where the quotient's is none.
  const below = floorDivide(a, b);
  if (isFloat(below.dtype)) return where(eq(b, b), trunc(quotient.detach()), below);
  const opposite = neg(a.dtype === "bool" ? a.to(b.dtype) : a);
  return where(lt(quotient, 0), neg(floorDivide(opposite, b)), below);
}
/**
 * What is left of a / b, with the sign of b; shapes broadcast.
 *
 * @source torch.remainder
 * @example
 * tensor([-3, 3]).remainder(2) // [1, 1]
 */
export const remainder = division(rows.remainder);
/**
 * What is left of a / b, with the sign of a; shapes broadcast.
 *
 * @source torch.fmod
 * @example
 * tensor([-3, 3]).fmod(2) // [-1, 1]
 */
export const fmod = division(rows.fmod);
/**
 * The largest whole number not above a / b; shapes broadcast.
 *
 * @source torch.floor_divide
 * @example
 * tensor([-7, 7]).floorDivide(2) // [-4, 3]
 */
export const floorDivide = division(rows.floorDivide);
/**
 * √(a² + b²) without overflow; shapes broadcast.
 *
 * @source torch.hypot
 * @example
 * tensor([3]).hypot(4) // [5]
 */
export function hypot(input: Operand, other: Operand): Tensor {
  const both = operands(input, other);
  requireSomeFloat("hypot", ...both);
  return dispatch(rows.hypot, both, none);
}
/**
 * The larger of a and b, NaN if either is; shapes broadcast.
 *
 * @source torch.maximum
 * @example
 * tensor([1, 5]).maximum(tensor([3, 2])) // [3, 5]
 */
export const maximum = binary(rows.maximum);
/**
 * The smaller of a and b, NaN if either is; shapes broadcast.
 *
 * @source torch.minimum
 * @example
 * tensor([1, 5]).minimum(3) // [1, 3]
 */
export const minimum = binary(rows.minimum);
/** The angle of the point (x: b, y: a) in radians; shapes broadcast. @source torch.atan2 */
export const atan2 = binary(rows.atan2);
/**
 * a = b; shapes broadcast.
 *
 * @source torch.eq
 * @example
 * tensor([1, 2]).eq(2) // [false, true]
 */
export const eq = binary(rows.eq);
/** a ≠ b; shapes broadcast. @source torch.ne */
export const ne = binary(rows.ne);
/** a < b; shapes broadcast. @source torch.lt */
export const lt = binary(rows.lt);
/** a ≤ b; shapes broadcast. @source torch.le */
export const le = binary(rows.le);
/**
 * a > b; shapes broadcast.
 *
 * @source torch.gt
 * @example
 * tensor([1, 2]).gt(1) // [false, true]
 */
export const gt = binary(rows.gt);
/** a ≥ b; shapes broadcast. @source torch.ge */
export const ge = binary(rows.ge);

/**
 * `whenTrue` where `condition` holds, `whenFalse` elsewhere; shapes broadcast.
 *
 * @source torch.where
 * @example
 * where(tensor([true, false]), tensor([1, 2]), 0) // [1, 0]
 */
export function where(condition: Tensor, whenTrue: Operand, whenFalse: Operand): Tensor {
  requireMask("where", condition);
  const [yes, no] = operands(whenTrue, whenFalse, condition, held("where"));
  return dispatch(rows.where, [condition, yes, no], none);
}

/**
 * inputᵉˣᵖᵒⁿᵉⁿᵗ; shapes broadcast.
 *
 * @source torch.pow
 * @example
 * tensor([2, 3]).pow(2) // [4, 9]
 */
export function pow(input: Operand, exponent: Operand): Tensor {
  if (typeof input !== "number" && typeof exponent === "number") {
    if (exponent === 2) return square(input);
    if (exponent === 3) return mul(square(input), input);
    if (isFloat(input.dtype)) {
      if (exponent === -1) return reciprocal(input);
      if (exponent === 0.5) return sqrt(input);
      if (exponent === -0.5) return reciprocal(sqrt(input));
    } else if (exponent < 0 && Number.isInteger(exponent)) {
      throw new DTypeError({
        operation: "pow",
        got: `${input.dtype} to the power of ${exponent}`,
        expected: "a power from 0 up, as whole numbers have no fractions",
        hint: "Try x.float().",
      });
    }
  }
  const typeOf = typeof exponent === "number" ? held("pow") : undefined;
  return dispatch(rows.pow, operands(input, exponent, undefined, typeOf), none);
}
