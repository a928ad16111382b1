import type { DataLoader, LabelledBatch, PassOrder } from "@mnist/data";
import { keep, scope } from "@mnist/tensor";
import { type Batch, batchesOf } from "./batch.js";
import { breathe } from "./breathe.js";
import type { Learner } from "./learner.js";
import { RunningMean } from "./metrics/metric.js";
import { deviceOf } from "./recordable.js";
import { Pass, type Run } from "./run.js";
import type { Resumption } from "./state/resumption.js";
import { TrainingStep } from "./training-step.js";
import { ValidationStep } from "./validation-step.js";

/** What a validation came to. */
export interface ValidationResult {
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** A learner's epochs, and their batches, with the events that callbacks listen to. */
export class TrainingLoop {
  readonly #trainingStep: TrainingStep;
  readonly #validationStep: ValidationStep;

  constructor(readonly learner: Learner) {
    this.#trainingStep = new TrainingStep(learner);
    this.#validationStep = new ValidationStep(learner);
  }

  /** All epochs of a fit, or those that are left of one. */
  fit(run: Run, resumption: Resumption | null): Promise<void> {
    return run.part("Fit", () => this.#epochs(run, resumption));
  }

  /** What the latest steps were recorded as. */
  explain(): string {
    return `training: ${this.#trainingStep.explain()}\n\nvalidation: ${this.#validationStep.explain()}`;
  }

  async #epochs(run: Run, resumption: Resumption | null): Promise<void> {
    const { context } = run;
    // Once more, as the callbacks' beforeFit has set them back to the beginning.
    resumption?.apply(run);
    context.position = resumption?.position ?? { epoch: 1, batch: 0 };
    for (let epoch = context.position.epoch; epoch <= context.epochs; epoch++) {
      const resumed = epoch === resumption?.position.epoch && resumption.position.batch > 0;
      context.epoch = epoch;
      run.pass = null;
      await run.part(
        "Epoch",
        () => this.#epoch(run, resumed ? resumption : null),
        () => {
          context.position = { epoch: epoch + 1, batch: 0 };
        },
      );
    }
  }

  async #epoch(run: Run, resumption: Resumption | null): Promise<void> {
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

  async #trainBatches(run: Run, resumption: Resumption | null): Promise<void> {
    const { train: loader } = this.learner.loaders;
    resumption?.apply(run);
    const pass = resumption?.pass() ?? new Pass(loader.pass());
    run.pass = pass;
    const done = resumption?.position.batch ?? 0;
    this.#trainingStep.begin(run);
    await this.#eachBatch(run, { loader, pass: pass.drawn, done }, () =>
      this.#trainingStep.run(run, pass.losses),
    );
  }

  /** Loss and metrics over a loader. */
  async validate(run: Run, loader: DataLoader<LabelledBatch> | null): Promise<ValidationResult> {
    if (loader === null) return { loss: Number.NaN, metrics: {} };
    const losses = new RunningMean();
    for (const metric of this.learner.metrics) metric.reset();
    this.learner.model.eval();
    run.context.training = false;
    run.context.position = null;
    await run.part("Validate", () => {
      this.#validationStep.begin(run);
      return this.#eachBatch(run, { loader, pass: loader.pass(), done: 0 }, () =>
        this.#validationStep.run(run, losses),
      );
    });
    const metrics: Record<string, number> = {};
    for (const metric of this.learner.metrics) metrics[metric.name] = await metric.value();
    return { loss: await losses.value(), metrics };
  }

  async #eachBatch(run: Run, { loader, pass, done }: Walk, work: () => Promise<void>): Promise<void> {
    const { context } = run;
    context.batches = loader.length;
    context.batch = done;
    run.throwIfAborted();
    const batches = batchesOf(loader, pass, done, deviceOf(this.learner.model));
    try {
      while (await scope(() => this.#nextBatch(run, batches, work))) {
        context.batch++;
        await breathe();
        run.throwIfAborted();
      }
    } finally {
      await batches.return();
    }
  }

  /** Works on the next batch; false if there is none. */
  async #nextBatch(
    run: Run,
    batches: AsyncGenerator<Batch, void>,
    work: () => Promise<void>,
  ): Promise<boolean> {
    const { context } = run;
    const { training, epoch } = context;
    const next = await batches.next();
    if (next.done) return false;
    context.take(next.value);
    await run.part("Batch", work, () => {
      if (training) context.position = { epoch, batch: context.batch + 1 };
    });
    for (const { grad } of this.learner.model.parameters()) if (grad !== null) keep(grad); // a callback adds up
    return true;
  }
}

/** A loader on its way through a pass. */
interface Walk {
  readonly loader: DataLoader<LabelledBatch>;
  readonly pass: PassOrder;
  /** Batches that are behind it. */
  readonly done: number;
}
