import { dispatch } from "../dispatch.js";
import { isFloat } from "../dtype.js";
import { bitwiseAnd as andRow, bitwiseOr as orRow, bitwiseXor as xorRow } from "../ops/pointwise.js";
import { none, type Pointwise, promoteTensors } from "../ops/pointwise-row.js";
import { checkOptions } from "../options.js";
import { readNow } from "../read.js";
import { requireTensor } from "../require-tensor.js";
import { sameShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { abs, add, eq, floorDivide, le, lt, maximum, minimum, mul, ne, pow, sub } from "./elementwise.js";
import { type Operand, operands } from "./operand.js";
import { all } from "./reduction.js";
import { requireAlike, requireWhole } from "./requirements.js";

/**
 * Whether x is NaN.
 *
 * @source torch.isnan
 * @example
 * tensor([1, Number.NaN]).isnan() // [false, true]
 */
export function isnan(input: Tensor): Tensor {
  return ne(input, input);
}

/**
 * Whether x is ∞ or −∞.
 *
 * @source torch.isinf
 * @example
 * tensor([1, Number.POSITIVE_INFINITY]).isinf() // [false, true]
 */
export function isinf(input: Tensor): Tensor {
  return isFloat(input.dtype) ? eq(abs(input), Number.POSITIVE_INFINITY) : ne(input, input);
}

/**
 * Whether x is neither NaN nor ±∞.
 *
 * @source torch.isfinite
 * @example
 * tensor([1, Number.NaN]).isfinite() // [true, false]
 */
export function isfinite(input: Tensor): Tensor {
  return isFloat(input.dtype) ? lt(abs(input), Number.POSITIVE_INFINITY) : eq(input, input);
}

/**
 * Whether both are other than 0; shapes broadcast.
 *
 * @source torch.logical_and
 * @example
 * tensor([0, 1, 2]).logicalAnd(tensor([1, 1, 0])) // [false, true, false]
 */
export function logicalAnd(input: Operand, other: Operand): Tensor {
  return mul(ne(input, 0), ne(other, 0));
}

/**
 * Whether one at least is other than 0; shapes broadcast.
 *
 * @source torch.logical_or
 * @example
 * tensor([0, 1, 0]).logicalOr(tensor([1, 1, 0])) // [true, true, false]
 */
export function logicalOr(input: Operand, other: Operand): Tensor {
  return maximum(ne(input, 0), ne(other, 0));
}

/**
 * Whether exactly one is other than 0; shapes broadcast.
 *
 * @source torch.logical_xor
 * @example
 * tensor([0, 1, 1]).logicalXor(tensor([1, 1, 0])) // [true, false, true]
 */
export function logicalXor(input: Operand, other: Operand): Tensor {
  return ne(ne(input, 0), ne(other, 0));
}

/**
 * Whether x is 0.
 *
 * @source torch.logical_not
 * @example
 * tensor([0, 1]).logicalNot() // [true, false]
 */
export function logicalNot(input: Tensor): Tensor {
  return eq(input, 0);
}

function bitwise(op: Pointwise) {
  return (input: Operand, other: Operand): Tensor => {
    const pair = operands(input, other);
    requireWhole(op.name, ...pair);
    return dispatch(op, pair, none);
  };
}

/**
 * The bits that both have; shapes broadcast.
 *
 * @source torch.bitwise_and
 * @example
 * tensor([6]).int().bitwiseAnd(3) // [2]
 */
export const bitwiseAnd = bitwise(andRow);
/**
 * The bits that either has; shapes broadcast.
 *
 * @source torch.bitwise_or
 * @example
 * tensor([6]).int().bitwiseOr(3) // [7]
 */
export const bitwiseOr = bitwise(orRow);
/**
 * The bits that exactly one has; shapes broadcast.
 *
 * @source torch.bitwise_xor
 * @example
 * tensor([6]).int().bitwiseXor(3) // [5]
 */
export const bitwiseXor = bitwise(xorRow);

/**
 * Every bit turned over; for bool, logical not.
 *
 * @source torch.bitwise_not
 * @example
 * tensor([5]).int().bitwiseNot() // [-6]
 */
export function bitwiseNot(input: Tensor): Tensor {
  requireWhole("bitwiseNot", input);
  return input.dtype === "bool" ? logicalNot(input) : sub(-1, input);
}

/**
 * Bits moved `places` up: x·2ⁿ; shapes broadcast.
 *
 * @source torch.bitwise_left_shift
 * @example
 * tensor([3]).int().bitwiseLeftShift(tensor([2]).int()) // [12]
 */
export function bitwiseLeftShift(input: Operand, places: Operand): Tensor {
  const { bits, by, dtype } = shifted("bitwiseLeftShift", input, places);
  return mul(bits, pow(2, by)).to(dtype);
}

/**
 * Bits moved `places` down, the sign coming in: ⌊x / 2ⁿ⌋; shapes broadcast.
 *
 * @source torch.bitwise_right_shift
 * @example
 * tensor([-5]).int().bitwiseRightShift(tensor([1]).int()) // [-3]
 */
export function bitwiseRightShift(input: Operand, places: Operand): Tensor {
  const { bits, by, dtype } = shifted("bitwiseRightShift", input, places);
  // In two goes, as 2³¹ is more than int32 holds.
  const first = minimum(by, 16);
  const second = minimum(sub(by, first), 16);
  return floorDivide(floorDivide(bits, pow(2, first)), pow(2, second)).to(dtype);
}

/** Both in int32, so that what is in between does not wrap around, and the dtype that the result takes. */
function shifted(operation: string, input: Operand, places: Operand) {
  const [bits, by] = operands(input, places);
  requireWhole(operation, bits, by);
  return { bits: bits.to("int32"), by: by.to("int32"), dtype: promoteTensors([bits, by]) };
}

export interface ClosenessOptions {
  /** Relative tolerance; 1e-5 unless said. */
  readonly rtol?: number;
  /** Absolute tolerance; 1e-8 unless said. */
  readonly atol?: number;
  /** Whether NaN counts as close to NaN. */
  readonly equalNan?: boolean;
}

/**
 * Whether |a − b| ≤ atol + rtol·|b|, element by element; shapes broadcast.
 *
 * @source torch.isclose
 * @example
 * tensor([1, 2]).isclose(tensor([1.000001, 2.1])) // [true, false]
 */
export function isclose(input: Tensor, other: Tensor, options?: ClosenessOptions): Tensor {
  checkOptions("isclose", options, { rtol: null, atol: null, equalNan: [true, false] });
  requireAlike("isclose", input, other);
  if (input.dtype === "bool") return eq(input, other);
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = options ?? {};
  const within = le(abs(sub(input, other)), add(mul(abs(other), rtol), atol));
  const near = logicalOr(eq(input, other), logicalAnd(within, isfinite(other)));
  return equalNan ? logicalOr(near, logicalAnd(isnan(input), isnan(other))) : near;
}

/**
 * Whether all elements are close.
 *
 * @throws DeviceError on WebGPU, which answers later: use `isclose`.
 * @source torch.allclose
 * @example
 * tensor([1, 2]).allclose(tensor([1.000001, 2])) // true
 */
export function allclose(input: Tensor, other: Tensor, options?: ClosenessOptions): boolean {
  return readNow(all(isclose(input, other, options)), "allclose")[0] !== 0;
}

/**
 * Whether two tensors have one shape and the same elements.
 *
 * @throws DeviceError on WebGPU: use `eq`.
 * @source torch.equal
 * @example
 * tensor([1, 2]).equal(tensor([1, 2])) // true
 */
export function equal(input: Tensor, other: Tensor): boolean {
  requireTensor("equal", other);
  if (!sameShape(input.shape, other.shape)) return false;
  const [own, others] = [readNow(input, "equal"), readNow(other, "equal")];
  for (let i = 0; i < own.length; i++) if (own[i] !== others[i]) return false;
  return true;
}
