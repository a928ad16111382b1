import { emptyLike, type Tensor, zerosLike } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";

export interface GumbelSoftmaxOptions {
  /** The temperature, above 0: the smaller, the nearer to a choice. 1 unless said. */
  readonly tau?: number;
  /** Whether to answer the choice itself, one of each row; its gradient is that of the shares. */
  readonly hard?: boolean;
  /** The axis along which one is chosen; the last unless said. */
  readonly dim?: number;
}

/**
 * softmax((logits + g) / tau), g drawn from Gumbel's distribution: a choice by the logits that gradients pass through.
 *
 * @source torch.nn.functional.gumbel_softmax
 */
export function gumbelSoftmax(logits: Tensor, options: GumbelSoftmaxOptions = {}): Tensor {
  checkOptions("gumbelSoftmax", options, { tau: null, hard: [true, false], dim: null });
  const { tau = 1, hard = false, dim = -1 } = options;
  const noise = emptyLike(logits).exponential_().log().neg();
  const shares = logits.add(noise).div(tau).softmax(dim);
  if (!hard) return shares;
  const index = shares.argmax(dim, true);
  const choice = zerosLike(logits.detach()).scatter(dim, index, 1);
  return choice.sub(shares.detach()).add(shares);
}
