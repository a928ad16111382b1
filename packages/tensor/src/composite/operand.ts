import type { Device } from "../backend/device.js";
import { selectedDevice } from "../backend/select-device.js";
import { dispatch } from "../dispatch.js";
import { type DType, isFloat } from "../dtype.js";
import { add, maximum } from "../ops/pointwise.js";
import type { Pointwise } from "../ops/pointwise-row.js";
import { full } from "../ops/source.js";
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

/** Turns the numbers of a pair into scalar tensors that suit the other one, or `like` where both are numbers. */
export function operands(a: Operand, b: Operand, like?: Tensor): [Tensor, Tensor] {
  if (a instanceof Tensor) return [a, b instanceof Tensor ? b : scalar(b, scalarType(b, a.dtype), a.device)];
  if (b instanceof Tensor) return [scalar(a, scalarType(a, b.dtype), b.device), b];
  const device = like?.device ?? selectedDevice();
  return [scalar(a, "float32", device), scalar(b, "float32", device)];
}

/** What adds two tensors: of two truths the sum holds where either does. */
export function sumOf(both: readonly Tensor[]): Pointwise {
  return both.every(({ dtype }) => dtype === "bool") ? maximum : add;
}
