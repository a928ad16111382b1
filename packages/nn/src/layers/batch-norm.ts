import { noGradNow } from "@mnist/autograd/internal";
import { ones, ShapeError, type Tensor, zeros } from "@mnist/tensor";
import { printSettings, pythonFloat, type Setting } from "../describe-module.js";
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
    const { weight, bias } = this;
    if (x.numel() === 0) return this.#ofNothing(x);
    const { centred, variance } =
      this.training || !this.trackRunningStats ? this.#ofBatch(x) : this.#ofRun(x);
    const spread = variance.add(this.eps).rsqrt();
    const scaled = centred.mul(weight === null ? spread : spread.mul(along(weight, x)));
    return bias === null ? scaled : scaled.add(along(bias, x));
  }

  /** An empty batch is as it is, and says nothing of the channels. */
  #ofNothing(x: Tensor): Tensor {
    const { weight, bias } = this;
    if (this.training && this.trackRunningStats) noGradNow(() => this.numBatchesTracked.add_(1));
    const scaled = weight === null ? x : x.mul(along(weight, x));
    return bias === null ? scaled : scaled.add(along(bias, x));
  }

  #ofRun(x: Tensor): { centred: Tensor; variance: Tensor } {
    return { centred: x.sub(along(this.runningMean, x)), variance: along(this.runningVar, x) };
  }

  #ofBatch(x: Tensor): { centred: Tensor; variance: Tensor } {
    const others = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
    const count = x.numel() / this.numFeatures;
    if (this.training && count <= 1) {
      throw new ShapeError({
        operation: this.constructor.name,
        got: `an input of shape [${x.shape.join(", ")}] in training`,
        expected: "more than one value for each channel, to take their variance",
        hint: "Try a larger batch, or model.eval().",
      });
    }
    const mean = x.mean(others, true);
    const centred = x.sub(mean);
    const variance = centred.square().mean(others, true);
    if (this.training && this.trackRunningStats) this.#track(mean.detach(), variance.detach(), count);
    return { centred, variance };
  }

  #track(mean: Tensor, variance: Tensor, count: number): void {
    noGradNow(() => {
      this.numBatchesTracked.add_(1);
      const share = this.momentum ?? this.numBatchesTracked.reciprocal();
      const kept = typeof share === "number" ? 1 - share : share.neg().add(1);
      this.runningMean.mul_(kept).add_(mean.flatten().mul(share));
      this.runningVar.mul_(kept).add_(
        variance
          .flatten()
          .mul(count / (count - 1))
          .mul(share),
      );
    });
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

/** [channels] as [1, channels, 1, …], beside x. */
function along(values: Tensor, x: Tensor): Tensor {
  return values.reshape(x.shape.map((_, axis) => (axis === 1 ? -1 : 1)));
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
