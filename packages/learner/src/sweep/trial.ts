import { MnistError } from "@mnist/tensor";
import type { EpochRecord } from "../epoch-record.js";
import type { Settings } from "./propose.js";

/** What a worker is asked for: to train one trial up to an epoch. Plain data. */
export interface TrialTask {
  readonly sweep: string;
  /** Counted from 1. */
  readonly trial: number;
  readonly settings: Settings;
  readonly seed: number;
  /** Of the whole schedule. */
  readonly epochs: number;
  /** The epoch to stop after. */
  readonly until: number;
  /** The code that has to train it, */
  readonly version: string;
  /** and the data that it has to find. */
  readonly data: string;
}

/** What a trial came to. Plain data. */
export interface TrialOutcome {
  /** Epochs from the first on. */
  readonly epochs: readonly EpochRecord[];
  /** SHA-256 of the weights: equal where no bit differs. */
  readonly weights: string;
}

/** What a worker brings to a trial. */
export interface TrialContext {
  /** What `learner.save()` wrote when the trial was interrupted; null at its beginning. */
  readonly checkpoint: Uint8Array | null;
  /** Takes the training's state after every epoch. */
  save(state: Uint8Array, record: EpochRecord): void | Promise<void>;
}

/** Trains a trial. @throws RefusedTrialError where it is one for other code or data */
export type RunTrial = (task: TrialTask, context: TrialContext) => Promise<TrialOutcome>;

/** A trial that this worker must not train. */
export class RefusedTrialError extends MnistError {
  static override readonly name: string = "RefusedTrialError";
}

/** Where trials are trained: processes of this machine, or a queue's workers. */
export interface TrialExecutor {
  /** Trains a trial, however often a process dies on the way. */
  run(task: TrialTask): Promise<TrialOutcome>;
  /** How many at once, where that is known. */
  readonly parallel: number | null;
  close(): Promise<void>;
}
