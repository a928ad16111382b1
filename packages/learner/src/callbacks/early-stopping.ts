import { checkOptions } from "@mnist/tensor/internal";
import type { AnyContext } from "../context.js";
import type { EpochRecord } from "../epoch-record.js";
import { type AnyCallback, cancelFit } from "../events.js";
import { epochsSinceBest, type PatienceOptions, patienceOptions, recordOf } from "./monitor.js";

/**
 * Ends the fit when a figure has not become better for some epochs. They are counted in the fit's history, so that a fit
 * that is resumed with one, or with one of another patience, is ended as if it had been begun so.
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
  readonly #options: PatienceOptions;

  constructor(options: PatienceOptions = {}) {
    checkOptions("EarlyStopping", options, patienceOptions);
    this.#options = options;
  }

  beforeFit(): void {
    this.stoppedAfter = null;
  }

  /** A fit that is resumed may have nothing left to wait for. */
  beforeEpoch({ history }: AnyContext): void {
    this.#stopWhereOver(history);
  }

  afterEpoch(context: AnyContext): void {
    if (recordOf(context) !== null) this.#stopWhereOver(context.history);
  }

  #stopWhereOver(history: readonly EpochRecord[]): void {
    const last = history.at(-1);
    if (last === undefined || epochsSinceBest(history, this.#options) < (this.#options.patience ?? 1)) return;
    this.stoppedAfter = last.epoch;
    throw cancelFit();
  }
}
