import { checkOptions } from "../options.js";
import type { Tensor } from "../tensor.js";
import { addmm, type BlendOptions } from "./arithmetic.js";
import { bmm, mv, outer } from "./linear-algebra.js";
import { expand } from "./movement.js";
import { requireAlike } from "./requirements.js";

function blended(
  operation: string,
  input: Tensor,
  product: Tensor,
  options: BlendOptions | undefined,
): Tensor {
  checkOptions(operation, options, { beta: null, alpha: null });
  requireAlike(operation, input, product);
  const { beta = 1, alpha = 1 } = options ?? {};
  const whole = expand(input, product.shape);
  const scaled = (each: Tensor, factor: number): Tensor => (factor === 1 ? each : each.mul(factor));
  return scaled(whole, beta).add(scaled(product, alpha));
}

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
