import { ArgumentError, type Tensor } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import type { Callback } from "./events.js";
import type { StateFile } from "./state/state-file.js";

export interface FitOptions<Input = Tensor, Target = Tensor, Output = Tensor> {
  /** Callbacks for this fit alone. */
  readonly callbacks?: readonly Callback<Input, Target, Output>[];
  /** Ends the fit between two batches. */
  readonly signal?: AbortSignal;
  /** What `learner.save()` wrote during a fit: goes on with that fit from there, bit for bit. Null starts anew. */
  readonly resumeFrom?: StateFile | Uint8Array | null;
  /**
   * Weights to start from, with a fresh optimiser: what `learner.save()` wrote, or a safetensors file of the model's names. What
   * the file tells of its classes and its pixels has to be as the learner's `run` tells it.
   * Where a fit is resumed it has its own.
   */
  readonly init?: StateFile | Uint8Array | null;
}

/** What a fit can be told, for checkOptions. */
export const fitOptions = { callbacks: null, signal: null, resumeFrom: null, init: null } as const;

/** @throws ArgumentError for a number of epochs, or options, that there are not. */
export function checkFit<Input, Target, Output>(
  epochs: number,
  options: FitOptions<Input, Target, Output>,
): void {
  checkOptions<FitOptions<Input, Target, Output>>("fit", options, fitOptions);
  if (Number.isInteger(epochs) && epochs >= 0) return;
  throw new ArgumentError({
    operation: "fit",
    got: `${epochs} epochs`,
    expected: "a whole number from 0 up",
  });
}

/** @throws ArgumentError where a learner's fit or validation is under way. */
export function checkIdle(operation: string, fit: unknown, loop: { readonly isValidating: boolean }): void {
  if (fit === null && !loop.isValidating) return;
  throw new ArgumentError({
    operation,
    got: `a learner whose ${fit === null ? "validation" : "fit"} is still under way`,
    expected: "one at a time",
    hint: "Await the first, or make a second learner.",
  });
}
