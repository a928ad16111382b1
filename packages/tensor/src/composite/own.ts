import { dispatch } from "../dispatch.js";
import { copy } from "../ops/pointwise.js";
import type { Tensor } from "../tensor.js";

/**
 * A result that came by a view as a tensor of its own, which may be changed in place where gradients follow it: what the
 * view looks into nobody else has, unless it is the input, and then it is copied.
 */
export function own(result: Tensor, input?: Tensor): Tensor {
  if (result.storage === input?.storage) return dispatch(copy, [result], { dtype: result.dtype });
  result.isView = false;
  return result;
}
