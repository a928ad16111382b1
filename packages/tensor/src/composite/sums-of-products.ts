import type { Tensor } from "../tensor.js";
import { addmm, type BlendOptions } from "./arithmetic.js";
import { bmm, mv, outer } from "./linear-algebra.js";

function blended(input: Tensor, product: Tensor, { beta = 1, alpha = 1 }: BlendOptions = {}): Tensor {
  const scaled = (each: Tensor, factor: number): Tensor => (factor === 1 ? each : each.mul(factor));
  return scaled(input, beta).add(scaled(product, alpha));
}

/** beta·input + alpha·(matrix × vector). @source torch.addmv */
export function addmv(input: Tensor, matrix: Tensor, vector: Tensor, options?: BlendOptions): Tensor {
  return blended(input, mv(matrix, vector), options);
}

/** beta·input + alpha·(left ⊗ right) of two vectors. @source torch.addr */
export function addr(input: Tensor, left: Tensor, right: Tensor, options?: BlendOptions): Tensor {
  return blended(input, outer(left, right), options);
}

/** beta·input + alpha·(left × right) of batches of matrices. @source torch.baddbmm */
export function baddbmm(input: Tensor, left: Tensor, right: Tensor, options?: BlendOptions): Tensor {
  return addmm(input, left, right, options);
}

/** beta·input + alpha·Σ(left × right) over a batch of matrices. @source torch.addbmm */
export function addbmm(input: Tensor, left: Tensor, right: Tensor, options?: BlendOptions): Tensor {
  return blended(input, bmm(left, right).sum(0), options);
}
