import { type Tensor, zerosLike } from "@mnist/tensor";
import { Optimizer } from "./optimizer.js";
import { type ParametersOrGroups, requireBetas, requireRange } from "./parameter-group.js";
import type { ParameterState } from "./parameter-state.js";

export interface LionSettings {
  /** The learning rate, from 0 up; a third to a tenth of Adam's suits. */
  lr: number;
  /** The shares of the running mean that are kept for the direction and for the mean itself, 0..1. */
  betas: readonly [number, number];
  /** What the parameter loses of itself, times lr, at every step. */
  weightDecay: number;
}

/**
 * Lion: every element moves by lr, in the direction of a running mean of its gradients.
 *
 * @throws ArgumentError where a setting is out of range.
 * @source https://arxiv.org/abs/2302.06675, algorithm 2
 */
export class Lion extends Optimizer<LionSettings> {
  static override readonly name: string = "Lion";

  constructor(parameters: ParametersOrGroups<LionSettings>, options: Partial<LionSettings> = {}) {
    super(parameters, { lr: 1e-4, betas: [0.9, 0.99], weightDecay: 0 }, options);
  }

  protected override check({ lr, betas, weightDecay }: LionSettings): void {
    requireRange("Lion", "lr", lr);
    requireBetas("Lion", betas);
    requireRange("Lion", "weightDecay", weightDecay);
  }

  protected override updateParameter(
    parameter: Tensor,
    gradient: Tensor,
    state: ParameterState,
    { lr, betas: [first, second], weightDecay }: LionSettings,
  ): void {
    const mean = state.tensor("exp_avg", () => zerosLike(parameter));
    if (weightDecay !== 0) parameter.mul_(1 - lr * weightDecay);
    const direction = mean
      .mul(first)
      .add(gradient.mul(1 - first))
      .sign();
    parameter.sub_(direction.mul(lr));
    mean.mul_(second).add_(gradient.mul(1 - second));
  }
}
