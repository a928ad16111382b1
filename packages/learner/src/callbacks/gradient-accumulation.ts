import { noGradNow } from "@mnist/autograd/internal";
import type { StateDict } from "@mnist/nn";
import { ArgumentError, type Tensor } from "@mnist/tensor";
import { present, type TrainingContext } from "../context.js";
import { type Callback, type CallbackState, cancelBatch } from "../events.js";
import { Checked } from "../state/checked.js";
import type { AnyTraining } from "../training.js";

/**
 * Adds up the gradients of batches, and steps when they come from so many samples: the steps of a larger batch in the memory
 * of a small one. Each batch's loss is scaled by its share of the samples.
 *
 * @throws ArgumentError for a count that is not a whole number from 1 up.
 * @source fastai.callback.training.GradientAccumulation
 */
export class GradientAccumulation implements Callback {
  static readonly name: string = "GradientAccumulation";

  readonly name = GradientAccumulation.name;
  readonly order = 6;
  #learner: AnyTraining | null = null;
  #count = 0;
  #unscaled: Tensor | null = null;

  readonly resumesWith: { readonly samples: number };

  constructor(readonly samples = 32) {
    this.resumesWith = { samples };
    if (Number.isInteger(samples) && samples > 0) return;
    throw new ArgumentError({
      operation: "GradientAccumulation",
      got: `${samples} samples`,
      expected: "a whole number from 1 up",
    });
  }

  beforeFit({ learner }: TrainingContext): void {
    this.#learner = learner;
    this.#count = 0;
    learner.model.zeroGrad();
  }

  beforeBackward(context: TrainingContext): void {
    this.#unscaled = present(context.loss, "loss");
    context.loss = this.#unscaled.mul(samplesOf(context) / this.samples);
  }

  afterBackward(context: TrainingContext): void {
    context.loss = this.#unscaled;
  }

  beforeStep(context: TrainingContext): void {
    this.#count += samplesOf(context);
    if (this.#count < this.samples) throw cancelBatch();
    this.#count = 0;
  }

  afterFit({ learner }: TrainingContext): void {
    learner.model.zeroGrad();
  }

  stateDict(): CallbackState {
    const gradients = (this.#learner?.model.namedParameters() ?? []).flatMap(([name, { grad }]) =>
      grad === null ? [] : [[name, grad] as const],
    );
    return { values: { count: this.#count }, tensors: Object.fromEntries(gradients) };
  }

  loadStateDict({ values, tensors = {} }: CallbackState): void {
    this.#count = new Checked(values, this.name, "state").at("count").whole(0, this.samples);
    for (const [name, parameter] of this.#learner?.model.namedParameters() ?? []) {
      parameter.grad = gradientFrom(tensors, name);
    }
  }
}

function gradientFrom(tensors: Readonly<StateDict>, name: string): Tensor | null {
  const saved = tensors[name];
  return saved === undefined ? null : noGradNow(() => saved.clone());
}

function samplesOf({ target }: TrainingContext): number {
  return present(target, "target").shape[0] ?? 1;
}
