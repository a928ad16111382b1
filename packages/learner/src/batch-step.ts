import type { BatchWork, Foreman } from "./batch-work.js";
import { RecordedStep } from "./recorded-step.js";
import type { Run } from "./run.js";
import type { Training } from "./training.js";

/** Has a batch's work done: recorded and replayed, or as it is where somebody looks inside. */
export class BatchStep<Input, Target, Output> {
  readonly #recorded: RecordedStep<Input, Target, Output>;

  constructor(
    training: Training<Input, Target, Output>,
    readonly work: BatchWork,
  ) {
    this.#recorded = new RecordedStep(training, work);
  }

  /** Looks, before the batches of an epoch, at who listens. */
  begin(run: Run<Input, Target, Output>): void {
    this.#recorded.begin(run);
  }

  async run(run: Run<Input, Target, Output>): Promise<void> {
    if (!run.inBatch(() => this.#recorded.run(run))) await this.#asItIs(run);
  }

  async #asItIs(run: Run<Input, Target, Output>): Promise<void> {
    const { context } = run;
    const foreman: Foreman<Input, Target, Output> = { give: (tensors, take) => take(context, tensors) };
    const parts = this.work.parts(context, foreman);
    for (;;) {
      const { value: event } = run.inBatch(() => parts.next());
      if (event === undefined) return;
      await run.at(event);
    }
  }

  /** What the work was recorded as, or why it is done as it is. */
  explain(): string {
    return this.#recorded.explain();
  }
}
