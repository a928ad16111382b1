import { ArgumentError, full, type Tensor } from "@mnist/tensor";
import type { Parameter } from "../parameter.js";

/** Parameters that share their settings. `lr` is kept in a scalar tensor, so that a recorded step sees it change. */
export class ParameterGroup {
  readonly lrTensor: Tensor;
  #lr: number;

  constructor(
    readonly parameters: readonly Parameter[],
    lr: number,
  ) {
    if (!(lr >= 0)) {
      throw new ArgumentError({
        operation: "optimizer",
        got: `lr ${lr}`,
        expected: "a learning rate from 0 up",
      });
    }
    const device = parameters[0]?.device;
    this.#lr = lr;
    this.lrTensor = full([], lr, device === undefined ? {} : { device });
  }

  get lr(): number {
    return this.#lr;
  }

  set lr(value: number) {
    this.#lr = value;
    this.lrTensor.fill_(value);
  }
}

/** Changes parameters by their gradients, one `step` at a time. @source torch.optim.Optimizer */
export abstract class Optimizer {
  constructor(readonly paramGroups: readonly ParameterGroup[]) {
    if (paramGroups.every((group) => group.parameters.length === 0)) {
      throw new ArgumentError({ operation: "optimizer", got: "no parameters", expected: "at least one" });
    }
  }

  /** Updates every parameter that has a gradient. */
  abstract step(): void;

  /** Forgets the gradients. */
  zeroGrad(): void {
    for (const group of this.paramGroups) for (const parameter of group.parameters) parameter.grad = null;
  }
}
