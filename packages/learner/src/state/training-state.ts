import type { PassOrder } from "@mnist/data";
import type { StateDict } from "@mnist/nn";
import type { OptimizerState } from "@mnist/nn/optim";
import type { Tensor } from "@mnist/tensor";
import type { AnyContext, FitPosition } from "../context.js";
import type { EpochRecord } from "../epoch-record.js";
import type { CallbackState, CallbackTraits } from "../events.js";
import type { RunningMean } from "../metrics/running-mean.js";
import type { Fingerprint } from "./fingerprint.js";

/** All that the rest of a training depends on. */
export interface TrainingState {
  readonly model: StateDict;
  /** Null before the first fit. */
  readonly optimizer: OptimizerState | null;
  /** The random streams by what draws from them, each as `Generator.getState` gives it. */
  readonly random: Readonly<Record<string, Uint8Array>>;
  /** Epochs of all fits. */
  readonly history: readonly EpochRecord[];
  /** Null between two fits. */
  readonly fit: FitState | null;
}

/** A training state as it was read, with what its run was begun with. */
export interface SavedState extends TrainingState {
  readonly run: Fingerprint;
}

/** A fit that was left between two batches or two epochs. */
export interface FitState {
  /** Epochs it is to run. */
  readonly epochs: number;
  /** Batches of an epoch. */
  readonly batches: number;
  readonly position: FitPosition;
  /** Steps taken. */
  readonly step: number;
  /** How many records at the end of the history are this fit's. */
  readonly finished: number;
  /** The epoch under way; null between two epochs. */
  readonly pass: PassState | null;
  readonly callbacks: Readonly<Record<string, CallbackState>>;
  /** The parameters that are not learned by then; null where it was not written down. */
  readonly frozen: readonly string[] | null;
}

/** An epoch that was left between two batches. */
export interface PassState extends PassOrder {
  /** Losses of the batches so far: [batches]. */
  readonly losses: Tensor | null;
  /** Spent on it so far. */
  readonly seconds: number;
}

/** A fit under way, as far as it is saved. */
export interface SavedFit {
  readonly context: Pick<AnyContext, "learner" | "position" | "epochs" | "history"> & { step: number };
  readonly callbacks: readonly CallbackTraits[];
  /** Those that do not know yet of what has just ended. */
  readonly untold: readonly CallbackTraits[];
  readonly pass: { readonly drawn: PassOrder; readonly losses: RunningMean; readonly seconds: number } | null;
}
