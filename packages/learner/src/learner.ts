import { noGrad } from "@mnist/autograd";
import type { DataLoader, LabelledBatch } from "@mnist/data";
import type { Module, Parameter } from "@mnist/nn";
import { type Optimizer, SGD } from "@mnist/nn/optim";
import type { Tensor } from "@mnist/tensor";
import { breathe } from "./breathe.js";
import { type EpochRecord, present, type TrainingContext } from "./context.js";
import type { DataLoaders } from "./data-loaders.js";
import { type Callback, Cancel, type Event } from "./events.js";
import { type Metric, type MetricFunction, RunningMean, toMetric } from "./metrics/metric.js";

/** Loss of a batch: predictions and targets to a scalar tensor. */
export type LossFunction = (prediction: Tensor, target: Tensor) => Tensor;

/** Makes the optimiser of a fit. @source fastai's opt_func */
export type OptimizerFactory = (parameters: Parameter[], lr: number) => Optimizer;

export interface LearnerOptions {
  readonly lossFunction: LossFunction;
  /** Plain SGD unless said otherwise. */
  readonly optimizer?: OptimizerFactory;
  readonly metrics?: readonly (Metric | MetricFunction)[];
  readonly callbacks?: readonly Callback[];
  /** Learning rate where `fit` is given none. */
  readonly lr?: number;
}

export interface FitOptions {
  /** Callbacks for this fit alone. */
  readonly callbacks?: readonly Callback[];
  /** Ends the fit between two batches. */
  readonly signal?: AbortSignal;
}

/** What a validation came to. */
export interface ValidationResult {
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/**
 * Data, a model, a loss and an optimiser, and the loop that brings them together. @source fastai.learner.Learner
 *
 * @example
 * const learner = new Learner(loaders, model, { lossFunction: crossEntropy, metrics: [accuracy] });
 * await learner.fit(5, 0.1);
 */
export class Learner {
  readonly metrics: readonly Metric[];
  readonly lossFunction: LossFunction;
  readonly lr: number;
  readonly callbacks: Callback[];
  /** The optimiser of the latest fit, which the next one goes on with. */
  optimizer: Optimizer | null = null;
  /** Epochs of all fits so far. */
  readonly history: EpochRecord[] = [];
  readonly #makeOptimizer: OptimizerFactory;

  constructor(
    readonly loaders: DataLoaders,
    readonly model: Module,
    { lossFunction, optimizer, metrics = [], callbacks = [], lr = 1e-3 }: LearnerOptions,
  ) {
    this.lossFunction = lossFunction;
    this.metrics = metrics.map(toMetric);
    this.callbacks = [...callbacks];
    this.lr = lr;
    this.#makeOptimizer = optimizer ?? ((parameters, rate) => new SGD(parameters, { lr: rate }));
  }

  /** Trains for some epochs, validating after each. Answers what each epoch came to. */
  async fit(
    epochs: number,
    lr = this.lr,
    { callbacks = [], signal }: FitOptions = {},
  ): Promise<EpochRecord[]> {
    if (this.optimizer === null) this.optimizer = this.#makeOptimizer([...this.model.parameters()], lr);
    else for (const group of this.optimizer.paramGroups) group.lr = lr;
    const context = this.#context(epochs);
    const run = new Run(context, sorted([...this.callbacks, ...callbacks]), signal);
    await run.part("Fit", async () => {
      for (let epoch = 1; epoch <= epochs; epoch++) {
        context.epoch = epoch;
        await run.part("Epoch", () => this.#epoch(run));
      }
    });
    return context.history;
  }

  /** Loss and metrics over a loader, the validation one unless said otherwise. */
  async validate(loader = this.loaders.valid): Promise<ValidationResult> {
    if (loader === null) return { loss: Number.NaN, metrics: {} };
    const context = this.#context(1);
    return this.#validate(new Run(context, sorted(this.callbacks)), loader);
  }

  /** The model's answer to a batch of inputs, in eval mode and without gradients. */
  predict(input: Tensor): Tensor {
    const { training } = this.model;
    this.model.eval();
    try {
      return noGrad(() => this.model(input));
    } finally {
      this.model.train(training);
    }
  }

  #context(epochs: number): TrainingContext {
    const none = { input: null, target: null, prediction: null, loss: null };
    return {
      learner: this,
      epochs,
      epoch: 0,
      batch: 0,
      batches: 0,
      step: 0,
      training: false,
      history: [],
      ...none,
    };
  }

  async #epoch(run: Run): Promise<void> {
    const { context } = run;
    const started = performance.now();
    const losses = new RunningMean();
    this.model.train();
    context.training = true;
    await run.part("Train", () => this.#trainBatches(run, losses));
    const trainLoss = await losses.value();
    const trained = performance.now();
    const { loss, metrics } = await this.#validate(run, this.loaders.valid);
    const validSeconds = (performance.now() - trained) / 1000;
    const record = {
      epoch: context.epoch,
      trainLoss,
      validLoss: loss,
      metrics,
      seconds: (trained - started) / 1000,
      validSeconds,
    };
    context.history.push(record);
    this.history.push(record);
  }

  async #trainBatches(run: Run, losses: RunningMean): Promise<void> {
    await this.#eachBatch(run, this.loaders.train, async (context) => {
      context.prediction = this.model(present(context.input, "input"));
      await run.at("afterPredict");
      context.loss = this.lossFunction(context.prediction, present(context.target, "target"));
      await run.at("afterLoss");
      losses.add(context.loss, 1);
      await run.at("beforeBackward");
      context.loss.backward();
      await run.at("afterBackward");
      await run.at("beforeStep");
      this.optimizer?.step();
      await run.at("afterStep");
      this.optimizer?.zeroGrad();
      context.step++;
    });
  }

  async #validate(run: Run, loader: DataLoader<LabelledBatch> | null): Promise<ValidationResult> {
    if (loader === null) return { loss: Number.NaN, metrics: {} };
    const losses = new RunningMean();
    for (const metric of this.metrics) metric.reset();
    this.model.eval();
    run.context.training = false;
    await run.part("Validate", () =>
      this.#eachBatch(run, loader, async (context) => {
        const target = present(context.target, "target");
        const prediction = noGrad(() => this.model(present(context.input, "input")));
        context.prediction = prediction;
        await run.at("afterPredict");
        context.loss = noGrad(() => this.lossFunction(prediction, target));
        await run.at("afterLoss");
        losses.add(context.loss, target.shape[0]!);
        noGrad(() => {
          for (const metric of this.metrics) metric.update(prediction, target);
        });
      }),
    );
    const metrics: Record<string, number> = {};
    for (const metric of this.metrics) metrics[metric.name] = await metric.value();
    return { loss: await losses.value(), metrics };
  }

  async #eachBatch(
    run: Run,
    loader: DataLoader<LabelledBatch>,
    work: (context: TrainingContext) => Promise<void>,
  ): Promise<void> {
    const { context } = run;
    context.batches = loader.length;
    context.batch = 0;
    for await (const [input, target] of loader) {
      Object.assign(context, { input, target, prediction: null, loss: null });
      await run.part("Batch", () => work(context));
      context.batch++;
      await breathe();
      run.throwIfAborted();
    }
  }
}

function sorted(callbacks: readonly Callback[]): Callback[] {
  return [...callbacks].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
}

/** One fit under way: who listens, and how its parts begin, end and are cancelled. */
class Run {
  constructor(
    readonly context: TrainingContext,
    readonly callbacks: readonly Callback[],
    readonly signal?: AbortSignal,
  ) {}

  throwIfAborted(): void {
    if (this.signal?.aborted) throw new Cancel("Fit");
  }

  async at(event: Event): Promise<void> {
    for (const callback of this.callbacks) {
      const done = callback[event]?.(this.context);
      if (done !== undefined) await done;
    }
  }

  /** before…, the work, after…; a Cancel of this part ends it early, and its clean-up runs whatever is thrown. */
  async part(name: Cancel["part"], work: () => Promise<void>): Promise<void> {
    try {
      await this.at(`before${name}`);
      await work();
    } catch (error) {
      if (!(error instanceof Cancel) || error.part !== name) throw error;
      await this.at(`afterCancel${name}`);
    } finally {
      await this.at(`after${name}`);
    }
  }
}
