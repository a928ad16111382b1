import { noGradNow } from "@mnist/autograd/internal";
import type { StateDict } from "@mnist/nn";
import { saveSafetensors } from "@mnist/nn/formats";
import { checkOptions } from "@mnist/tensor/internal";
import type { AnyContext } from "../context.js";
import type { EpochRecord } from "../epoch-record.js";
import type { AnyCallback, CallbackState } from "../events.js";
import { Checked } from "../state/checked.js";
import { Monitor, type MonitorOptions, monitorOptions, recordOf } from "./monitor.js";

export interface SaveBestOptions extends MonitorOptions {
  /** Give the model its best weights back at the end of the fit. @default false */
  readonly restore?: boolean;
  /** Takes every new best as a safetensors file, for instance to write it to a disk. */
  readonly save?: (bytes: Uint8Array, record: EpochRecord) => void | Promise<void>;
}

/**
 * Keeps the weights of the best epoch.
 *
 * @source fastai.callback.tracker.SaveModelCallback
 * @example
 * const best = new SaveBest({ monitor: "accuracy", restore: true });
 * await learner.fit(20, 0.1, { callbacks: [best] });
 * best.epoch; // whose weights the model has now
 */
export class SaveBest implements AnyCallback {
  static readonly name: string = "SaveBest";

  readonly name = SaveBest.name;
  readonly order = 61;
  readonly isObserver = true;
  /** The epoch that was best; null before the first. */
  epoch: number | null = null;
  readonly #monitor: Monitor;
  readonly #restore: boolean;
  readonly #save: SaveBestOptions["save"];
  #weights: StateDict = {};

  constructor(given: SaveBestOptions = {}) {
    checkOptions("SaveBest", given, { ...monitorOptions, restore: null, save: null });
    const { restore = false, save, ...options } = given;
    this.#monitor = new Monitor(options);
    this.#restore = restore;
    this.#save = save;
  }

  /** The weights of the best epoch. */
  get weights(): Readonly<StateDict> {
    return this.#weights;
  }

  beforeFit(): void {
    this.#monitor.reset();
    this.epoch = null;
    this.#weights = {};
  }

  async afterEpoch(context: AnyContext): Promise<void> {
    const record = recordOf(context);
    if (record === null || !this.#monitor.isBest(record)) return;
    this.epoch = record.epoch;
    const state = Object.entries(context.learner.model.stateDict());
    this.#weights = noGradNow(() =>
      Object.fromEntries(state.map(([name, tensor]) => [name, tensor.clone()])),
    );
    if (this.#save) await this.#save(await saveSafetensors(this.#weights), record);
  }

  afterFit(context: AnyContext): void {
    if (!this.#restore || this.epoch === null) return;
    context.learner.model.loadStateDict(this.#weights);
    context.hasFinalWeights = true;
  }

  stateDict(): CallbackState {
    return { values: { ...this.#monitor.state(), epoch: this.epoch }, tensors: this.#weights };
  }

  loadStateDict({ values, tensors = {} }: CallbackState): void {
    const state = new Checked(values, this.name, "state");
    const epoch = state.at("epoch");
    this.epoch = epoch.value === null ? null : epoch.whole(1);
    this.#monitor.load(state);
    this.#weights = tensors;
  }
}
