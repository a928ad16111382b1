import { fullLike, type Tensor } from "@mnist/tensor";
import { Optimizer } from "./optimizer.js";
import { type ParametersOrGroups, requireRange } from "./parameter-group.js";
import type { ParameterState } from "./parameter-state.js";

export interface AdagradSettings {
  /** The learning rate, from 0 up. */
  lr: number;
  /** By how much of itself the rate's divisor grows a step. */
  lrDecay: number;
  /** The share of the parameter that is added to its gradient. */
  weightDecay: number;
  /** What the sums of squares start from. */
  initialAccumulatorValue: number;
  /** Added to the root of the sum, against division by 0. */
  eps: number;
  /** Go up the gradient. */
  maximize: boolean;
}

/**
 * Adagrad: each element's gradient over the root of the sum of its squares so far.
 *
 * @throws ArgumentError where a setting is out of range.
 * @source torch.optim.Adagrad
 */
export class Adagrad extends Optimizer<AdagradSettings> {
  static override readonly name: string = "Adagrad";

  constructor(parameters: ParametersOrGroups<AdagradSettings>, options: Partial<AdagradSettings> = {}) {
    super(
      parameters,
      {
        lr: 0.01,
        lrDecay: 0,
        weightDecay: 0,
        initialAccumulatorValue: 0,
        eps: 1e-10,
        maximize: false,
      },
      options,
    );
  }

  protected override check({
    lr,
    lrDecay,
    weightDecay,
    initialAccumulatorValue,
    eps,
  }: AdagradSettings): void {
    for (const [name, value] of Object.entries({ lr, lrDecay, weightDecay, initialAccumulatorValue, eps }))
      requireRange("Adagrad", name, value);
  }

  protected override updateParameter(
    parameter: Tensor,
    given: Tensor,
    state: ParameterState,
    { lr, lrDecay, eps, weightDecay, initialAccumulatorValue, maximize }: AdagradSettings,
  ): void {
    const upward = maximize ? given.neg() : given;
    const gradient = weightDecay === 0 ? upward : upward.add(parameter.mul(weightDecay));
    const sum = state.tensor("sum", () => fullLike(parameter, initialAccumulatorValue));
    sum.add_(gradient.square());
    parameter.sub_(gradient.div(sum.sqrt().add(eps)).mul(lr / (1 + (state.step - 1) * lrDecay)));
  }
}
