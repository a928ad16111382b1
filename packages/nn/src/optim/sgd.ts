import { noGrad } from "@mnist/autograd";
import type { Parameter } from "../parameter.js";
import { Optimizer, ParameterGroup } from "./optimizer.js";

export interface SGDOptions {
  readonly lr: number;
}

/** Stochastic gradient descent: p ← p − lr · gradient. @source torch.optim.SGD */
export class SGD extends Optimizer {
  constructor(parameters: readonly Parameter[], { lr }: SGDOptions) {
    super([new ParameterGroup(parameters, lr)]);
  }

  override step(): void {
    noGrad(() => {
      for (const { parameters, lrTensor } of this.paramGroups) {
        for (const parameter of parameters) {
          if (parameter.grad !== null) parameter.sub_(parameter.grad.mul(lrTensor));
        }
      }
    });
  }
}
