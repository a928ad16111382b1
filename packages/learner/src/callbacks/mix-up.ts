import { noGradNow } from "@mnist/autograd/internal";
import { ArgumentError, defaultGenerator, fromData, randperm, type Tensor } from "@mnist/tensor";
import { present, type TrainingContext } from "../context.js";
import type { Callback } from "../events.js";
import { sampleLosses } from "../predict/sample-losses.js";
import { betaDraw } from "./beta.js";

/** Each sample's partner and its own share: [batch]. */
export interface Mixture {
  readonly partners: Tensor;
  readonly shares: Tensor;
}

/** Shares as a factor for tensors with a leading batch axis. */
function alongBatch(shares: Tensor, like: Tensor): Tensor {
  return shares.reshape([shares.numel(), ...like.shape.slice(1).map(() => 1)]);
}

/**
 * Trains on mixtures of two samples, λ·x + (1 − λ)·x', with λ from Beta(α, α) and at least ½; the loss is that of both
 * targets in the same shares.
 *
 * @throws ArgumentError for α that is not above 0.
 * @source Zhang et al. 2017, mixup; fastai.callback.mixup.MixUp
 */
export class MixUp implements Callback {
  static readonly name: string = "MixUp";

  readonly name = MixUp.name;
  readonly order = 90;
  /** That of the batch under way; null outside of training. */
  mixture: Mixture | null = null;

  readonly resumesWith: { readonly alpha: number };

  constructor(readonly alpha = 0.4) {
    this.resumesWith = { alpha };
    if (alpha > 0) return;
    throw new ArgumentError({ operation: "MixUp", got: `alpha ${alpha}`, expected: "a number above 0" });
  }

  beforeBatch(context: TrainingContext): void {
    this.mixture = null;
    if (!context.training) return;
    const input = present(context.input, "input");
    const count = input.shape[0]!;
    const { device } = input;
    const draws = Array.from({ length: count }, () => betaDraw(this.alpha, defaultGenerator));
    const partners = randperm(count).to(device);
    const shares = fromData(
      draws.map((share) => Math.max(share, 1 - share)),
      [count],
      { dtype: input.dtype, device },
    );
    this.mixture = { partners, shares };
    context.input = noGradNow(() => {
      const other = input.indexSelect(0, partners);
      return other.add(input.sub(other).mul(alongBatch(shares, input)));
    });
  }

  afterLoss(context: TrainingContext): void {
    if (this.mixture === null) return;
    const { partners, shares } = this.mixture;
    const [prediction, target] = [
      present(context.prediction, "prediction"),
      present(context.target, "target"),
    ];
    const { lossFunction } = context.learner;
    const own = sampleLosses(lossFunction, prediction, target);
    const others = sampleLosses(lossFunction, prediction, target.indexSelect(0, partners));
    context.loss = others.add(own.sub(others).mul(shares)).mean();
  }
}
