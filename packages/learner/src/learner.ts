import { noGradNow } from "@mnist/autograd/internal";
import { type Summary, summary } from "@mnist/nn";
import { type Optimizer, SGD, setInitialLr } from "@mnist/nn/optim";
import type { Tensor } from "@mnist/tensor";
import { TableLogger } from "./callbacks/table-logger.js";
import { FitContext } from "./context.js";
import { checkBatches, type DataLoaders } from "./data-loaders.js";
import { evaluating } from "./evaluating.js";
import type { Callback } from "./events.js";
import { checkFit, checkIdle, type FitOptions } from "./fit-options.js";
import { History } from "./history.js";
import { checkLearnerOptions, type LearnerOptions } from "./learner-options.js";
import { type Metric, toMetrics } from "./metrics/metric.js";
import { toFactory } from "./optimizer-class.js";
import { type Decoding, decodingOf } from "./predict/decoding.js";
import { type GetPredsOptions, gatherPredictions, type Predictions } from "./predict/get-preds.js";
import { type ShowResultsOptions, showPictures } from "./predict/show-results.js";
import { Run } from "./run.js";
import {
  type FitFlatCosOptions,
  type FitOneCycleOptions,
  flatCos,
  oneCycle,
  withSchedule,
} from "./schedule/fit-schedules.js";
import { findLr, type LrFinding, type LrFindOptions } from "./schedule/lr-find.js";
import { printTrainingLoop } from "./show-training-loop.js";
import type { Fingerprint } from "./state/fingerprint.js";
import { LearnerState } from "./state/learner-state.js";
import { Resumption } from "./state/resumption.js";
import { startFrom } from "./state/start-from.js";
import type { StateFile } from "./state/state-file.js";
import type { LossFunction, Model, OptimizerFactory, Training } from "./training.js";
import { TrainingLoop, type ValidationResult } from "./training-loop.js";

/**
 * Data, a model, a loss and an optimiser, and the loop that brings them together. @source fastai.learner.Learner
 *
 * @example
 * const learner = new Learner(loaders, model, { lossFunction: crossEntropy, metrics: [accuracy] });
 * await learner.fit(5, 0.1);
 */
export class Learner<Input = Tensor, Target = Tensor, Output = Tensor>
  implements Training<Input, Target, Output>
{
  static readonly name: string = "Learner";

  readonly metrics: readonly Metric<Output, Target>[];
  readonly lossFunction: LossFunction<Output, Target>;
  readonly lr: number;
  readonly compile: boolean;
  readonly callbacks: Callback<Input, Target, Output>[];
  /** What predictions mean: that of the loss, unless the learner was given its own. */
  readonly decoding: Decoding<Output, Target>;
  /** The optimiser of the latest fit, which the next one goes on with. */
  optimizer: Optimizer | null = null;
  /** Epochs of all fits so far; it prints as fastai's table. */
  readonly history = new History();
  readonly #makeOptimizer: OptimizerFactory;
  readonly #loop: TrainingLoop<Input, Target, Output>;
  readonly #state: LearnerState;
  /** The fit under way. */
  #run: Run<Input, Target, Output> | null = null;

  constructor(
    readonly loaders: DataLoaders<Input, Target>,
    readonly model: Model<Input, Output>,
    options: LearnerOptions<NoInfer<Input>, NoInfer<Target>, NoInfer<Output>>,
  ) {
    checkLearnerOptions(options);
    const {
      lossFunction,
      optimizer,
      metrics = [],
      callbacks = [],
      logger,
      lr = 1e-3,
      compile = true,
      run = {},
    } = options;
    this.lossFunction = lossFunction;
    this.decoding = decodingOf(lossFunction, options);
    this.metrics = toMetrics(metrics);
    this.callbacks = logger === undefined ? [...callbacks] : [new TableLogger(logger), ...callbacks];
    this.lr = lr;
    this.compile = compile;
    this.#state = new LearnerState(this, run);
    this.#loop = new TrainingLoop(this);
    this.#makeOptimizer = toFactory(optimizer ?? SGD);
  }

  /**
   * Trains for some epochs, validating after each. Answers what each epoch came to.
   *
   * A fit is resumed with the options that it was begun with, on the kind of device that it was begun on; `epochs` may
   * differ, as long as no more were begun, and so may callbacks that say nothing of themselves under `resumesWith`: those
   * that log, show, save or stop.
   *
   * @throws DataError where `resumeFrom` is no state of this fit; nothing has changed then.
   * @throws DifferentModelError where `init` is another model, or one of other classes or pixels; nothing has changed then.
   * @throws DifferentRunError where it is one of a run that was begun with something else; nothing has changed then.
   * @throws ShorterFitError where it is one in which more epochs were begun; nothing has changed then.
   * @throws ArgumentError where another fit or a validation of this learner is under way.
   */
  async fit(epochs: number, lr = this.lr, options: FitOptions<Input, Target, Output> = {}): Promise<History> {
    checkFit(epochs, options);
    const { callbacks = [], signal, resumeFrom = null, init = null } = options;
    checkBatches(this.loaders);
    const resumption = resumeFrom === null ? null : await Resumption.read(resumeFrom);
    const optimizer = this.optimizer ?? this.createOptimizer(lr);
    const plan = { optimizer, lr, callbacks: [...this.callbacks, ...callbacks] };
    if (resumption !== null) await this.#state.check(resumption, plan, epochs);
    checkIdle("fit", this.#run, this.#loop);
    const beginning = this.#state.beginning(plan);
    const run = this.#newRun(epochs, callbacks, signal);
    resumption?.apply(run);
    if (init !== null && resumption === null) startFrom(this, init, this.#state.run);
    run.context.resumedFrom = resumption?.name ?? null;
    this.optimizer ??= optimizer;
    for (const group of this.optimizer.paramGroups) {
      group.lr = lr;
      setInitialLr(group, lr); // a schedule of an earlier fit has set another
    }
    this.#run = run;
    this.#state.begin(beginning);
    try {
      await this.#loop.fit(run, resumption);
    } finally {
      this.#run = null;
    }
    return run.context.history;
  }

  /**
   * Trains with one cycle of learning rate and momentum: the rate rises along half a cosine to `lrMax` on the first quarter
   * of the batches and falls along another, the momentum (Adam's first beta) the other way round.
   *
   * @source fastai.callback.schedule.Learner.fit_one_cycle
   * @example
   * await learner.fitOneCycle(5, 0.1);
   */
  fitOneCycle(
    epochs: number,
    lrMax = this.lr,
    options: FitOneCycleOptions<Input, Target, Output> = {},
  ): Promise<History> {
    return this.fit(epochs, lrMax, withSchedule(options, oneCycle(options)));
  }

  /**
   * Trains at one learning rate for three quarters of the batches, then lets it fall along half a cosine.
   *
   * @source fastai.callback.schedule.Learner.fit_flat_cos
   */
  fitFlatCos(
    epochs: number,
    lr = this.lr,
    options: FitFlatCosOptions<Input, Target, Output> = {},
  ): Promise<History> {
    return this.fit(epochs, lr, withSchedule(options, flatCos(options)));
  }

  /**
   * Raises the learning rate from batch to batch, from 1e-7 to 10 over 100 of them, until the loss diverges. Weights,
   * optimiser and random streams are afterwards as they were.
   *
   * @throws ArgumentError for rates that do not rise, no batches, or beside a fit that is under way.
   * @source fastai.callback.schedule.Learner.lr_find
   * @example
   * const { suggestions } = await learner.lrFind();
   * await learner.fitOneCycle(5, suggestions.valley ?? 0.1);
   */
  async lrFind(options: LrFindOptions = {}): Promise<LrFinding> {
    checkIdle("lrFind", this.#run, this.#loop);
    return this.#state.trying(() => findLr(this, options));
  }

  /** A fresh optimiser for the model's parameters. */
  createOptimizer(lr = this.lr): Optimizer {
    const optimizer = this.#makeOptimizer([...this.model.parameters()], lr);
    this.#state.noteOptimizer(optimizer);
    return optimizer;
  }

  /**
   * All that the rest of the training depends on, as one safetensors file: weights, optimiser, random streams and history;
   * during a fit also how far it is and what its callbacks remember.
   *
   * @throws ArgumentError within a batch or a validation.
   */
  save(): Promise<Uint8Array> {
    return this.#state.save(this.#run);
  }

  /**
   * What the latest fit was begun with, by name: the run's own, the rate, the number and a hash of the samples, and how the
   * learner goes about it: the printed model, the loss, the order of the samples, the optimiser and its settings, and what
   * callbacks are to be the same (`resumesWith`). It is kept in what `save` writes, and a fit goes on from a file alone
   * where all of it is the same.
   */
  fingerprint(): Promise<Fingerprint> {
    return this.#state.fingerprint(this.#run);
  }

  /**
   * Goes back to what `save` wrote: weights, optimiser, random streams and history.
   *
   * @throws DataError where the file is damaged or another learner's; nothing has changed then.
   */
  load(file: StateFile | Uint8Array): Promise<void> {
    return this.#state.load(file);
  }

  /**
   * Loss and metrics over a loader, the validation one unless said otherwise.
   *
   * @throws ArgumentError beside a fit or another validation that is under way; a callback of a fit may call it.
   */
  async validate(
    loader = this.loaders.valid,
    { callbacks = [], signal }: Omit<FitOptions<Input, Target, Output>, "resumeFrom" | "init"> = {},
  ): Promise<ValidationResult> {
    const work = async (): Promise<ValidationResult> => {
      const restore = evaluating(this.model);
      try {
        return await this.#loop.validate(this.#newRun(1, callbacks, signal), loader);
      } finally {
        restore();
      }
    };
    return this.#run === null ? work() : this.#run.validating(work);
  }

  /**
   * What the model says of each sample of a data set, in its order, and what the samples are.
   *
   * @throws ArgumentError where there are none.
   * @source fastai.learner.Learner.get_preds
   */
  getPreds(options: GetPredsOptions<Input, Target> = {}): Promise<Predictions<Output, Target>> {
    return gatherPredictions(this, options);
  }

  /**
   * The first pictures of the validation set as text, each under its class and what it was wrongly taken for.
   *
   * @throws ShapeError where the inputs are no gray pictures.
   * @source fastai.learner.Learner.show_results
   * @example
   * console.log(await learner.showResults({ count: 8 }));
   */
  showResults(options: ShowResultsOptions = {}): Promise<string> {
    return showPictures(this, options);
  }

  /**
   * The model's layers, output shapes and parameters for one sample of the training set.
   *
   * @source fastai.callback.hook.Learner.summary
   * @example
   * console.log(`${await learner.summary()}`);
   */
  async summary(): Promise<Summary> {
    const [input] = await this.loaders.train.dataset.batch(Int32Array.of(0));
    return summary(this.model, [input]);
  }

  /** The training loop as text, with the callbacks that listen to each event. @source fastai.learner.Learner.show_training_loop */
  showTrainingLoop(callbacks: readonly Callback<Input, Target, Output>[] = []): string {
    return printTrainingLoop(this.#newRun(0, callbacks).callbacks);
  }

  /** The model's answer to a batch of inputs, in eval mode and without gradients. */
  predict(input: Input): Output {
    const restore = evaluating(this.model);
    try {
      return noGradNow(() => this.model(input));
    } finally {
      restore();
    }
  }

  /**
   * What a batch of the latest training and validation was recorded as: operations, those done as one, memory, work. Or
   * why it was done step by step: somebody listens inside a batch, the model reads a value, the device cannot replay.
   */
  explain(): string {
    return this.#loop.explain();
  }

  #newRun(
    epochs: number,
    callbacks: readonly Callback<Input, Target, Output>[],
    signal?: AbortSignal,
  ): Run<Input, Target, Output> {
    return new Run(new FitContext(this, epochs), [...this.callbacks, ...callbacks], signal);
  }
}
