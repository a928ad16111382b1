import { dispatch } from "../dispatch.js";
import { flip } from "../ops/movement.js";
import type { Tensor } from "../tensor.js";

/** A view of axes read backwards, the only one whose strides are negative; `flip` copies. */
export function backwards(input: Tensor, ...dims: readonly number[]): Tensor {
  return dispatch(flip, [input], { dims });
}
