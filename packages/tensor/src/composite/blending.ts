import { isFloat } from "../dtype.js";
import { checkOptions } from "../options.js";
import type { Tensor } from "../tensor.js";
import { add, eq, mul, where } from "./elementwise.js";
import { expand } from "./movement.js";
import { requireAlike } from "./requirements.js";

export interface BlendOptions {
  /** What the input is multiplied with; 1 unless said. Where it is 0, the input's NaN and ±∞ do not count either. */
  readonly beta?: number;
  /** What the product is multiplied with; 1 unless said. */
  readonly alpha?: number;
}

/** beta·input + alpha·product; whole numbers stay whole, as both factors are then cut to whole ones. */
export function blended(
  operation: string,
  input: Tensor,
  product: Tensor,
  options: BlendOptions | undefined,
): Tensor {
  checkOptions(operation, options, { beta: null, alpha: null });
  requireAlike(operation, input, product);
  const scaled = (each: Tensor, factor = 1): Tensor =>
    factor === 1 ? each : mul(each, isFloat(each.dtype) ? factor : Math.trunc(factor));
  const whole = scaled(expand(input, product.shape), options?.beta);
  const finite = options?.beta === 0 ? where(eq(whole, whole), whole, 0) : whole;
  return add(finite, scaled(product, options?.alpha));
}
