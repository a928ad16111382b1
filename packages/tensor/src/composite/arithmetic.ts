import { dispatch } from "../dispatch.js";
import { isFloat } from "../dtype.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { checkHolds } from "../given.js";
import { clampMin as atLeast, clampMax as atMost, softplus } from "../ops/pointwise.js";
import { none } from "../ops/pointwise-row.js";
import { checkOptions } from "../options.js";
import { requireTensor } from "../require-tensor.js";
import { showShape } from "../shape.js";
import { Tensor } from "../tensor.js";
import { type BlendOptions, blended } from "./blending.js";
import { abs, add, div, eq, ge, le, log1p, lt, mul, pow, sub, where } from "./elementwise.js";
import { matmul } from "./linear-algebra.js";
import { isnan, logicalAnd, logicalOr } from "./logic.js";
import { inFloats, type Operand, operands } from "./operand.js";
import { own } from "./own.js";
import { inCommonType, inFloat, requireAlike, requireFloat, requireSomeFloat } from "./requirements.js";

/**
 * x kept within low and high; either may be left out.
 *
 * @source torch.clamp
 * @example
 * tensor([-2, 0.5, 2]).clamp(-1, 1) // [-1, 0.5, 1]
 */
export function clamp(input: Tensor, low?: Operand | null, high?: Operand | null): Tensor {
  if ((low ?? high ?? null) === null) {
    throw new ArgumentError({ operation: "clamp", got: "no bound", expected: "a lower or an upper one" });
  }
  for (const bound of [low, high])
    if (typeof bound === "number" && Number.isInteger(bound)) checkHolds("clamp", input.dtype, bound);
  const raised = (low ?? null) === null ? input : dispatch(atLeast, operands(input, low!), none);
  return (high ?? null) === null ? raised : dispatch(atMost, operands(raised, high!), none);
}

/** max(x, low), whose gradient at the bound is the input's. @source torch.clamp_min */
export function clampMin(input: Tensor, low: Operand): Tensor {
  return clamp(input, low);
}

/** min(x, high), whose gradient at the bound is the input's. @source torch.clamp_max */
export function clampMax(input: Tensor, high: Operand): Tensor {
  return clamp(input, undefined, high);
}

/** x kept within low and high: another name for `clamp`. @source torch.clip */
export const clip = clamp;

/**
 * 1/√x.
 *
 * @source torch.rsqrt
 * @example
 * tensor([4, 16]).rsqrt() // [0.5, 0.25]
 */
export function rsqrt(input: Tensor): Tensor {
  return input.sqrt().reciprocal();
}

/**
 * 2ˣ.
 *
 * @source torch.exp2
 * @example
 * tensor([3, 0.5]).exp2() // [8, 1.4142]
 */
export function exp2(input: Tensor): Tensor {
  return pow(2, isFloat(input.dtype) ? input : input.float());
}

/**
 * The fraction of x, with its sign.
 *
 * @source torch.frac
 * @example
 * tensor([1.25, -1.25]).frac() // [0.25, -0.25]
 */
export function frac(input: Tensor): Tensor {
  requireFloat("frac", input);
  return input.sub(input.trunc());
}

/**
 * sin(πx) / πx, 1 at 0.
 *
 * @source torch.sinc
 * @example
 * tensor([0, 0.5]).sinc() // [1, 0.6366]
 */
export function sinc(input: Tensor): Tensor {
  const angle = inFloat(input).mul(Math.PI);
  const isSmall = lt(abs(angle), 0.5);
  const square = where(isSmall, angle, 0).square();
  // Near 0 the series 1 − a²/3! + a⁴/5! − …, as the quotient's slopes are differences of large numbers there.
  let series: Tensor = add(mul(square, 0), 1);
  for (let place = 14; place > 0; place -= 2) series = sub(1, mul(square, series).div(place * (place + 1)));
  const far = where(isSmall, 1, angle);
  return where(isSmall, series, far.sin().div(far));
}

/**
 * x·ln y, 0 where x is 0; shapes broadcast.
 *
 * @source torch.xlogy
 * @example
 * tensor([0, 1]).xlogy(tensor([0, 2])) // [0, 0.6931]
 */
export function xlogy(input: Operand, other: Operand): Tensor {
  const [x, y] = inCommonType(...operands(input, other, undefined, inFloats));
  const vanishes = logicalAnd(eq(x, 0), logicalOr(y.le(0), eq(y, Number.POSITIVE_INFINITY)));
  return mul(x, where(vanishes, 1, y).log());
}

/**
 * ln(eᵃ + eᵇ) without overflow; shapes broadcast.
 *
 * @source torch.logaddexp
 * @example
 * tensor([1000]).logaddexp(tensor([1000])) // [1000.6932]
 */
export function logaddexp(input: Tensor, other: Tensor): Tensor {
  requireSomeFloat("logaddexp", input, other);
  const inOrder = ge(input, other);
  const [high, low] = [where(inOrder, input, other), where(inOrder, other, input)];
  const isWhole = logicalAnd(eq(abs(high), Number.POSITIVE_INFINITY), eq(high, low));
  return where(isWhole, high, add(high, dispatch(softplus, [sub(low, high)], none)));
}

/**
 * The larger of a and b, the other one where one is NaN; shapes broadcast.
 *
 * @source torch.fmax
 * @example
 * tensor([Number.NaN, 1]).fmax(tensor([2, 3])) // [2, 3]
 */
export function fmax(input: Tensor, other: Tensor): Tensor {
  return where(logicalOr(ge(input, other), isnan(other)), input, other);
}

/** The smaller of a and b, the other one where one is NaN; shapes broadcast. @source torch.fmin */
export function fmin(input: Tensor, other: Tensor): Tensor {
  return where(logicalOr(input.le(other), isnan(other)), input, other);
}

/**
 * input + weight·(end − input); shapes broadcast.
 *
 * @source torch.lerp
 * @example
 * tensor([0, 10]).lerp(tensor([10, 20]), 0.25) // [2.5, 12.5]
 */
export function lerp(input: Tensor, end: Tensor, weight: Operand): Tensor {
  requireFloat("lerp", input, end);
  requireAlike("lerp", input, end, ...(weight instanceof Tensor ? [weight] : []));
  const between = sub(end, input);
  const fromStart = (): Tensor => add(input, mul(between, weight));
  // From the nearer end, so that a weight of 1 gives the end itself.
  const left = typeof weight === "number" ? 1 - weight : sub(1, weight);
  const fromEnd = (): Tensor => sub(end, mul(between, left));
  if (typeof weight === "number") return weight < 0.5 ? fromStart() : fromEnd();
  return where(lt(weight, 0.5), fromStart(), fromEnd());
}

export interface ScaledOptions {
  /** What the product or quotient is multiplied with; 1 unless said. */
  readonly value?: number;
}

/**
 * input + value·a·b; shapes broadcast.
 *
 * @source torch.addcmul
 * @example
 * tensor([1]).addcmul(tensor([2]), tensor([3]), { value: 0.5 }) // [4]
 */
export function addcmul(input: Tensor, a: Tensor, b: Tensor, options?: ScaledOptions): Tensor {
  checkOptions("addcmul", options, { value: null });
  return add(input, scaled(mul(...besides("addcmul", input, a, b)), options?.value));
}

/**
 * input + value·a/b; shapes broadcast.
 *
 * @source torch.addcdiv
 * @example
 * tensor([1]).addcdiv(tensor([6]), tensor([3])) // [3]
 */
export function addcdiv(input: Tensor, a: Tensor, b: Tensor, options?: ScaledOptions): Tensor {
  checkOptions("addcdiv", options, { value: null });
  requireSomeFloat("addcdiv", a, b);
  return add(input, scaled(div(...besides("addcdiv", input, a, b)), options?.value));
}

/** Both in the dtype that they and the input meet in. */
function besides(operation: string, input: Tensor, a: Tensor, b: Tensor): [Tensor, Tensor] {
  requireTensor(operation, a, b);
  return inCommonType(inCommonType(input, a)[1], inCommonType(input, b)[1]);
}

/**
 * beta·input + alpha·(left × right), of matrices or batches of them.
 *
 * @source torch.addmm, torch.baddbmm
 * @example
 * ones([1]).addmm(eye(2), tensor([[1, 2], [3, 4]])) // [[2, 3], [4, 5]]
 */
export function addmm(input: Tensor, left: Tensor, right: Tensor, options?: BlendOptions): Tensor {
  requireTensor("addmm", left, right);
  if (left.ndim < 2 || right.ndim < 2) {
    throw new ShapeError({
      operation: "addmm",
      got: `${showShape(left.shape)} × ${showShape(right.shape)}`,
      expected: "matrices or batches of them",
    });
  }
  return blended("addmm", input, matmul(left, right), options);
}

function scaled(input: Tensor, factor = 1): Tensor {
  return factor === 1 ? input : mul(input, factor);
}

/**
 * 0 below 0, `atZero` at 0, 1 above.
 *
 * @source torch.heaviside
 * @example
 * tensor([-1, 0, 1]).heaviside(tensor([0.5])) // [0, 0.5, 1]
 */
export function heaviside(input: Tensor, atZero: Tensor): Tensor {
  requireAlike("heaviside", input, atZero);
  return where(eq(input, 0), atZero, input.gt(0).to(input.dtype));
}

/**
 * Radians of degrees.
 *
 * @source torch.deg2rad
 * @example
 * tensor([180]).deg2rad() // [3.1416]
 */
export function deg2rad(input: Tensor): Tensor {
  return mul(inFloat(input), Math.PI / 180);
}

/**
 * Degrees of radians.
 *
 * @source torch.rad2deg
 * @example
 * tensor([Math.PI]).rad2deg() // [180]
 */
export function rad2deg(input: Tensor): Tensor {
  return mul(inFloat(input), 180 / Math.PI);
}

/**
 * ln(x / (1 − x)), the inverse of sigmoid.
 *
 * @source torch.logit
 * @example
 * tensor([0.5, 0.9]).logit() // [0, 2.1972]
 */
export function logit(input: Tensor, eps?: number): Tensor {
  const x = inFloat(input);
  const share = eps === undefined ? x : clamp(x, eps, 1 - eps);
  // Beyond 0 and 1 value and gradient are NaN.
  const isShare = logicalAnd(ge(share, 0), le(share, 1));
  const within = where(isShare, share, mul(where(isShare, 1, share), Number.NaN));
  return sub(within.log(), log1p(within.neg()));
}

/**
 * NaN replaced by 0 (or `nan`), ±∞ by the largest finite numbers (or `posinf` and `neginf`).
 *
 * @source torch.nan_to_num
 * @example
 * tensor([Number.NaN, 1]).nanToNum() // [0, 1]
 */
export function nanToNum(input: Tensor, nan = 0, posinf?: number, neginf?: number): Tensor {
  if (!isFloat(input.dtype)) return own(input, input);
  const largest = input.dtype === "float64" ? Number.MAX_VALUE : 3.4028234663852886e38;
  const { POSITIVE_INFINITY, NEGATIVE_INFINITY } = Number;
  const lowered = where(eq(input, POSITIVE_INFINITY), posinf ?? largest, input);
  const finite = where(eq(input, NEGATIVE_INFINITY), neginf ?? -largest, lowered);
  return where(isnan(input), nan, finite);
}
