import type { Tensor } from "@mnist/tensor";
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
   * Weights to start from, with a fresh optimiser: what `learner.save()` wrote, or a safetensors file of the model's names.
   * Where a fit is resumed it has its own.
   */
  readonly init?: StateFile | Uint8Array | null;
}
