import { ArgumentError } from "@mnist/tensor";
import type { AnyContext } from "../context.js";
import type { EpochRecord } from "../epoch-record.js";
import type { Checked } from "../state/checked.js";
import type { Json } from "../state/json.js";

export interface MonitorOptions {
  /** "trainLoss", "validLoss" or a metric's name. @default "validLoss" */
  readonly monitor?: string;
  /** Whether less or more is better; less for losses and errors, more for other metrics, unless said. */
  readonly mode?: "min" | "max";
  /** By how much a new best has to be better. @default 0 */
  readonly minDelta?: number;
}

/** The record of the epoch that ends; null where the epoch was cancelled. */
export function recordOf({ history, epoch }: AnyContext): EpochRecord | null {
  const record = history.at(-1);
  return record?.epoch === epoch ? record : null;
}

/** Follows one figure from epoch to epoch. @source fastai.callback.tracker.TrackerCallback */
export class Monitor {
  readonly monitor: string;
  readonly mode: "min" | "max";
  readonly minDelta: number;
  /** The best value so far; ±Infinity before the first. */
  best: number;

  constructor({ monitor = "validLoss", mode, minDelta = 0 }: MonitorOptions = {}) {
    this.monitor = monitor;
    this.mode = mode ?? (/loss|error|mae|mse|perplexity/i.test(monitor) ? "min" : "max");
    this.minDelta = minDelta;
    this.best = this.#worst();
  }

  #worst(): number {
    return this.mode === "min" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }

  reset(): void {
    this.best = this.#worst();
  }

  /** Takes in an epoch; answers whether it is the best so far. @throws ArgumentError where it has no such figure. */
  isBest({ trainLoss, validLoss, metrics }: EpochRecord): boolean {
    const figures: Readonly<Record<string, number>> = { trainLoss, validLoss, ...metrics };
    const value = Object.hasOwn(figures, this.monitor) ? figures[this.monitor] : undefined;
    if (value === undefined) {
      throw new ArgumentError({
        operation: "monitor",
        got: JSON.stringify(this.monitor),
        expected: `one of ${Object.keys(figures).join(", ")}`,
      });
    }
    const isBetter =
      this.mode === "min" ? value + this.minDelta < this.best : value - this.minDelta > this.best;
    if (isBetter) this.best = value;
    return isBetter;
  }

  state(): { [key: string]: Json } {
    return { best: this.best };
  }

  load(values: Checked): void {
    this.best = values.at("best").number();
  }
}

/** How many epochs there are after that in which a figure was best; all of them where none was. */
export function epochsSinceBest(history: readonly EpochRecord[], options: MonitorOptions): number {
  const monitor = new Monitor(options);
  return history.reduce((waited, record) => (monitor.isBest(record) ? 0 : waited + 1), 0);
}

/** What there is to be said to those that follow a figure, for checkOptions. */
export const monitorOptions = { monitor: null, mode: ["min", "max"], minDelta: null } as const;
export const patienceOptions = { ...monitorOptions, patience: null } as const;

export interface PatienceOptions extends MonitorOptions {
  /** Epochs without a new best until something is done about it. @default 1 */
  readonly patience?: number;
}

/** Counts the epochs since a figure was best. */
export class Patience {
  readonly #monitor: Monitor;
  readonly #patience: number;
  #waited = 0;

  constructor({ patience = 1, ...options }: PatienceOptions) {
    this.#monitor = new Monitor(options);
    this.#patience = patience;
  }

  /** What it was made with. */
  settings(): { readonly [key: string]: Json } {
    const { monitor, mode, minDelta } = this.#monitor;
    return { monitor, mode, minDelta, patience: this.#patience };
  }

  reset(): void {
    this.#monitor.reset();
    this.#waited = 0;
  }

  /** Takes in an epoch; answers whether patience is over, and starts counting anew then. */
  isOver(record: EpochRecord): boolean {
    this.#waited = this.#monitor.isBest(record) ? 0 : this.#waited + 1;
    if (this.#waited < this.#patience) return false;
    this.#waited = 0;
    return true;
  }

  state(): { [key: string]: Json } {
    return { ...this.#monitor.state(), waited: this.#waited };
  }

  load(values: Checked): void {
    this.#waited = values.at("waited").whole(0);
    this.#monitor.load(values);
  }
}
