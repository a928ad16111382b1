import { type CallbackTraits, type Event, events } from "./events.js";

/** A line of the loop: a part's beginning or end, or an event. */
type Line = readonly [depth: number, what: Event | `${"Start" | "End"} ${string}`];

const batch: readonly Event[] = events.slice(events.indexOf("beforeBatch"), events.indexOf("afterBatch") + 1);
const validBatch: readonly Event[] = [
  "beforeBatch",
  "afterPredict",
  "afterLoss",
  "afterCancelBatch",
  "afterBatch",
];

const loop: readonly Line[] = [
  [0, "Start Fit"],
  [1, "beforeFit"],
  [1, "Start Epoch Loop"],
  [2, "beforeEpoch"],
  [2, "Start Train"],
  [3, "beforeTrain"],
  [3, "Start Batch Loop"],
  ...batch.map((event): Line => [4, event]),
  [3, "End Batch Loop"],
  [2, "End Train"],
  [2, "afterCancelTrain"],
  [2, "afterTrain"],
  [2, "Start Valid"],
  [3, "beforeValidate"],
  [3, "Start Batch Loop"],
  ...validBatch.map((event): Line => [4, event]),
  [3, "End Batch Loop"],
  [2, "End Valid"],
  [2, "afterCancelValidate"],
  [2, "afterValidate"],
  [1, "End Epoch Loop"],
  [1, "afterCancelEpoch"],
  [1, "afterEpoch"],
  [0, "End Fit"],
  [0, "afterCancelFit"],
  [0, "afterFit"],
];

/** What a callback is called where it is shown. */
function callbackName(callback: CallbackTraits): string {
  const own = callback.constructor.name;
  return callback.name ?? (own === "Object" ? "callback" : own);
}

/** The training loop, and which callbacks, in their order, listen to each of its events. */
export function printTrainingLoop(
  callbacks: readonly (CallbackTraits & { readonly [E in Event]?: unknown })[],
): string {
  const listeners = (event: string): string =>
    callbacks
      .filter((callback) => callback[event as Event] !== undefined)
      .map(callbackName)
      .join(", ");
  return loop
    .map(([depth, what]) => {
      const indent = "  ".repeat(depth);
      return / /.test(what) ? indent + what : `${indent} - ${what.padEnd(16)}: [${listeners(what)}]`;
    })
    .join("\n");
}
