import type { Tensor } from "../tensor.js";
import { eq, where } from "./elementwise.js";

/** √x whose gradient at 0 is 0, as that of a norm of zeros. */
export function rootOrZero(input: Tensor): Tensor {
  const isZero = eq(input, 0);
  return where(isZero, 0, where(isZero, 1, input).sqrt());
}
