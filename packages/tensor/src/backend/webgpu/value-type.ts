import type { DType } from "../../dtype.js";

/** The types that kernels compute in. */
export type ValueType = "f32" | "i32";

export function valueType(dtype: DType): ValueType {
  return dtype === "float32" ? "f32" : "i32";
}
