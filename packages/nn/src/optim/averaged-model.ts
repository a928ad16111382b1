import { noGrad } from "@mnist/autograd";
import { ArgumentError, type Tensor, zeros } from "@mnist/tensor";
import { type InputsOf, Module, type OutputOf } from "../module.js";

/** What an averaged parameter becomes where it, the model's, and how many were averaged so far are known. */
export type Averaging = (averaged: Tensor, value: Tensor, count: Tensor) => Tensor;

/** The mean of all models so far. */
const equally: Averaging = (averaged, value, count) => averaged.add(value.sub(averaged).div(count.add(1)));

/**
 * A model whose parameters are the mean of another's over time, as stochastic weight averaging has it, or another average:
 * `(averaged, value) => averaged.lerp(value, 0.01)`. It is made of a second model of the same architecture, which
 * the first `updateParameters` fills.
 *
 * @source torch.optim.swa_utils.AveragedModel
 * @example
 * const [model, averaged] = [new Linear(2, 1), new AveragedModel(new Linear(2, 1))];
 * averaged.updateParameters(model);
 * averaged(ones([3, 2])).shape // [3, 1]
 */
export class AveragedModel<Model extends Module = Module> extends Module {
  static override readonly name: string = "AveragedModel";

  /** How many models were averaged; saved as n_averaged. */
  declare nAveraged: Tensor;

  constructor(
    readonly module: Model,
    readonly average: Averaging = equally,
  ) {
    super();
    this.registerBuffer("nAveraged", zeros([], { dtype: "int32" }), { savedAs: "n_averaged" });
  }

  override forward(...inputs: InputsOf<Model>): OutputOf<Model> {
    return this.module(...inputs);
  }

  /** Takes in a model as it is now. @throws ArgumentError where it has other parameters, or is the one that the mean is kept in. */
  updateParameters(model: Module): void {
    const values = Object.fromEntries(model.namedParameters());
    noGrad(() => {
      for (const [name, averaged] of this.module.namedParameters()) {
        const value = values[name]?.detach();
        if (value === undefined) {
          const got = `a model without the parameter ${name}`;
          throw new ArgumentError({
            operation: "AveragedModel",
            got,
            expected: "one of the same architecture",
          });
        }
        if (value.storage === averaged.storage) {
          throw new ArgumentError({
            operation: "AveragedModel",
            got: "the model that the mean is kept in",
            expected: "another one of the same architecture",
            hint: "Make the AveragedModel of a second model.",
          });
        }
        const mean = this.average(averaged.detach(), value, this.nAveraged);
        averaged.copy_(this.nAveraged.eq(0).where(value, mean));
      }
      this.nAveraged.add_(1);
    });
  }
}
