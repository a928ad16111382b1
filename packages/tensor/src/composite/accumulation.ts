import type { DType } from "../dtype.js";
import { checkOptions } from "../options.js";
import type { Tensor } from "../tensor.js";
import { toDType } from "./movement.js";

export interface AccumulationOptions {
  /** What the elements are converted to first. */
  readonly dtype?: DType;
}

const known = { dtype: null };

/** The input in the dtype that the options ask for. */
export function inDType(operation: string, input: Tensor, options: AccumulationOptions | undefined): Tensor {
  checkOptions(operation, options, known);
  return options?.dtype === undefined ? input : toDType(input, options.dtype);
}

/** The result in it too, where it was added up in a wider one. */
export function asAsked(result: Tensor, options: AccumulationOptions | undefined): Tensor {
  return options?.dtype === undefined ? result : toDType(result, options.dtype);
}
