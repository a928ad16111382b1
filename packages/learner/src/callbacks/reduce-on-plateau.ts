import { ArgumentError } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import type { AnyContext } from "../context.js";
import type { AnyCallback, CallbackState } from "../events.js";
import { Checked } from "../state/checked.js";
import type { Json } from "../state/json.js";
import { Patience, type PatienceOptions, patienceOptions, recordOf } from "./monitor.js";

export interface ReduceOnPlateauOptions extends PatienceOptions {
  /** What the learning rate is divided by. @default 10 */
  readonly factor?: number;
  /** It falls no lower than this. @default 0 */
  readonly minLr?: number;
}

/**
 * Divides the learning rate when a figure has not become better for some epochs.
 *
 * @throws ArgumentError for a factor that is not above 1.
 * @source fastai.callback.tracker.ReduceLROnPlateau
 */
export class ReduceOnPlateau implements AnyCallback {
  static readonly name: string = "ReduceOnPlateau";

  readonly name = ReduceOnPlateau.name;
  readonly order = 60;
  readonly isObserver = true;
  readonly #patience: Patience;
  readonly resumesWith: { readonly factor: number; readonly minLr: number };
  readonly #factor: number;
  readonly #minLr: number;

  constructor(given: ReduceOnPlateauOptions = {}) {
    checkOptions("ReduceOnPlateau", given, { ...patienceOptions, factor: null, minLr: null });
    const { factor = 10, minLr = 0, ...options } = given;
    if (!(factor > 1)) {
      throw new ArgumentError({
        operation: "ReduceOnPlateau",
        got: `factor ${factor}`,
        expected: "a number above 1",
      });
    }
    this.#patience = new Patience(options);
    this.#factor = factor;
    this.resumesWith = { factor, minLr };
    this.#minLr = minLr;
  }

  /** Not part of `resumesWith`, which in older files is without. */
  madeWith(): Json {
    return this.#patience.settings();
  }

  beforeFit(): void {
    this.#patience.reset();
  }

  afterEpoch(context: AnyContext): void {
    const record = recordOf(context);
    if (record === null || !this.#patience.isOver(record)) return;
    for (const group of context.learner.optimizer?.paramGroups ?? []) {
      group.lr = Math.max(group.lr / this.#factor, this.#minLr);
    }
  }

  stateDict(): CallbackState {
    return { values: this.#patience.state() };
  }

  loadStateDict({ values }: CallbackState): void {
    this.#patience.load(new Checked(values, this.name, "state"));
  }
}
