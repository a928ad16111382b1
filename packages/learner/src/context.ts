import type { Tensor } from "@mnist/tensor";
import type { Batch } from "./batch.js";
import type { Learner } from "./learner.js";

/** What one epoch came to. Losses are means; seconds are wall-clock. */
export interface EpochRecord {
  /** Counted from 1. */
  readonly epoch: number;
  /** Mean of the batches' training losses. */
  readonly trainLoss: number;
  /** Mean validation loss over the samples; NaN where there is no validation set. */
  readonly validLoss: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** The training part. */
  readonly seconds: number;
  /** The validation part. */
  readonly validSeconds: number;
}

/** Where a fit stands between two batches. */
export interface FitPosition {
  /** The epoch under way or to come, counted from 1. */
  readonly epoch: number;
  /** Its batches that are done. */
  readonly batch: number;
}

/** What a callback sees of the fit under way. */
export interface TrainingContext {
  readonly learner: Learner;
  /** Epochs this fit is to run. */
  readonly epochs: number;
  /** The epoch under way, counted from 1. */
  epoch: number;
  /** The batch under way within its loader, counted from 0. */
  batch: number;
  /** Batches in the loader under way. */
  batches: number;
  /** Steps of the optimiser in this fit so far. */
  step: number;
  training: boolean;
  /** Where a resumed fit would go on; null within a batch, a validation or where nothing is trained. */
  position: FitPosition | null;
  /** Input, target, prediction and loss of the batch under way; a callback may replace them. */
  input: Tensor | null;
  target: Tensor | null;
  prediction: Tensor | null;
  loss: Tensor | null;
  /** Finished epochs. */
  readonly history: EpochRecord[];
}

/** The context as the loop keeps it: inputs and targets are made when a callback asks for them. */
export class FitContext implements TrainingContext {
  epoch = 0;
  batch = 0;
  batches = 0;
  step = 0;
  training = false;
  position: FitPosition | null = null;
  data: Batch | null = null;
  prediction: Tensor | null = null;
  loss: Tensor | null = null;
  readonly history: EpochRecord[] = [];

  constructor(
    readonly learner: Learner,
    readonly epochs: number,
  ) {}

  /** Goes on to a batch. */
  take(data: Batch): void {
    this.data = data;
    this.prediction = null;
    this.loss = null;
    this.position = null;
  }

  get input(): Tensor | null {
    return this.data?.tensors[0] ?? null;
  }

  set input(replacement: Tensor | null) {
    const data = present(this.data, "input");
    data.tensors = [replacement, data.tensors[1]];
  }

  get target(): Tensor | null {
    return this.data?.tensors[1] ?? null;
  }

  set target(replacement: Tensor | null) {
    const data = present(this.data, "target");
    data.tensors = [data.tensors[0], replacement];
  }
}

/** A value of the batch under way. @throws Error where the event comes too early for it. */
export function present<T>(value: T | null, name: string): T {
  if (value === null) throw new Error(`context.${name} is not there yet at this event`);
  return value;
}
