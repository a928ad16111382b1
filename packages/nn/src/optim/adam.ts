import { type Tensor, zerosLike } from "@mnist/tensor";
import { Optimizer } from "./optimizer.js";
import { type ParametersOrGroups, requireBetas, requireRange } from "./parameter-group.js";
import type { ParameterState } from "./parameter-state.js";

export interface AdamSettings {
  /** The learning rate, from 0 up. */
  lr: number;
  /** The shares of the running means of gradients and of their squares that are kept, 0..1. */
  betas: readonly [number, number];
  /** Added to the root of the mean square, against division by 0. */
  eps: number;
  /** Adam: the share of the parameter that is added to its gradient; AdamW: that it loses, times lr, at every step. */
  weightDecay: number;
  /** Divide by the largest mean square so far. */
  amsgrad: boolean;
  /** Go up the gradient. */
  maximize: boolean;
}

export type AdamOptions = Partial<AdamSettings>;

const defaults: AdamSettings = {
  lr: 1e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  amsgrad: false,
  maximize: false,
};

/** What Adam and AdamW share: where the weight decay goes is the difference. */
abstract class AdamLike extends Optimizer<AdamSettings> {
  protected override check({ lr, betas, eps, weightDecay }: AdamSettings): void {
    const { name } = this.constructor;
    requireRange(name, "lr", lr);
    requireBetas(name, betas);
    requireRange(name, "eps", eps);
    requireRange(name, "weightDecay", weightDecay);
  }

  /** Moves against mean / √(mean square), both corrected for their start at 0. */
  protected move(
    parameter: Tensor,
    gradient: Tensor,
    state: ParameterState,
    { lr, betas: [first, second], eps, amsgrad }: AdamSettings,
  ): void {
    const zeros = (): Tensor => zerosLike(parameter);
    const mean = state.tensor("exp_avg", zeros);
    const meanSquare = state.tensor("exp_avg_sq", zeros);
    mean.mul_(first).add_(gradient.mul(1 - first));
    meanSquare.mul_(second).add_(gradient.square().mul(1 - second));
    let divisor = meanSquare;
    if (amsgrad) {
      divisor = state.tensor("max_exp_avg_sq", zeros);
      divisor.copy_(divisor.maximum(meanSquare));
    }
    const scale = divisor
      .sqrt()
      .div(Math.sqrt(1 - second ** state.step))
      .add(eps);
    parameter.sub_(mean.div(scale).mul(lr / (1 - first ** state.step)));
  }
}

/**
 * Adam: each element moves by the running mean of its gradients over the root of their running mean square.
 *
 * @throws ArgumentError where a setting is out of range.
 * @source torch.optim.Adam, https://arxiv.org/abs/1412.6980
 */
export class Adam extends AdamLike {
  static override readonly name: string = "Adam";

  constructor(parameters: ParametersOrGroups<AdamSettings>, options: AdamOptions = {}) {
    super(parameters, defaults, options);
  }

  protected override updateParameter(
    parameter: Tensor,
    gradient: Tensor,
    state: ParameterState,
    settings: AdamSettings,
  ): void {
    const { weightDecay, maximize } = settings;
    const upward = maximize ? gradient.neg() : gradient;
    const decayed = weightDecay === 0 ? upward : upward.add(parameter.mul(weightDecay));
    this.move(parameter, decayed, state, settings);
  }
}

/**
 * Adam with weight decay that is kept out of the means: the parameter shrinks by lr · weightDecay at every step.
 *
 * @throws ArgumentError where a setting is out of range.
 * @source torch.optim.AdamW, https://arxiv.org/abs/1711.05101
 */
export class AdamW extends AdamLike {
  static override readonly name: string = "AdamW";

  constructor(parameters: ParametersOrGroups<AdamSettings>, options: AdamOptions = {}) {
    super(parameters, { ...defaults, weightDecay: 0.01 }, options);
  }

  protected override updateParameter(
    parameter: Tensor,
    gradient: Tensor,
    state: ParameterState,
    settings: AdamSettings,
  ): void {
    const { lr, weightDecay, maximize } = settings;
    parameter.mul_(1 - lr * weightDecay);
    this.move(parameter, maximize ? gradient.neg() : gradient, state, settings);
  }
}
