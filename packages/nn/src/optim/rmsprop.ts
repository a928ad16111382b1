import { type Tensor, zerosLike } from "@mnist/tensor";
import { Optimizer } from "./optimizer.js";
import { type ParametersOrGroups, requireRange } from "./parameter-group.js";
import type { ParameterState } from "./parameter-state.js";

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
    super(
      parameters,
      {
        lr: 0.01,
        alpha: 0.99,
        eps: 1e-8,
        weightDecay: 0,
        momentum: 0,
        centered: false,
        maximize: false,
      },
      options,
    );
  }

  protected override check({ lr, alpha, eps, weightDecay, momentum }: RMSpropSettings): void {
    for (const [name, value] of Object.entries({ lr, alpha, eps, weightDecay, momentum }))
      requireRange("RMSprop", name, value);
  }

  protected override updateParameter(
    parameter: Tensor,
    given: Tensor,
    state: ParameterState,
    { lr, alpha, eps, weightDecay, momentum, centered, maximize }: RMSpropSettings,
  ): void {
    const upward = maximize ? given.neg() : given;
    const gradient = weightDecay === 0 ? upward : upward.add(parameter.mul(weightDecay));
    const zeros = (): Tensor => zerosLike(parameter);
    const meanSquare = state.tensor("square_avg", zeros);
    meanSquare.mul_(alpha).add_(gradient.square().mul(1 - alpha));
    let spread = meanSquare;
    if (centered) {
      const mean = state.tensor("grad_avg", zeros);
      mean.mul_(alpha).add_(gradient.mul(1 - alpha));
      spread = meanSquare.sub(mean.square());
    }
    const scaled = gradient.div(spread.sqrt().add(eps));
    const direction =
      momentum === 0 ? scaled : state.tensor("momentum_buffer", zeros).mul_(momentum).add_(scaled);
    parameter.sub_(direction.mul(lr));
  }
}
