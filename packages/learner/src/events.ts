import type { TrainingContext } from "./context.js";

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

/**
 * Code that runs at the events of a fit: an object with a method for each event it cares about. Callbacks run by
 * ascending `order`, then as given.
 */
export type Callback = {
  readonly name?: string;
  readonly order?: number;
} & { readonly [E in Event]?: (context: TrainingContext) => void | Promise<void> };

/** Thrown from a callback to leave a part of the loop; its `afterCancel…` and `after…` events still run. */
export class Cancel extends Error {
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
