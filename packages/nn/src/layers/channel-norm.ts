import { ones, type Tensor, zeros } from "@mnist/tensor";
import { printSettings, pythonFloat } from "../describe-module.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";

export interface ChannelNormOptions {
  /** Added to the variance, against division by 0. */
  readonly eps?: number;
  /** Whether to learn a scale and a shift for each channel. */
  readonly affine?: boolean;
  /** Whether to keep running statistics for use; without them those of the input are used always. */
  readonly trackRunningStats?: boolean;
}

/** The options of all normalisations of channels, theirs and the momentum. */
export const knownNormalization = { eps: null, affine: null, trackRunningStats: null, momentum: null };

/** What BatchNorm and InstanceNorm share: a scale, a shift and running statistics for each channel. */
export abstract class ChannelNorm<Momentum extends number | null> extends Module {
  /** The learned scale, [numFeatures]. */
  readonly weight: Parameter | null;
  /** The learned shift, [numFeatures]. */
  readonly bias: Parameter | null;
  /** Mean of each channel over what was seen, where it is kept; saved as running_mean. */
  declare runningMean: Tensor;
  /** Unbiased variance of each channel over what was seen; saved as running_var. */
  declare runningVar: Tensor;
  /** Batches seen; saved as num_batches_tracked. */
  declare numBatchesTracked: Tensor;
  readonly eps: number;
  readonly affine: boolean;
  readonly trackRunningStats: boolean;

  constructor(
    readonly numFeatures: number,
    readonly momentum: Momentum,
    { eps, affine, trackRunningStats }: Required<ChannelNormOptions>,
  ) {
    super();
    this.eps = eps;
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

  override extraRepr(): string {
    const { numFeatures, eps, momentum, affine, trackRunningStats } = this;
    return printSettings([numFeatures], {
      eps,
      momentum: momentum === null ? null : pythonFloat(momentum),
      affine,
      track_running_stats: trackRunningStats,
    });
  }
}
