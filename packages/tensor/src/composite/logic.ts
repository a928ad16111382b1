import { dispatch } from "../dispatch.js";
import { isFloat } from "../dtype.js";
import { DTypeError } from "../errors.js";
import {
  bitwiseAnd as andRow,
  none,
  bitwiseOr as orRow,
  type Pointwise,
  bitwiseXor as xorRow,
} from "../ops/pointwise.js";
import { readNow } from "../read.js";
import { sameShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { abs, add, eq, floorDivide, le, lt, maximum, mul, ne, pow, sub } from "./elementwise.js";
import { type Operand, operands } from "./operand.js";
import { all } from "./reduction.js";

/** Whether x is NaN. @source torch.isnan */
export function isnan(input: Tensor): Tensor {
  return ne(input, input);
}

/** Whether x is ∞ or −∞. @source torch.isinf */
export function isinf(input: Tensor): Tensor {
  return eq(abs(input), Number.POSITIVE_INFINITY);
}

/** Whether x is neither NaN nor ±∞. @source torch.isfinite */
export function isfinite(input: Tensor): Tensor {
  return lt(abs(input), Number.POSITIVE_INFINITY);
}

/** Whether both are other than 0; shapes broadcast. @source torch.logical_and */
export function logicalAnd(input: Operand, other: Operand): Tensor {
  return mul(ne(input, 0), ne(other, 0));
}

/** Whether one at least is other than 0; shapes broadcast. @source torch.logical_or */
export function logicalOr(input: Operand, other: Operand): Tensor {
  return maximum(ne(input, 0), ne(other, 0));
}

/** Whether exactly one is other than 0; shapes broadcast. @source torch.logical_xor */
export function logicalXor(input: Operand, other: Operand): Tensor {
  return ne(ne(input, 0), ne(other, 0));
}

/** Whether x is 0. @source torch.logical_not */
export function logicalNot(input: Tensor): Tensor {
  return eq(input, 0);
}

function refuseFloats(operation: string, ...inputs: readonly Tensor[]): void {
  const float = inputs.find(({ dtype }) => isFloat(dtype));
  if (float === undefined) return;
  throw new DTypeError({
    operation,
    got: `a tensor of dtype ${float.dtype}`,
    expected: "integers or bool, as only those have bits to combine",
    hint: 'Try x.to("int32").',
  });
}

function bitwise(op: Pointwise) {
  return (input: Operand, other: Operand): Tensor => {
    const pair = operands(input, other);
    refuseFloats(op.name, ...pair);
    return dispatch(op, pair, none);
  };
}

/** The bits that both have; shapes broadcast. @source torch.bitwise_and */
export const bitwiseAnd = bitwise(andRow);
/** The bits that either has; shapes broadcast. @source torch.bitwise_or */
export const bitwiseOr = bitwise(orRow);
/** The bits that exactly one has; shapes broadcast. @source torch.bitwise_xor */
export const bitwiseXor = bitwise(xorRow);

/** Every bit turned over; for bool, logical not. @source torch.bitwise_not */
export function bitwiseNot(input: Tensor): Tensor {
  refuseFloats("bitwiseNot", input);
  return input.dtype === "bool" ? logicalNot(input) : sub(-1, input);
}

/** Bits moved `places` up: x·2ⁿ; shapes broadcast. @source torch.bitwise_left_shift */
export function bitwiseLeftShift(input: Tensor, places: Tensor): Tensor {
  refuseFloats("bitwiseLeftShift", input, places);
  return mul(input, pow(2, places));
}

/** Bits moved `places` down, the sign kept: ⌊x / 2ⁿ⌋; shapes broadcast. @source torch.bitwise_right_shift */
export function bitwiseRightShift(input: Tensor, places: Tensor): Tensor {
  refuseFloats("bitwiseRightShift", input, places);
  return floorDivide(input, pow(2, places));
}

export interface ClosenessOptions {
  /** Relative tolerance; 1e-5 unless said. */
  readonly rtol?: number;
  /** Absolute tolerance; 1e-8 unless said. */
  readonly atol?: number;
  /** Whether NaN counts as close to NaN. */
  readonly equalNan?: boolean;
}

/** Whether |a − b| ≤ atol + rtol·|b|, element by element; shapes broadcast. @source torch.isclose */
export function isclose(
  input: Tensor,
  other: Tensor,
  { rtol = 1e-5, atol = 1e-8, equalNan = false }: ClosenessOptions = {},
): Tensor {
  const within = le(abs(sub(input, other)), add(mul(abs(other), rtol), atol));
  const near = logicalOr(eq(input, other), logicalAnd(within, isfinite(other)));
  return equalNan ? logicalOr(near, logicalAnd(isnan(input), isnan(other))) : near;
}

/** Whether all elements are close. @throws DeviceError on WebGPU, which answers later: use `isclose`. @source torch.allclose */
export function allclose(input: Tensor, other: Tensor, options?: ClosenessOptions): boolean {
  return readNow(all(isclose(input, other, options)), "allclose")[0] !== 0;
}

/** Whether two tensors have one shape and the same elements. @throws DeviceError on WebGPU: use `eq`. @source torch.equal */
export function equal(input: Tensor, other: Tensor): boolean {
  if (!sameShape(input.shape, other.shape)) return false;
  const others = readNow(other, "equal");
  return readNow(input, "equal").every((value, i) => value === others[i]);
}
