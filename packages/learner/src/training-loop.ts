import type { PassOrder } from "@mnist/data";
import type { AnyModule } from "@mnist/nn";
import { ArgumentError, keep } from "@mnist/tensor";
import { type Batches, batchesOf } from "./batch.js";
import { BatchStep } from "./batch-step.js";
import { training, validation } from "./batch-work.js";
import { breathe } from "./breathe.js";
import type { FitPosition } from "./context.js";
import type { PairLoader } from "./data-loaders.js";
import { deviceOf } from "./device-of.js";
import { RunningMean } from "./metrics/running-mean.js";
import { numberFrom } from "./one-element.js";
import { Pass, type Run } from "./run.js";
import type { Resumption } from "./state/resumption.js";
import type { Training } from "./training.js";

/** What a validation came to. */
export interface ValidationResult {
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** A learner's epochs, and their batches, with the events that callbacks listen to. */
export class TrainingLoop<Input, Target, Output> {
  readonly #trainingStep: BatchStep<Input, Target, Output>;
  readonly #validationStep: BatchStep<Input, Target, Output>;
  /** Whether a validation is under way, which has the metrics for itself. */
  isValidating = false;

  constructor(readonly learner: Training<Input, Target, Output>) {
    this.#trainingStep = new BatchStep(learner, training);
    this.#validationStep = new BatchStep(learner, validation);
  }

  /** All epochs of a fit, or those that are left of one. */
  fit(run: Run<Input, Target, Output>, resumption: Resumption | null): Promise<void> {
    run.context.batches = this.learner.loaders.train.length;
    return run.part("Fit", () => this.#epochs(run, resumption));
  }

  /** What the latest steps were recorded as. */
  explain(): string {
    return `training: ${this.#trainingStep.explain()}\n\nvalidation: ${this.#validationStep.explain()}`;
  }

  async #epochs(run: Run<Input, Target, Output>, resumption: Resumption | null): Promise<void> {
    const { context } = run;
    // Once more, as the callbacks' beforeFit has set them back to the beginning.
    resumption?.apply(run);
    const { position } = resumption ?? { position: { epoch: 1, batch: 0 } };
    this.#stand(run, position, resumption);
    for (let { epoch } = position; epoch <= context.epochs; epoch++) {
      run.throwIfAborted();
      context.epoch = epoch;
      await run.part(
        "Epoch",
        () => this.#epoch(run, epoch === position.epoch ? resumption : null),
        () => this.#stand(run, { epoch: epoch + 1, batch: 0 }, null),
      );
    }
  }

  /** Between two epochs; what is left of one that was under way has to be put in place before it can be saved again. */
  #stand(run: Run<Input, Target, Output>, position: FitPosition, resumption: Resumption | null): void {
    run.pass = null;
    run.context.position = resumption?.isWithinEpoch ? null : position;
    run.context.batch = 0;
    run.context.batches = this.learner.loaders.train.length;
  }

  async #epoch(run: Run<Input, Target, Output>, resumption: Resumption | null): Promise<void> {
    const { context } = run;
    this.learner.model.train();
    context.training = true;
    await run.part("Train", () => this.#trainBatches(run, resumption));
    const trainLoss = (await run.pass?.losses.value()) ?? Number.NaN;
    const seconds = run.pass?.seconds ?? 0;
    const trained = performance.now();
    const { loss, metrics } = await this.validate(run, this.learner.loaders.valid);
    const validSeconds = (performance.now() - trained) / 1000;
    const { epoch } = context;
    const record = { epoch, trainLoss, validLoss: loss, metrics, seconds, validSeconds };
    context.history.push(record);
    this.learner.history.push(record);
  }

  async #trainBatches(run: Run<Input, Target, Output>, resumption: Resumption | null): Promise<void> {
    const { context } = run;
    const { train: loader } = this.learner.loaders;
    const left = resumption?.pass() ?? null;
    if (left !== null) resumption?.apply(run);
    const pass = left ?? new Pass(loader.pass());
    const done = left === null ? 0 : (resumption?.position.batch ?? 0);
    run.pass = pass;
    context.position = { epoch: context.epoch, batch: done };
    context.losses = pass.losses;
    this.#trainingStep.begin(run);
    const before = changesOf(this.learner.model);
    await this.#eachBatch(run, { loader, pass: pass.drawn, done }, async () => {
      await this.#trainingStep.run(run);
      context.step++;
    });
    if (done < context.batches && changesOf(this.learner.model) === before)
      console.warn(
        `epoch ${context.epoch}: nothing was learned, as no step changed a weight. Is there a parameter that requires a gradient, and a callback that cancels every batch?`,
      );
  }

  /** Loss and metrics over a loader. */
  async validate(
    run: Run<Input, Target, Output>,
    loader: PairLoader<Input, Target> | null,
  ): Promise<ValidationResult> {
    if (loader === null) return { loss: Number.NaN, metrics: {} };
    if (this.isValidating) {
      throw new ArgumentError({
        operation: "validate",
        got: "a call within another validation of this learner",
        expected: "one at a time, as both count with the learner's metrics",
        hint: "Call it at afterEpoch, or once the other was awaited.",
      });
    }
    this.isValidating = true;
    try {
      return await this.#validated(run, loader);
    } finally {
      this.isValidating = false;
    }
  }

  async #validated(
    run: Run<Input, Target, Output>,
    loader: PairLoader<Input, Target>,
  ): Promise<ValidationResult> {
    const losses = new RunningMean();
    for (const metric of this.learner.metrics) metric.reset();
    this.learner.model.eval();
    const { context } = run;
    context.training = false;
    context.position = null;
    context.losses = losses;
    context.batch = 0;
    context.batches = loader.length;
    await run.part("Validate", () => {
      this.#validationStep.begin(run);
      return this.#eachBatch(run, { loader, pass: loader.pass(), done: 0 }, () =>
        this.#validationStep.run(run),
      );
    });
    const metrics: Record<string, number> = {};
    for (const metric of this.learner.metrics) metrics[metric.name] = await numberFrom(metric);
    return { loss: await losses.value(), metrics };
  }

  async #eachBatch(
    run: Run<Input, Target, Output>,
    { loader, pass, done }: Walk<Input, Target>,
    work: () => Promise<void>,
  ): Promise<void> {
    const { context } = run;
    context.batch = done;
    run.throwIfAborted();
    const batches = batchesOf(loader, pass, done, deviceOf(this.learner.model));
    try {
      while (await run.batch(() => this.#nextBatch(run, batches, work))) {
        context.batch++;
        await breathe();
        run.throwIfAborted();
      }
    } finally {
      await batches.return(undefined);
    }
  }

  /** Works on the next batch; false if there is none. */
  async #nextBatch(
    run: Run<Input, Target, Output>,
    batches: Batches<Input, Target>,
    work: () => Promise<void>,
  ): Promise<boolean> {
    const { context } = run;
    const { training, epoch } = context;
    const next = await run.inBatch(() => batches.next());
    if (next.done) return false;
    context.take(next.value);
    await run.part("Batch", work, () => {
      if (training) context.position = { epoch, batch: context.batch + 1 };
    });
    if (run.holdsMemory) this.#keepGradients();
    return true;
  }

  /** A callback may add up the gradients of several batches. */
  #keepGradients(): void {
    for (const { grad } of this.learner.model.parameters()) if (grad !== null) keep(grad);
  }
}

/** How often a model's parameters were changed in place. */
function changesOf(model: AnyModule): number {
  return [...model.parameters()].reduce((sum, { storage }) => sum + storage.version, 0);
}

/** A loader on its way through a pass. */
interface Walk<Input, Target> {
  readonly loader: PairLoader<Input, Target>;
  readonly pass: PassOrder;
  /** Batches that are behind it. */
  readonly done: number;
}
