import type { Tensor } from "../tensor.js";
import { addmm } from "./arithmetic.js";
import { type BlendOptions, blended } from "./blending.js";
import { bmm, mv, outer } from "./linear-algebra.js";

/** beta·input + alpha·(matrix × vector). @source torch.addmv */
export function addmv(input: Tensor, matrix: Tensor, vector: Tensor, options?: BlendOptions): Tensor {
  return blended("addmv", input, mv(matrix, vector), options);
}

/** beta·input + alpha·(left ⊗ right) of two vectors. @source torch.addr */
export function addr(input: Tensor, left: Tensor, right: Tensor, options?: BlendOptions): Tensor {
  return blended("addr", input, outer(left, right), options);
}

/** beta·input + alpha·(left × right) of batches of matrices. @source torch.baddbmm */
export function baddbmm(input: Tensor, left: Tensor, right: Tensor, options?: BlendOptions): Tensor {
  return addmm(input, left, right, options);
}

/** beta·input + alpha·Σ(left × right) over a batch of matrices. @source torch.addbmm */
export function addbmm(input: Tensor, left: Tensor, right: Tensor, options?: BlendOptions): Tensor {
  return blended("addbmm", input, bmm(left, right).sum(0).to(left.dtype), options);
}
