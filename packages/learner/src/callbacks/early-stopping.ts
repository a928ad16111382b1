import { checkOptions } from "@mnist/tensor/internal";
import type { AnyContext } from "../context.js";
import { type AnyCallback, type CallbackState, cancelFit } from "../events.js";
import { Checked } from "../state/checked.js";
import { Patience, type PatienceOptions, patienceOptions, recordOf } from "./monitor.js";

/**
 * Ends the fit when a figure has not become better for some epochs.
 *
 * @source fastai.callback.tracker.EarlyStoppingCallback
 * @example
 * await learner.fit(100, 0.1, { callbacks: [new EarlyStopping({ monitor: "accuracy", patience: 3 })] });
 */
export class EarlyStopping implements AnyCallback {
  static readonly name: string = "EarlyStopping";

  readonly name = EarlyStopping.name;
  readonly order = 60;
  readonly isObserver = true;
  /** The epoch after which the fit was ended; null where it was not. */
  stoppedAfter: number | null = null;
  readonly #patience: Patience;

  constructor(options: PatienceOptions = {}) {
    checkOptions("EarlyStopping", options, patienceOptions);
    this.#patience = new Patience(options);
  }

  beforeFit(): void {
    this.#patience.reset();
    this.stoppedAfter = null;
  }

  /** A fit that was ended is not resumed. */
  beforeEpoch(): void {
    if (this.stoppedAfter !== null) throw cancelFit();
  }

  afterEpoch(context: AnyContext): void {
    const record = recordOf(context);
    if (record === null || !this.#patience.isOver(record)) return;
    this.stoppedAfter = record.epoch;
    throw cancelFit();
  }

  stateDict(): CallbackState {
    return { values: { ...this.#patience.state(), stoppedAfter: this.stoppedAfter } };
  }

  loadStateDict({ values }: CallbackState): void {
    const state = new Checked(values, this.name, "state");
    const stoppedAfter = state.at("stoppedAfter");
    this.stoppedAfter = stoppedAfter.value === null ? null : stoppedAfter.whole(1);
    this.#patience.load(state);
  }
}
