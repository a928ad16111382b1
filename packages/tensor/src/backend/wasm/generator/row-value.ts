import type { DType } from "../../../dtype.js";
import { converted, inputValue, typed, type Value } from "../../../expression/typed.js";
import { computeTypes, type Pointwise } from "../../../ops/pointwise-row.js";

/** Whether generated kernels can do a row, for these types, to the values of the reference. */
export function canGenerate(op: Pointwise, inputs: readonly DType[], output: DType): boolean {
  if (output === "float64" || inputs.includes("float64")) return false;
  // Large floats wrap around as integers in JavaScript only.
  return output === "float32" || output === "bool" || computeTypes(op, inputs, output).type === "int32";
}

/** An element of a tensor of that type as it is loaded. */
export function loadedValue(index: number, dtype: DType): Value {
  return inputValue(index, dtype === "float32" ? "float32" : "int32");
}

/** What a row makes of values from tensors of these types, as a tensor of type `output` would hold it. */
export function rowValue(
  op: Pointwise,
  values: readonly Value[],
  inputs: readonly DType[],
  output: DType,
): Value {
  const types = computeTypes(op, inputs, output);
  const operands = values.map((value, i) => converted(value, types.inputs[i]!));
  return asStored(typed(op.expression, types.type, operands), output);
}

function asStored(value: Value, dtype: DType): Value {
  if (dtype === "float32") return converted(value, "float32");
  if (dtype === "bool") return converted(value, "truth");
  const whole = converted(value, "int32");
  if (dtype === "int32") return whole;
  const byte: Value = { kind: "constant", type: "int32", value: 255 };
  return { kind: "operation", operation: "bitwiseAnd", type: "int32", values: [whole, byte] };
}
