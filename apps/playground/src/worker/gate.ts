import type { Callback } from "@mnist/learner";
import type { Pace } from "./protocol.js";

/** Where a run waits to be let on: between two batches, or at the end of an epoch. */
export class Gate {
  #pace: Pace = "run";
  #isOver = false;
  #wake: (() => void) | null = null;
  /** Told when the run begins to wait and when it goes on. */
  onChange: (isHeld: boolean) => void = () => {};
  /** Asked for between two batches, once. */
  #visitors: (() => Promise<void>)[] = [];

  constructor(signal: AbortSignal) {
    signal.addEventListener("abort", () => this.open(), { once: true });
  }

  get isHeld(): boolean {
    return this.#wake !== null;
  }

  set pace(pace: Pace) {
    this.#pace = pace;
    if (pace !== "hold") this.#release();
  }

  /** Lets everything through from now on. */
  open(): void {
    this.#isOver = true;
    this.#release();
  }

  /** Runs something between two batches, where the fit is whole. */
  visit<Result>(work: () => Promise<Result>): Promise<Result | null> {
    if (this.#isOver) return Promise.resolve(null);
    if (this.isHeld) return work();
    return new Promise((resolve, reject) => {
      this.#visitors.push(() => work().then(resolve, reject));
    });
  }

  #release(): void {
    this.#wake?.();
    this.#wake = null;
  }

  async #pass(isHere: boolean): Promise<void> {
    for (const visit of this.#visitors.splice(0)) await visit();
    if (!isHere || this.#isOver) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.onChange(true);
    });
    this.onChange(false);
  }

  /** The run's part: it waits here. */
  get callback(): Callback {
    const pass = (isHere: boolean): Promise<void> | void =>
      isHere || this.#visitors.length > 0 ? this.#pass(isHere) : undefined;
    return {
      name: "Gate",
      isObserver: true,
      order: 200,
      beforeFit: () => pass(this.#pace === "hold"),
      afterBatch: ({ training }) => {
        if (training) return pass(this.#pace === "hold" || this.#pace === "batch");
      },
      afterEpoch: () => pass(this.#pace === "epoch"),
    };
  }
}
