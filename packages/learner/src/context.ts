import type { Tensor } from "@mnist/tensor";
import type { Batch } from "./batch.js";
import type { EpochRecord } from "./epoch-record.js";
import { History } from "./history.js";
import { RunningMean } from "./metrics/running-mean.js";
import type { AnyTraining, Training } from "./training.js";

/** Where a fit stands between two batches. */
export interface FitPosition {
  /** The epoch under way or to come, counted from 1. */
  readonly epoch: number;
  /** Its batches that are done. */
  readonly batch: number;
}

/** What a callback sees of the fit under way, whatever the batches look like. */
export interface AnyContext {
  readonly learner: AnyTraining;
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
  /** Loss of the batch under way; a callback may replace it. */
  loss: Tensor | null;
  /** Finished epochs. */
  readonly history: EpochRecord[];
  /** The name of the file that the fit goes on from; null where it began anew. */
  readonly resumedFrom: string | null;
  /** Whether a callback has given the model the weights that it is to have after the fit. */
  hasFinalWeights: boolean;
}

/** What a callback sees of the fit under way. */
export interface TrainingContext<Input = Tensor, Target = Tensor, Output = Tensor> extends AnyContext {
  readonly learner: Training<Input, Target, Output>;
  /** Input, target and prediction of the batch under way; a callback may replace them. */
  input: Input | null;
  target: Target | null;
  prediction: Output | null;
}

/** The context as the loop keeps it: inputs and targets are made when a callback asks for them. */
export class FitContext<Input, Target, Output> implements TrainingContext<Input, Target, Output> {
  epoch = 0;
  batch = 0;
  batches = 0;
  step = 0;
  training = false;
  position: FitPosition | null = null;
  data: Batch<Input, Target> | null = null;
  prediction: Output | null = null;
  loss: Tensor | null = null;
  /** Losses of the training or validation under way. */
  losses = new RunningMean();
  readonly history = new History();
  resumedFrom: string | null = null;
  hasFinalWeights = false;

  constructor(
    readonly learner: Training<Input, Target, Output>,
    readonly epochs: number,
  ) {}

  /** Goes on to a batch. */
  take(data: Batch<Input, Target>): void {
    this.data = data;
    this.prediction = null;
    this.loss = null;
    this.position = null;
  }

  /** Samples of the batch under way. */
  get samples(): number {
    return this.data?.samples ?? 0;
  }

  get input(): Input | null {
    return this.data?.pair[0] ?? null;
  }

  set input(replacement: Input | null) {
    const data = present(this.data, "input");
    data.pair = [replacement, data.pair[1]];
  }

  get target(): Target | null {
    return this.data?.pair[1] ?? null;
  }

  set target(replacement: Target | null) {
    const data = present(this.data, "target");
    data.pair = [data.pair[0], replacement];
  }
}

/** A value of the batch under way. @throws Error where the event comes too early for it. */
export function present<T>(value: T | null | undefined, name: string): T {
  if (value === null || value === undefined)
    throw new Error(`context.${name} is not there yet at this event`);
  return value;
}
