import type { Tensor } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { instanceNorm } from "../functional/normalization.js";
import { refuseInput } from "../refuse-input.js";
import { ChannelNorm, type ChannelNormOptions, knownNormalization } from "./channel-norm.js";

/** As BatchNorm's, but `affine` and `trackRunningStats` are false unless said. */
export interface InstanceNormOptions extends ChannelNormOptions {
  /** The share of a batch in the running statistics, 0..1. */
  readonly momentum?: number;
}

/** What InstanceNorm1d and InstanceNorm2d share; channels are axis 1 of a batch. */
abstract class InstanceNorm extends ChannelNorm<number> {
  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    checkOptions(new.target.name, options, knownNormalization);
    const { momentum = 0.1, eps = 1e-5, affine = false, trackRunningStats = false } = options;
    super(numFeatures, momentum, { eps, affine, trackRunningStats });
  }

  /** Axes of a sample behind its channels. */
  protected abstract readonly axes: number;

  override forward(x: Tensor): Tensor {
    const { numFeatures, weight, bias, axes, eps, momentum, trackRunningStats } = this;
    const isBatched = x.ndim === axes + 2;
    if ((!isBatched && x.ndim !== axes + 1) || x.shape.at(-1 - axes) !== numFeatures) {
      const last = axes === 1 ? "length" : "height, width";
      refuseInput(this.constructor.name, x, `[batch, ${numFeatures}, ${last}]`);
    }
    const [mean, variance] = trackRunningStats ? [this.runningMean, this.runningVar] : [null, null];
    const useInputStats = this.training || !trackRunningStats;
    const samples = isBatched ? x : x.unsqueeze(0);
    const normal = instanceNorm(samples, mean, variance, { weight, bias, eps, momentum, useInputStats });
    return isBatched ? normal : normal.squeeze(0);
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
