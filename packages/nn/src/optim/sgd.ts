import { ArgumentError, type Tensor } from "@mnist/tensor";
import { Optimizer } from "./optimizer.js";
import { type ParametersOrGroups, requireRange } from "./parameter-group.js";
import type { ParameterState } from "./parameter-state.js";

export interface SGDSettings {
  /** The learning rate, from 0 up. */
  lr: number;
  /** The share of the last direction that is kept, 0..1. */
  momentum: number;
  /** The share of the gradient that is left out of the direction, 0..1. */
  dampening: number;
  /** Look ahead along the direction; needs momentum and no dampening. */
  nesterov: boolean;
  /** The share of the parameter that is added to its gradient. */
  weightDecay: number;
  /** Go up the gradient. */
  maximize: boolean;
}

/** Settings of SGD; only the learning rate has no default. */
export type SGDOptions = Partial<SGDSettings> & Pick<SGDSettings, "lr">;

/**
 * Stochastic gradient descent, p ← p − lr·v with v ← momentum·v + (1 − dampening)·gradient.
 *
 * @throws ArgumentError where a setting is out of range.
 * @source torch.optim.SGD
 * @example
 * const model = new Linear(784, 10);
 * const optimizer = new SGD(model.parameters(), { lr: 0.1, momentum: 0.9 });
 */
export class SGD extends Optimizer<SGDSettings> {
  static override readonly name: string = "SGD";

  constructor(parameters: ParametersOrGroups<SGDSettings>, options: SGDOptions) {
    super(
      parameters,
      {
        lr: options?.lr,
        momentum: 0,
        dampening: 0,
        nesterov: false,
        weightDecay: 0,
        maximize: false,
      },
      options,
    );
  }

  protected override check({ lr, momentum, dampening, nesterov, weightDecay }: SGDSettings): void {
    requireRange("SGD", "lr", lr);
    requireRange("SGD", "momentum", momentum);
    requireRange("SGD", "weightDecay", weightDecay);
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw new ArgumentError({
        operation: "SGD",
        got: `nesterov with momentum ${momentum} and dampening ${dampening}`,
        expected: "a momentum and no dampening",
      });
    }
  }

  protected override updateParameter(
    parameter: Tensor,
    gradient: Tensor,
    state: ParameterState,
    { lr, momentum, dampening, nesterov, weightDecay, maximize }: SGDSettings,
  ): void {
    let direction = maximize ? gradient.neg() : gradient;
    if (weightDecay !== 0) direction = direction.add(parameter.mul(weightDecay));
    if (momentum !== 0) {
      const isFirst = !state.tensors.has("momentum_buffer");
      const velocity = state.tensor("momentum_buffer", () => direction.clone());
      if (!isFirst) {
        const share = dampening === 0 ? direction : direction.mul(1 - dampening);
        velocity.mul_(momentum).add_(share);
      }
      direction = nesterov ? direction.add(velocity.mul(momentum)) : velocity;
    }
    parameter.sub_(direction.mul(lr));
  }
}
