import type { Tensor } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { Module } from "../module.js";
import { type Reduction, reduce } from "./reduction.js";

export interface KLDivOptions {
  /** "batchmean", the sum over the first axis' size, is the divergence proper; PyTorch's default is the mean of the elements. */
  readonly reduction?: Reduction | "batchmean";
  /** Whether the target holds logarithms too. */
  readonly logTarget?: boolean;
}

const known = { reduction: null, logTarget: null };

/**
 * t·(ln t − input) in nats, for log-probabilities `input` and probabilities t; 0 where t is 0, NaN below. Shapes
 * broadcast.
 *
 * @source torch.nn.functional.kl_div
 */
export function klDiv(input: Tensor, target: Tensor, options: KLDivOptions = {}): Tensor {
  checkOptions("klDiv", options, known);
  const { reduction = "mean", logTarget = false } = options;
  const losses = logTarget ? target.exp().mul(target.sub(input)) : entropy(target).sub(target.mul(input));
  if (reduction !== "batchmean") return reduce(losses, reduction);
  return losses.sum().div(input.shape[0] ?? 1);
}

/** t·ln t, 0 at 0. */
function entropy(target: Tensor): Tensor {
  return target.mul(target.eq(0).where(1, target).log());
}

/** Kullback–Leibler divergence; see `klDiv`. @source torch.nn.KLDivLoss */
export class KLDivLoss extends Module {
  static override readonly name: string = "KLDivLoss";

  constructor(readonly options: KLDivOptions = {}) {
    super();
    checkOptions("KLDivLoss", options, known);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return klDiv(input, target, this.options);
  }
}
