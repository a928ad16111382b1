import { clipGradNorm_ } from "@mnist/nn/optim";
import { checkOptions } from "@mnist/tensor/internal";
import type { AnyContext } from "../context.js";
import type { AnyCallback } from "../events.js";

export interface GradientClipOptions {
  /** The greatest norm of all gradients together. @default 1 */
  readonly maxNorm?: number;
  /** 2 is the length, 1 the sum of sizes, Infinity the largest size. @default 2 */
  readonly normType?: number;
}

/** Scales the gradients down to a greatest norm before every step. @source fastai.callback.training.GradientClip */
export class GradientClip implements AnyCallback {
  static readonly name: string = "GradientClip";

  readonly name = GradientClip.name;
  readonly order = 11;
  readonly isRecordable = true;
  readonly resumesWith: { readonly maxNorm: number; readonly normType: number };

  constructor(options: GradientClipOptions = {}) {
    checkOptions("GradientClip", options, { maxNorm: null, normType: null });
    const { maxNorm = 1, normType = 2 } = options;
    this.resumesWith = { maxNorm, normType };
  }

  beforeStep({ learner }: AnyContext): void {
    const { maxNorm, normType } = this.resumesWith;
    clipGradNorm_(learner.model.parameters(), maxNorm, { normType });
  }
}
