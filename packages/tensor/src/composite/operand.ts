import type { Device } from "../backend/device.js";
import { selectedDevice } from "../backend/select-device.js";
import { dispatch } from "../dispatch.js";
import { type DType, isFloat } from "../dtype.js";
import { full } from "../ops/source.js";
import { keep } from "../scope.js";
import { Tensor } from "../tensor.js";

/** A tensor, or a number that takes part as a scalar. */
export type Operand = Tensor | number;

const kept = new Map<string, Tensor>();

/** A scalar tensor for `value`; recently used ones are kept, as loops ask for the same few again and again. */
function scalar(value: number, dtype: DType, device: Device): Tensor {
  const key = `${Object.is(value, -0) ? "-0" : value}${dtype}${device.name}`;
  let tensor = kept.get(key);
  if (tensor === undefined || tensor.device !== device) {
    tensor = keep(dispatch(full, [], { shape: [], dtype, device, value }));
    if (kept.size >= 256) kept.clear();
    kept.set(key, tensor);
  }
  return tensor;
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
