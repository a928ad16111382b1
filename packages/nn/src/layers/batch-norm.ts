import { noGrad } from "@mnist/autograd";
import { noGradNow } from "@mnist/autograd/internal";
import type { Tensor } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { along, batchNorm } from "../functional/normalization.js";
import { refuseInput } from "../refuse-input.js";
import { ChannelNorm, type ChannelNormOptions, knownNormalization } from "./channel-norm.js";

/** As InstanceNorm's, but `affine` and `trackRunningStats` are true unless said. */
export interface BatchNormOptions extends ChannelNormOptions {
  /** The share of a batch in the running statistics, 0..1; null averages all batches alike. */
  readonly momentum?: number | null;
}

/** What BatchNorm1d and BatchNorm2d share; channels are axis 1. */
abstract class BatchNorm extends ChannelNorm<number | null> {
  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    checkOptions(new.target.name, options, knownNormalization);
    const { momentum = 0.1, eps = 1e-5, affine = true, trackRunningStats = true } = options;
    super(numFeatures, momentum, { eps, affine, trackRunningStats });
  }

  /** Ranks of the inputs taken, and how a message shows them. */
  protected abstract readonly takes: { readonly ranks: readonly number[]; readonly shown: string };

  #check(x: Tensor): void {
    const { ranks, shown } = this.takes;
    if (ranks.includes(x.ndim) && x.shape[1] === this.numFeatures) return;
    refuseInput(this.constructor.name, x, `${shown} with ${this.numFeatures} channels`);
  }

  override forward(x: Tensor): Tensor {
    this.#check(x);
    const { weight, bias, eps, training, trackRunningStats } = this;
    if (x.numel() === 0) return this.#ofNothing(x);
    if (!trackRunningStats) return batchNorm(x, null, null, { weight, bias, training: true, eps });
    if (training) this.#count(x);
    const momentum = this.momentum ?? this.numBatchesTracked.reciprocal();
    return batchNorm(x, this.runningMean, this.runningVar, { weight, bias, training, momentum, eps });
  }

  #count(x: Tensor): void {
    if (x.numel() > this.numFeatures) noGrad(() => this.numBatchesTracked.add_(1));
  }

  /** An empty batch is as it is, and says nothing of the channels. */
  #ofNothing(x: Tensor): Tensor {
    const { weight, bias } = this;
    if (this.training && this.trackRunningStats) noGradNow(() => this.numBatchesTracked.add_(1));
    const scaled = weight === null ? x : x.mul(along(weight, x));
    return bias === null ? scaled : scaled.add(along(bias, x));
  }
}

/**
 * Each channel to mean 0 and variance 1 over the batch, then scaled and shifted; in use by the running statistics.
 * x: [batch, channels] or [batch, channels, length].
 *
 * @throws ShapeError for other ranks or channels, and in training for a single value a channel.
 * @source torch.nn.BatchNorm1d
 */
export class BatchNorm1d extends BatchNorm {
  static override readonly name: string = "BatchNorm1d";

  protected override get takes() {
    return { ranks: [2, 3], shown: "[batch, channels] or [batch, channels, length]" };
  }
}

/**
 * Each channel to mean 0 and variance 1 over the batch, then scaled and shifted; in use by the running statistics.
 * x: [batch, channels, height, width].
 *
 * @throws ShapeError for other ranks or channels, and in training for a single value a channel.
 * @source torch.nn.BatchNorm2d
 */
export class BatchNorm2d extends BatchNorm {
  static override readonly name: string = "BatchNorm2d";

  protected override get takes() {
    return { ranks: [4], shown: "[batch, channels, height, width]" };
  }
}
