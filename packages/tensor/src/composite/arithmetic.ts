import { isFloat } from "../dtype.js";
import type { Tensor } from "../tensor.js";
import {
  abs,
  add,
  div,
  eq,
  exp,
  expm1,
  ge,
  log1p,
  maximum,
  minimum,
  mul,
  pow,
  sub,
  where,
} from "./elementwise.js";
import { matmul } from "./linear-algebra.js";
import { isnan, logicalAnd, logicalOr } from "./logic.js";
import { type Operand, operands } from "./operand.js";

/**
 * x kept within low and high; either may be left out.
 *
 * @source torch.clamp
 * @example
 * tensor([-2, 0.5, 2]).clamp(-1, 1) // [-1, 0.5, 1]
 */
export function clamp(input: Tensor, low?: Operand, high?: Operand): Tensor {
  const raised = low === undefined ? input : maximum(input, low);
  return high === undefined ? raised : minimum(raised, high);
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
  const atZero = eq(input, 0);
  const angle = where(atZero, 1, input).mul(Math.PI);
  return where(atZero, 1, angle.sin().div(angle));
}

/**
 * x·ln y, 0 where x is 0; shapes broadcast.
 *
 * @source torch.xlogy
 * @example
 * tensor([0, 1]).xlogy(tensor([0, 2])) // [0, 0.6931]
 */
export function xlogy(input: Operand, other: Operand): Tensor {
  const [x, y] = operands(input, other);
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
  const inOrder = ge(input, other);
  const [high, low] = [where(inOrder, input, other), where(inOrder, other, input)];
  const peak = high.detach();
  const shift = where(eq(abs(peak), Number.POSITIVE_INFINITY), 0, peak);
  return add(log1p(add(expm1(sub(high, shift)), exp(sub(low, shift)))), shift);
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
  return add(input, mul(sub(end, input), weight));
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
export function addcmul(input: Tensor, a: Tensor, b: Tensor, { value = 1 }: ScaledOptions = {}): Tensor {
  return add(input, scaled(mul(a, b), value));
}

/**
 * input + value·a/b; shapes broadcast.
 *
 * @source torch.addcdiv
 * @example
 * tensor([1]).addcdiv(tensor([6]), tensor([3])) // [3]
 */
export function addcdiv(input: Tensor, a: Tensor, b: Tensor, { value = 1 }: ScaledOptions = {}): Tensor {
  return add(input, scaled(div(a, b), value));
}

export interface BlendOptions {
  /** What the input is multiplied with; 1 unless said. */
  readonly beta?: number;
  /** What the product is multiplied with; 1 unless said. */
  readonly alpha?: number;
}

/**
 * beta·input + alpha·(left × right), of matrices or batches of them.
 *
 * @source torch.addmm, torch.baddbmm
 * @example
 * ones([1]).addmm(eye(2), tensor([[1, 2], [3, 4]])) // [[2, 3], [4, 5]]
 */
export function addmm(
  input: Tensor,
  left: Tensor,
  right: Tensor,
  { beta = 1, alpha = 1 }: BlendOptions = {},
): Tensor {
  return add(scaled(input, beta), scaled(matmul(left, right), alpha));
}

function scaled(input: Tensor, factor: number): Tensor {
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
  return mul(input, Math.PI / 180);
}

/**
 * Degrees of radians.
 *
 * @source torch.rad2deg
 * @example
 * tensor([Math.PI]).rad2deg() // [180]
 */
export function rad2deg(input: Tensor): Tensor {
  return mul(input, 180 / Math.PI);
}

/**
 * ln(x / (1 − x)), the inverse of sigmoid.
 *
 * @source torch.logit
 * @example
 * tensor([0.5, 0.9]).logit() // [0, 2.1972]
 */
export function logit(input: Tensor): Tensor {
  return input.div(input.neg().add(1)).log();
}

/**
 * NaN replaced by 0 (or `nan`), ±∞ by the largest finite numbers.
 *
 * @source torch.nan_to_num
 * @example
 * tensor([Number.NaN, 1]).nanToNum() // [0, 1]
 */
export function nanToNum(input: Tensor, nan = 0): Tensor {
  if (!isFloat(input.dtype)) return input;
  const largest = input.dtype === "float64" ? Number.MAX_VALUE : 3.4028234663852886e38;
  return where(isnan(input), nan, clamp(input, -largest, largest));
}
