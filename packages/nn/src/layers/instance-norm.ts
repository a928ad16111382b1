import { ones, ShapeError, type Tensor, zeros } from "@mnist/tensor";
import { printSettings, pythonFloat } from "../describe-module.js";
import { instanceNorm } from "../functional/normalization.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";
import type { BatchNormOptions } from "./batch-norm.js";

/** As BatchNorm's, but `affine` and `trackRunningStats` are false unless said. */
export interface InstanceNormOptions extends Omit<BatchNormOptions, "momentum"> {
  /** The share of a batch in the running statistics, 0..1. */
  readonly momentum?: number;
}

/** What InstanceNorm1d and InstanceNorm2d share; channels are axis 1 of a batch. */
abstract class InstanceNorm extends Module {
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;
  /** Mean of each channel over the samples seen, where it is kept; saved as running_mean. */
  declare runningMean: Tensor;
  /** Unbiased variance of each channel over the samples seen; saved as running_var. */
  declare runningVar: Tensor;
  readonly eps: number;
  readonly momentum: number;
  readonly affine: boolean;
  readonly trackRunningStats: boolean;

  constructor(
    readonly numFeatures: number,
    options: InstanceNormOptions = {},
  ) {
    super();
    const { eps = 1e-5, momentum = 0.1, affine = false, trackRunningStats = false } = options;
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
      optional: true,
    });
  }

  /** Axes of a sample behind its channels. */
  protected abstract readonly axes: number;

  override forward(x: Tensor): Tensor {
    const { numFeatures, weight, bias, axes, eps, momentum, trackRunningStats } = this;
    const isBatched = x.ndim === axes + 2;
    if ((!isBatched && x.ndim !== axes + 1) || x.shape.at(-1 - axes) !== numFeatures) {
      throw new ShapeError({
        operation: this.constructor.name,
        got: `an input of shape [${x.shape.join(", ")}]`,
        expected: `[batch, ${numFeatures}, ${axes === 1 ? "length" : "height, width"}]`,
      });
    }
    const [mean, variance] = trackRunningStats ? [this.runningMean, this.runningVar] : [null, null];
    const useInputStats = this.training || !trackRunningStats;
    const samples = isBatched ? x : x.unsqueeze(0);
    const normal = instanceNorm(samples, mean, variance, { weight, bias, eps, momentum, useInputStats });
    return isBatched ? normal : normal.squeeze(0);
  }

  override extraRepr(): string {
    const { numFeatures, eps, momentum, affine, trackRunningStats } = this;
    const settings = { eps, momentum: pythonFloat(momentum), affine, track_running_stats: trackRunningStats };
    return printSettings([numFeatures], settings);
  }
}

/** Each sample's channels to mean 0 and variance 1 over their length: [batch, channels, length]. @source torch.nn.InstanceNorm1d */
export class InstanceNorm1d extends InstanceNorm {
  static override readonly name: string = "InstanceNorm1d";

  protected override get axes(): number {
    return 1;
  }
}

/** Each sample's channels to mean 0 and variance 1 over the picture: [batch, channels, height, width]. @source torch.nn.InstanceNorm2d */
export class InstanceNorm2d extends InstanceNorm {
  static override readonly name: string = "InstanceNorm2d";

  protected override get axes(): number {
    return 2;
  }
}
