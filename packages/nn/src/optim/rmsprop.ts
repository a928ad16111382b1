import { type Tensor, zerosLike } from "@mnist/tensor";
import { Optimizer } from "./optimizer.js";
import { type ParametersOrGroups, requireRange } from "./parameter-group.js";
import type { ParameterState } from "./parameter-state.js";
import type { StepNumbers } from "./step-clock.js";

export interface RMSpropSettings {
  /** The learning rate, from 0 up. */
  lr: number;
  /** The share of the running mean square that is kept, 0..1. */
  alpha: number;
  /** Added to the root of the mean square, against division by 0. */
  eps: number;
  /** The share of the parameter that is added to its gradient. */
  weightDecay: number;
  /** The share of the last direction that is kept. */
  momentum: number;
  /** Divide by the deviation, from which the mean is taken out. */
  centered: boolean;
  /** Go up the gradient. */
  maximize: boolean;
}

/**
 * RMSprop: each element's gradient over the root of its running mean square.
 *
 * @throws ArgumentError where a setting is out of range.
 * @source torch.optim.RMSprop
 */
export class RMSprop extends Optimizer<RMSpropSettings> {
  static override readonly name: string = "RMSprop";

  constructor(parameters: ParametersOrGroups<RMSpropSettings>, options: Partial<RMSpropSettings> = {}) {
    super(parameters, {
      lr: 0.01,
      alpha: 0.99,
      eps: 1e-8,
      weightDecay: 0,
      momentum: 0,
      centered: false,
      maximize: false,
      ...options,
    });
  }

  protected override check({ lr, alpha, eps, weightDecay, momentum }: RMSpropSettings): void {
    for (const [name, value] of Object.entries({ lr, alpha, eps, weightDecay, momentum }))
      requireRange("RMSprop", name, value);
  }

  protected override numbers({ lr, alpha, eps, weightDecay, momentum }: RMSpropSettings): StepNumbers {
    return { lr, alpha, rest: 1 - alpha, eps, weightDecay, momentum };
  }

  protected override updateParameter(
    parameter: Tensor,
    given: Tensor,
    state: ParameterState,
    { weightDecay, momentum, centered, maximize }: RMSpropSettings,
  ): void {
    const upward = maximize ? given.neg() : given;
    const gradient = weightDecay === 0 ? upward : upward.add(parameter.mul(state.number("weightDecay")));
    const zeros = (): Tensor => zerosLike(parameter);
    const meanSquare = state.tensor("square_avg", zeros);
    meanSquare.mul_(state.number("alpha")).add_(gradient.square().mul(state.number("rest")));
    let spread = meanSquare;
    if (centered) {
      const mean = state.tensor("grad_avg", zeros);
      mean.mul_(state.number("alpha")).add_(gradient.mul(state.number("rest")));
      spread = meanSquare.sub(mean.square());
    }
    const scaled = gradient.div(spread.sqrt().add(state.number("eps")));
    const direction =
      momentum === 0
        ? scaled
        : state.tensor("momentum_buffer", zeros).mul_(state.number("momentum")).add_(scaled);
    parameter.sub_(direction.mul(state.number("lr")));
  }
}
