import type { StateDict } from "@mnist/nn";
import type { Optimizer } from "@mnist/nn/optim";
import type { Tensor } from "@mnist/tensor";
import type { AnyContext, TrainingContext } from "./context.js";
import type { Json } from "./state/json.js";

/** fastai's events, in the order in which a fit meets them. */
export const events = [
  "beforeFit",
  "beforeEpoch",
  "beforeTrain",
  "beforeBatch",
  "afterPredict",
  "afterLoss",
  "beforeBackward",
  "afterBackward",
  "beforeStep",
  "afterStep",
  "afterCancelBatch",
  "afterBatch",
  "afterCancelTrain",
  "afterTrain",
  "beforeValidate",
  "afterCancelValidate",
  "afterValidate",
  "afterCancelEpoch",
  "afterEpoch",
  "afterCancelFit",
  "afterFit",
] as const;

export type Event = (typeof events)[number];

/** What a callback remembers from batch to batch. */
export interface CallbackState {
  readonly values?: Json;
  readonly tensors?: Readonly<StateDict>;
}

/** A fit that a callback may make something for. */
export interface PlannedFit {
  readonly optimizer: Optimizer;
  /** The rate that it begins with. */
  readonly lr: number;
  readonly epochs: number;
  /** Of an epoch. */
  readonly batches: number;
}

/** What is said of a callback beside its events. */
export interface CallbackTraits {
  readonly name?: string;
  readonly order?: number;
  /** It has no part in what happens to a batch: `lrFind` does without it. */
  readonly isObserver?: boolean;
  /** What it does inside a batch is done at once, not awaited, so that it can be part of a recorded step. */
  readonly isRecordable?: boolean;
  /** What of it decides how a fit goes: a saved fit goes on only where it is the same, and no such callback is missing. */
  readonly resumesWith?: Json;
  /**
   * As `resumesWith`, of what it makes for a fit: for the one under way, or as it would for one that is planned, of which it
   * changes nothing. Null where there is nothing to say.
   */
  madeWith?(planned?: PlannedFit): Json | null;
  /** What a saved training has to remember of it. */
  stateDict?(): CallbackState;
  /** Goes on from there. @throws an error where the state is not one of this callback's. */
  loadStateDict?(state: CallbackState): void;
}

type Listening<Context> = CallbackTraits & {
  readonly [E in Event]?: (context: Context) => void | Promise<void>;
};

/**
 * Code that runs at the events of a fit: an object with a method for each event it cares about. Callbacks run by
 * ascending `order`, then as given. One with a `stateDict` has its state saved with the training's and given back to it,
 * after its `before…` events, when the fit is resumed.
 */
export type Callback<Input = Tensor, Target = Tensor, Output = Tensor> = Listening<
  TrainingContext<Input, Target, Output>
>;

/** A callback for any training, as it looks at no input, target or prediction. */
export type AnyCallback = Listening<AnyContext>;

/** Thrown from a callback to leave a part of the loop; its `afterCancel…` and `after…` events still run. */
export class Cancel extends Error {
  static override readonly name: string = "Cancel";

  constructor(readonly part: "Fit" | "Epoch" | "Train" | "Validate" | "Batch") {
    super(`the ${part.toLowerCase()} was cancelled by a callback`);
    this.name = `Cancel${part}`;
  }
}

export const cancelFit = (): Cancel => new Cancel("Fit");
export const cancelEpoch = (): Cancel => new Cancel("Epoch");
export const cancelTrain = (): Cancel => new Cancel("Train");
export const cancelValidate = (): Cancel => new Cancel("Validate");
export const cancelBatch = (): Cancel => new Cancel("Batch");
