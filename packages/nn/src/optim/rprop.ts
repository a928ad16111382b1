import { onesLike, type Tensor, zerosLike } from "@mnist/tensor";
import { Optimizer } from "./optimizer.js";
import { type ParametersOrGroups, requireRange } from "./parameter-group.js";
import type { ParameterState } from "./parameter-state.js";

export interface RpropSettings {
  /** How far each element moves at first, from 0 up. */
  lr: number;
  /** What a step is multiplied by where the gradient turned, 0..1, and where it did not, above 1. */
  etas: readonly [number, number];
  /** The least and the largest step. */
  stepSizes: readonly [number, number];
}

/**
 * Resilient propagation: only the gradients' signs count, and each element's step grows or shrinks by whether they stay.
 *
 * @throws ArgumentError where a setting is out of range.
 * @source torch.optim.Rprop
 */
export class Rprop extends Optimizer<RpropSettings> {
  static override readonly name: string = "Rprop";

  constructor(parameters: ParametersOrGroups<RpropSettings>, options: Partial<RpropSettings> = {}) {
    super(parameters, { lr: 0.01, etas: [0.5, 1.2], stepSizes: [1e-6, 50] }, options);
  }

  protected override check({ lr, etas: [less, more] }: RpropSettings): void {
    requireRange("Rprop", "lr", lr);
    requireRange("Rprop", "etas[0]", less, [0, 1]);
    requireRange("Rprop", "etas[1]", more, [1, Number.POSITIVE_INFINITY]);
  }

  protected override updateParameter(
    parameter: Tensor,
    given: Tensor,
    state: ParameterState,
    { lr, etas: [less, more], stepSizes: [least, most] }: RpropSettings,
  ): void {
    const previous = state.tensor("prev", () => zerosLike(parameter));
    const sizes = state.tensor("step_size", () => zerosLike(parameter).add(lr));
    const turn = given.mul(previous).sign();
    const factor = turn.gt(0).where(more, turn.lt(0).where(less, onesLike(turn)));
    sizes.copy_(sizes.mul(factor).clamp(least, most));
    const gradient = turn.lt(0).where(0, given);
    parameter.sub_(gradient.sign().mul(sizes));
    previous.copy_(gradient);
  }
}
