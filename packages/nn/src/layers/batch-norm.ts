import { noGrad } from "@mnist/autograd";
import { noGradNow } from "@mnist/autograd/internal";
import { ones, ShapeError, type Tensor, zeros } from "@mnist/tensor";
import { printSettings, pythonFloat, type Setting } from "../describe-module.js";
import { along, batchNorm } from "../functional/normalization.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";

export interface BatchNormOptions {
  /** Added to the variance, against division by 0. */
  readonly eps?: number;
  /** The share of a batch in the running statistics, 0..1; null averages all batches alike. */
  readonly momentum?: number | null;
  /** Whether to learn a scale and a shift. */
  readonly affine?: boolean;
  /** Whether to keep running statistics for use; without them a batch's own are used always. */
  readonly trackRunningStats?: boolean;
}

/** What BatchNorm1d and BatchNorm2d share; channels are axis 1. */
abstract class BatchNorm extends Module {
  /** The learned scale, [numFeatures]. */
  readonly weight: Parameter | null;
  /** The learned shift, [numFeatures]. */
  readonly bias: Parameter | null;
  /** Mean of each channel over the batches seen; saved as running_mean. */
  declare runningMean: Tensor;
  /** Unbiased variance of each channel over the batches seen; saved as running_var. */
  declare runningVar: Tensor;
  /** Batches seen; saved as num_batches_tracked. */
  declare numBatchesTracked: Tensor;
  readonly eps: number;
  readonly momentum: number | null;
  readonly affine: boolean;
  readonly trackRunningStats: boolean;

  constructor(
    readonly numFeatures: number,
    { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true }: BatchNormOptions = {},
  ) {
    super();
    this.eps = eps;
    this.momentum = momentum;
    this.affine = affine;
    this.trackRunningStats = trackRunningStats;
    this.weight = affine ? new Parameter(ones([numFeatures])) : null;
    this.bias = affine ? new Parameter(zeros([numFeatures])) : null;
    if (!trackRunningStats) return;
    this.registerBuffer("runningMean", zeros([numFeatures]), { savedAs: "running_mean" });
    this.registerBuffer("runningVar", ones([numFeatures]), { savedAs: "running_var" });
    this.registerBuffer("numBatchesTracked", zeros([], { dtype: "int32" }), {
      savedAs: "num_batches_tracked",
      optional: true, // PyTorch has it from 0.4.1 on
    });
  }

  /** Ranks of the inputs taken, and how a message shows them. */
  protected abstract readonly takes: { readonly ranks: readonly number[]; readonly shown: string };

  #check(x: Tensor): void {
    const { ranks, shown } = this.takes;
    if (ranks.includes(x.ndim) && x.shape[1] === this.numFeatures) return;
    throw new ShapeError({
      operation: this.constructor.name,
      got: `an input of shape [${x.shape.join(", ")}]`,
      expected: `${shown} with ${this.numFeatures} channels`,
    });
  }

  override forward(x: Tensor): Tensor {
    this.#check(x);
    const { weight, bias, eps, training, trackRunningStats } = this;
    if (x.numel() === 0) return this.#ofNothing(x);
    if (!trackRunningStats) return batchNorm(x, null, null, { weight, bias, training, eps });
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

  override extraRepr(): string {
    const named: Record<string, Setting> = {
      eps: this.eps,
      momentum: this.momentum === null ? null : pythonFloat(this.momentum),
      affine: this.affine,
      track_running_stats: this.trackRunningStats,
    };
    return printSettings([this.numFeatures], named);
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
