import type { Tensor } from "../tensor.js";
import { maximum, minimum } from "./elementwise.js";
import type { Operand } from "./operand.js";

/** x kept within low and high; either may be left out. @source torch.clamp */
export function clamp(input: Tensor, low?: Operand, high?: Operand): Tensor {
  const raised = low === undefined ? input : maximum(input, low);
  return high === undefined ? raised : minimum(raised, high);
}

/** 1/√x. @source torch.rsqrt */
export function rsqrt(input: Tensor): Tensor {
  return input.sqrt().reciprocal();
}
