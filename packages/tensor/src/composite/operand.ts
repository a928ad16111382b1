import type { Device } from "../backend/device.js";
import { selectedDevice } from "../backend/select-device.js";
import { dispatch } from "../dispatch.js";
import { type DType, isFloat } from "../dtype.js";
import { ArgumentError } from "../errors.js";
import { checkHolds } from "../given.js";
import { interceptor } from "../interceptor.js";
import { add, copy, maximum, mul } from "../ops/pointwise.js";
import { none, type Pointwise } from "../ops/pointwise-row.js";
import { full } from "../ops/source.js";
import { checkOptions, shown } from "../options.js";
import { keep } from "../scope.js";
import { Tensor } from "../tensor.js";

/** A tensor, or a number that takes part as a scalar. */
export type Operand = Tensor | number;

const kept: { readonly [D in DType]: Map<number, Tensor> } = {
  float32: new Map(),
  float64: new Map(),
  int32: new Map(),
  uint8: new Map(),
  bool: new Map(),
};

/** A scalar tensor for `value`; recently used ones are kept, as loops ask for the same few again and again. */
function scalar(value: number, dtype: DType, device: Device): Tensor {
  // A compiled step is told every number anew, as the next run may have another in its place.
  if (interceptor !== null) return dispatch(full, [], { shape: [], dtype, device, value });
  const known = kept[dtype].get(value);
  const negativeZero = value === 0 && Object.is(value, -0); // a map takes it for 0
  if (known !== undefined && known.storage.device === device && !negativeZero) return known;
  const made = dispatch(full, [], { shape: [], dtype, device, value });
  if (negativeZero) return made;
  if (kept[dtype].size >= 256) kept[dtype].clear();
  kept[dtype].set(value, keep(made));
  return made;
}

/** The dtype a plain number takes beside `tensor`: the tensor's, unless a fraction meets an integer or bool one. */
function scalarType(value: number, dtype: DType): DType {
  if (isFloat(dtype)) return dtype;
  if (!Number.isInteger(value)) return "float32";
  return dtype === "bool" ? "int32" : dtype;
}

/** The dtype that it takes where the result is a float anyway, so that no whole number is too large. */
export const inFloats: typeof scalarType = (_value, dtype) => (isFloat(dtype) ? dtype : "float32");

/** Its dtype where, as in PyTorch, a number is refused that the tensor's dtype cannot hold. */
export function held(operation: string): typeof scalarType {
  return (value, dtype) => {
    const own = scalarType(value, dtype);
    checkHolds(operation, own, value);
    return own;
  };
}

/** A scalar of a tensor's dtype and device. @throws ArgumentError for what is no number or more than the dtype holds. */
export function scalarLike(operation: string, value: number, { dtype, device }: Tensor): Tensor {
  if (typeof value !== "number") refuse(value);
  checkHolds(operation, dtype, value);
  return scalar(dtype === "bool" ? Number(value !== 0) : value, dtype, device);
}

/** Turns the numbers of a pair into scalar tensors that suit the other one, or `like` where both are numbers. */
export function operands(a: Operand, b: Operand, like?: Tensor, typeOf = scalarType): [Tensor, Tensor] {
  if (a instanceof Tensor) {
    if (b instanceof Tensor) return [a, b];
    return typeof b === "number" ? [a, scalar(b, typeOf(b, a.dtype), a.device)] : refuse(b);
  }
  if (typeof a !== "number") refuse(a);
  if (b instanceof Tensor) return [scalar(a, typeOf(a, b.dtype), b.device), b];
  if (typeof b !== "number") refuse(b);
  const device = like?.device ?? selectedDevice();
  return [scalar(a, "float32", device), scalar(b, "float32", device)];
}

function refuse(value: unknown): never {
  throw new ArgumentError({
    operation: "an operand",
    got: shown(value),
    expected: "a tensor or a number",
    ...(Array.isArray(value) && { hint: "Try tensor([…])." }),
  });
}

/** What adds two tensors: of two truths the sum holds where either does. */
export function sumOf([a, b]: readonly [Tensor, Tensor]): Pointwise {
  return a.dtype === "bool" && b.dtype === "bool" ? maximum : add;
}

export interface SumOptions {
  /** What the second is multiplied with; 1 unless said. */
  readonly alpha?: number;
}

/** The operands of a sum or difference, the second times alpha in the dtype that the two meet in. */
export function timesAlpha(
  operation: string,
  row: Pointwise,
  input: Operand,
  other: Operand,
  options: SumOptions | undefined,
): [Tensor, Tensor] {
  const [a, b] = operands(input, other);
  if (options === undefined) return [a, b];
  checkOptions(operation, options, { alpha: null });
  const { alpha = 1 } = options;
  if (alpha === 1) return [a, b];
  const { dtype } = row.infer([a, b], none);
  if (!isFloat(dtype) && !Number.isInteger(alpha)) {
    throw new ArgumentError({
      operation,
      got: `alpha ${alpha} for whole numbers`,
      expected: "a whole number",
      hint: "Try x.float() first.",
    });
  }
  const scaled = operands(dispatch(copy, [b], { dtype }), alpha, undefined, held(operation));
  return [a, dispatch(mul, scaled, none)];
}
