import { keep, type Tensor } from "@mnist/tensor";

/** What an optimiser remembers of one parameter. */
export class ParameterState {
  /** Steps taken, the one under way among them. */
  step = 0;
  /** Made once and then changed in place. */
  readonly tensors = new Map<string, Tensor>();
  /** What is remembered beside them. */
  readonly numbers = new Map<string, number>();

  /** The remembered tensor of that name; at the first call, the one that `make` answers. */
  tensor(name: string, make: () => Tensor): Tensor {
    let tensor = this.tensors.get(name);
    if (tensor === undefined) {
      tensor = keep(make());
      this.tensors.set(name, tensor);
    }
    return tensor;
  }
}
