import { type Tensor, zerosLike } from "@mnist/tensor";
import { Optimizer } from "./optimizer.js";
import { type ParametersOrGroups, requireRange } from "./parameter-group.js";
import type { ParameterState } from "./parameter-state.js";
import type { StepNumbers } from "./step-clock.js";

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
    super(parameters, { lr: 1e-4, betas: [0.9, 0.99], weightDecay: 0, ...options });
  }

  protected override check({ lr, betas, weightDecay }: LionSettings): void {
    requireRange("Lion", "lr", lr);
    for (const [i, beta] of betas.entries()) requireRange("Lion", `betas[${i}]`, beta, [0, 1]);
    requireRange("Lion", "weightDecay", weightDecay);
  }

  protected override numbers({ lr, betas: [first, second], weightDecay }: LionSettings): StepNumbers {
    return { lr, first, firstRest: 1 - first, second, secondRest: 1 - second, shrink: 1 - lr * weightDecay };
  }

  protected override updateParameter(
    parameter: Tensor,
    gradient: Tensor,
    state: ParameterState,
    { weightDecay }: LionSettings,
  ): void {
    const mean = state.tensor("exp_avg", () => zerosLike(parameter));
    if (weightDecay !== 0) parameter.mul_(state.number("shrink"));
    const direction = mean
      .mul(state.number("first"))
      .add(gradient.mul(state.number("firstRest")))
      .sign();
    parameter.sub_(direction.mul(state.number("lr")));
    mean.mul_(state.number("second")).add_(gradient.mul(state.number("secondRest")));
  }
}
