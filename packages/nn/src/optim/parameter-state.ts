import { keep, type Tensor } from "@mnist/tensor";
import type { StepClock } from "./step-clock.js";

/** What an optimiser remembers of one parameter: tensors that are made once and then changed in place. */
export class ParameterState {
  readonly tensors = new Map<string, Tensor>();

  constructor(
    readonly parameter: Tensor,
    readonly clock: StepClock,
    /** Called when a tensor is made. */
    readonly grown: () => void,
  ) {}

  /** The remembered tensor of that name; at the first call, the one that `make` answers. */
  tensor(name: string, make: () => Tensor): Tensor {
    let tensor = this.tensors.get(name);
    if (tensor === undefined) {
      tensor = keep(make());
      this.tensors.set(name, tensor);
      this.grown();
    }
    return tensor;
  }

  /** One of the numbers of the step under way, as a tensor of shape []. */
  number(name: string): Tensor {
    return this.clock.tensor(name, this.parameter);
  }
}
