import type { Optimizer } from "@mnist/nn/optim";
import type { CallbackTraits, PlannedFit } from "../events.js";
import type { AnyTraining } from "../training.js";
import { Beginning } from "./beginning.js";
import { captureState } from "./capture-state.js";
import { type Description, describeCallbacks, describeMade, describeOptimizer } from "./describe-learner.js";
import type { Fingerprint } from "./fingerprint.js";
import { restoreState } from "./restore-state.js";
import type { Resumption } from "./resumption.js";
import { named, readState, type StateFile, writeState } from "./state-file.js";
import type { SavedFit } from "./training-state.js";

/** A learner as it is saved and described. */
interface Saved extends AnyTraining {
  readonly lossFunction: unknown;
}

/** What a fit is to be begun with. */
interface Plan extends Omit<PlannedFit, "epochs" | "batches"> {
  readonly callbacks: readonly CallbackTraits[];
}

/** What a learner is saved as and goes back to, and what its latest fit was begun with. */
export class LearnerState {
  /** The settings with which the learner last made an optimiser. */
  #optimizer: Description | null = null;
  #begun: Beginning | null = null;

  /** `run` is what is told of the run, beside its data. */
  constructor(
    readonly learner: Saved,
    readonly run: Fingerprint,
  ) {}

  /** Takes note of an optimiser as it was made. */
  noteOptimizer(optimizer: Optimizer): void {
    this.#optimizer = describeOptimizer(optimizer);
  }

  /** What a fit is begun with, if it begins now. */
  beginning({ optimizer, lr, callbacks }: Plan): Beginning {
    const description = this.#optimizer ?? describeOptimizer(optimizer);
    return new Beginning(
      this.learner,
      { ...this.run, lr },
      { ...description, ...describeCallbacks(callbacks) },
    );
  }

  /**
   * @throws DifferentRunError where a fit is to go on with one that was begun with something else.
   * @throws ShorterFitError where that one has begun more epochs.
   */
  async check(resumption: Resumption, { callbacks, ...fit }: Plan, epochs: number): Promise<void> {
    const planned = { ...fit, epochs: resumption.epochs, batches: this.learner.loaders.train.length };
    const asked = await this.beginning({ callbacks, ...fit }).fingerprint(describeMade(callbacks, planned));
    resumption.check(asked, epochs);
  }

  /** A fit has begun. */
  begin(beginning: Beginning): void {
    this.#begun = beginning;
  }

  /** Does what fits to try something out, which leave no trace. */
  async trying<T>(work: () => Promise<T>): Promise<T> {
    const begun = this.#begun;
    try {
      return await work();
    } finally {
      this.#begun = begun;
    }
  }

  fingerprint(fit: SavedFit | null): Promise<Fingerprint> {
    const begun = this.#begun ?? new Beginning(this.learner, this.run);
    return begun.fingerprint(fit === null ? {} : describeMade(fit.callbacks));
  }

  async save(fit: SavedFit | null): Promise<Uint8Array> {
    const state = captureState(this.learner, fit);
    return writeState(state, await this.fingerprint(fit));
  }

  async load(file: StateFile | Uint8Array): Promise<void> {
    const { name, bytes } = named(file);
    restoreState(this.learner, await readState({ name, bytes }), name);
  }
}
