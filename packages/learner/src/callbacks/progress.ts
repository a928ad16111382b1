import { checkOptions } from "@mnist/tensor/internal";
import type { AnyContext } from "../context.js";
import type { AnyCallback } from "../events.js";

/** How far a fit is. */
export interface Progress {
  /** Of the whole fit's training batches, 0..1. */
  readonly fraction: number;
  readonly part: "train" | "validate";
  /** Counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Batches done of this part of the epoch. */
  readonly batch: number;
  readonly batches: number;
  /** That of the latest training batch; null before the first. */
  readonly loss: number | null;
}

export interface ProgressOptions {
  /** Milliseconds between two reports; the first and the last of each part are always made. @default 50 */
  readonly interval?: number;
}

/**
 * Reports how far a fit is; how that is shown is left to whoever listens.
 *
 * @source fastai.callback.progress.ProgressCallback
 * @example
 * new ProgressCallback(({ fraction, loss }) => console.log(`${Math.round(100 * fraction)} %`, loss));
 */
export class ProgressCallback implements AnyCallback {
  static readonly name: string = "ProgressCallback";

  readonly name = ProgressCallback.name;
  readonly order = 60;
  readonly isObserver = true;
  readonly #interval: number;
  #latest = Number.NEGATIVE_INFINITY;
  #loss: number | null = null;

  constructor(
    readonly report: (progress: Progress) => void,
    options: ProgressOptions = {},
  ) {
    checkOptions("ProgressCallback", options, { interval: null });
    const { interval = 50 } = options;
    this.#interval = interval;
  }

  beforeFit(): void {
    this.#loss = null;
  }

  async afterBatch({ training, epoch, epochs, batch, batches, loss }: AnyContext): Promise<void> {
    const now = performance.now();
    const isEdge = batch === 0 || batch === batches - 1;
    if (epoch === 0 || (!isEdge && now - this.#latest < this.#interval)) return;
    this.#latest = now;
    if (training && loss !== null) this.#loss = await loss.item();
    const part = training ? "train" : "validate";
    const done = training ? (batch + 1) / batches : 1;
    const fraction = (epoch - 1 + done) / epochs;
    this.report({ fraction, part, epoch, epochs, batch: batch + 1, batches, loss: this.#loss });
  }
}
