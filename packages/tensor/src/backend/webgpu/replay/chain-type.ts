import { isPointwise } from "../../../compile/schedule.js";
import type { Call } from "../../../compile/trace.js";
import { computeTypes } from "../../../ops/pointwise-row.js";
import { writeRow } from "../row.wgsl.js";
import { rowFunctions } from "../row-functions.wgsl.js";
import { type ValueType, valueType } from "../value-type.js";
import { isProduct } from "./step.js";

/** Functions that the shader has under one name for floats and for integers, so that a kernel calls those of one type. */
const typedCall = new RegExp(`\\b(${Object.keys(rowFunctions.i32).join("|")})\\(`);
const types = new WeakMap<Call, ValueType | "either">();

/** The type whose functions a call needs. */
function chainType(call: Call): ValueType | "either" {
  const { primitive, inputs, output } = call;
  if (!isPointwise(primitive)) return isProduct(call) ? "f32" : "either";
  let type = types.get(call);
  if (type === undefined) {
    const dtypes = inputs.map(({ dtype }) => dtype);
    type = valueType(computeTypes(primitive, dtypes, output.dtype).type);
    const names = inputs.map(() => "x");
    const { statements, result } = writeRow(primitive, names, dtypes, output.dtype);
    if (type === "i32" && !typedCall.test([...statements, result].join(" "))) type = "either";
    types.set(call, type);
  }
  return type;
}

/** The type whose functions all of these calls can do with; null where there is none. */
export function chainTypeOf(calls: readonly Call[]): ValueType | null {
  const needed = new Set(calls.map(chainType).filter((type) => type !== "either"));
  const [type = "i32"] = needed;
  return needed.size > 1 ? null : type;
}
