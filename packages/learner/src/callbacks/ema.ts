import { noGradNow } from "@mnist/autograd/internal";
import type { AnyModule, StateDict } from "@mnist/nn";
import { ArgumentError, isFloat } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import type { AnyContext } from "../context.js";
import type { AnyCallback, CallbackState } from "../events.js";
import { Checked } from "../state/checked.js";

export interface EMAOptions {
  /** The share of the average that is kept at each step, 0..1. @default 0.999 */
  readonly decay?: number;
  /** Leave the averaged weights in the model when the fit ends, unless `SaveBest` gives it the best back. @default true */
  readonly keep?: boolean;
}

/**
 * A moving average of weights and buffers, w̄ ← decay·w̄ + (1 − decay)·w after every step but the first, whose weights it
 * starts from. Validation sees the average, and so
 * does what happens at the end of an epoch, such as `SaveBest`; then training goes on with the weights themselves.
 *
 * @throws ArgumentError for a decay outside 0..1.
 * @source torch.optim.swa_utils.AveragedModel with get_ema_avg_fn
 */
export class EMA implements AnyCallback {
  static readonly name: string = "EMA";

  readonly name = EMA.name;
  /** After those that look at the averaged weights, before a checkpoint, which is of the others. */
  readonly order = 900;
  readonly isObserver = true;
  readonly resumesWith: { readonly decay: number };
  readonly #decay: number;
  readonly #keep: boolean;
  #average: StateDict = {};
  #steps = 0;
  #isSwapped = false;
  /** Whether the model has the weights that a fit has left it: before the first, and after one that keeps the average. */
  #isOver = true;

  constructor(options: EMAOptions = {}) {
    checkOptions("EMA", options, { decay: null, keep: null });
    const { decay = 0.999, keep = true } = options;
    if (!(decay >= 0 && decay <= 1)) {
      throw new ArgumentError({ operation: "EMA", got: `decay ${decay}`, expected: "a share from 0 to 1" });
    }
    this.#decay = decay;
    this.resumesWith = { decay };
    this.#keep = keep;
  }

  /** The averaged weights and buffers. */
  get average(): Readonly<StateDict> {
    return this.#average;
  }

  beforeFit({ learner, step }: AnyContext): void {
    const state = Object.entries(learner.model.stateDict());
    this.#average = noGradNow(() =>
      Object.fromEntries(state.map(([name, tensor]) => [name, tensor.clone()])),
    );
    this.#steps = step;
    this.#isSwapped = false;
    this.#isOver = false;
  }

  /** Where a state was saved at the end of an epoch by one who saw the average. */
  beforeEpoch({ learner }: AnyContext): void {
    if (this.#isSwapped) this.#swap(learner.model);
  }

  afterBatch({ training, step, learner }: AnyContext): void {
    if (!training || step === this.#steps) return;
    const isFirst = this.#steps === 0;
    this.#steps = step;
    noGradNow(() => {
      for (const [name, value] of Object.entries(learner.model.stateDict())) {
        const average = this.#average[name];
        if (average === undefined) continue;
        if (isFirst || !isFloat(average.dtype)) average.copy_(value);
        else average.mul_(this.#decay).add_(value.mul(1 - this.#decay));
      }
    });
  }

  beforeValidate({ learner }: AnyContext): void {
    if (!this.#isOver && !this.#isSwapped) this.#swap(learner.model);
  }

  /** A validation outside a fit has no epoch whose end could swap back. */
  afterValidate({ learner, epoch }: AnyContext): void {
    if (this.#isSwapped && epoch === 0) this.#swap(learner.model);
  }

  afterEpoch({ learner }: AnyContext): void {
    if (this.#isSwapped) this.#swap(learner.model);
  }

  afterFit({ learner, hasFinalWeights }: AnyContext): void {
    if (!this.#keep) return;
    this.#isOver = true;
    if (!hasFinalWeights) learner.model.loadStateDict(this.#average);
  }

  #swap(model: AnyModule): void {
    this.#isSwapped = !this.#isSwapped;
    noGradNow(() => {
      for (const [name, value] of Object.entries(model.stateDict())) {
        const average = this.#average[name];
        if (average === undefined) continue;
        const kept = value.clone();
        value.copy_(average);
        average.copy_(kept);
      }
    });
  }

  stateDict(): CallbackState {
    return { values: { steps: this.#steps, isSwapped: this.#isSwapped }, tensors: this.#average };
  }

  loadStateDict({ values, tensors = {} }: CallbackState): void {
    const state = new Checked(values, this.name, "state");
    this.#steps = state.at("steps").whole(0);
    this.#isSwapped = state.at("isSwapped").value === true;
    this.#average = noGradNow(() =>
      Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensor.clone()])),
    );
  }
}
