import type { DType } from "../../dtype.js";
import { inputValue, typed } from "../../expression/typed.js";
import { computeTypes, type Pointwise } from "../../ops/pointwise-row.js";
import { type Written, writeExpression } from "./expression.wgsl.js";
import { load, toStored } from "./kernel.js";
import { valueType } from "./value-type.js";

/** WGSL for a pointwise row on stored elements, given as text; the result is as a tensor of type `output` stores it. */
export function writeRow(
  op: Pointwise,
  elements: readonly string[],
  inputs: readonly DType[],
  output: DType,
): Written {
  const computes = computeTypes(op, inputs, output);
  const type = valueType(computes.type);
  const names = elements.map((_, i) => `x${i}`);
  const loads = elements.map(
    (element, i) => `let x${i} = ${load(element, inputs[i]!, valueType(computes.inputs[i]!))};`,
  );
  const value = typed(
    op.expression,
    computes.type,
    computes.inputs.map((each, i) => inputValue(i, each)),
  );
  const { statements, result } = writeExpression(value, names);
  const isCondition = value.type === "truth";
  // WGSL's own functions promise nothing for NaN.
  const isGuarded = inputs.length === 1 && op.result === "float";
  return {
    statements: [
      ...loads,
      ...statements,
      `${isCondition ? "let result" : `var result: ${type}`} = ${result};`,
      ...(isGuarded ? ["if (is_nan(x0)) { result = x0; }"] : []),
    ],
    result: toStored("result", isCondition ? "bool" : type, output),
  };
}
