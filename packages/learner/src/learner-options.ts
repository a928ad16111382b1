import { ArgumentError, type Tensor } from "@mnist/tensor";
import { checkOptions, shown } from "@mnist/tensor/internal";
import type { Callback } from "./events.js";
import type { Metric, MetricFunction } from "./metrics/metric.js";
import type { OptimizerClass } from "./optimizer-class.js";
import type { Decoding } from "./predict/decoding.js";
import type { Fingerprint } from "./state/fingerprint.js";
import type { LossFunction, OptimizerFactory } from "./training.js";

export interface LearnerOptions<Input = Tensor, Target = Tensor, Output = Tensor>
  extends Partial<Decoding<Output, Target>> {
  readonly lossFunction: LossFunction<Output, Target>;
  /**
   * Plain SGD unless said otherwise: a class of `@mnist/nn/optim`, `partial` of one and its settings, or a function that
   * makes one. @source fastai's opt_func
   */
  readonly optimizer?: OptimizerClass | OptimizerFactory;
  readonly metrics?: readonly (Metric<Output, Target> | MetricFunction<Output, Target>)[];
  readonly callbacks?: readonly Callback<Input, Target, Output>[];
  /** Takes fastai's table line by line while a fit runs: `console.log` shows it. @source fastai.learner.Learner.logger */
  readonly logger?: (line: string) => void;
  /** Learning rate where `fit` is given none. */
  readonly lr?: number;
  /** Record a batch's work and replay it where the numbers are the same; true unless said otherwise. See `explain`. */
  readonly compile?: boolean;
  /** What else a run is begun with and what has to be the same where it goes on: a recipe, a seed, settings of the data. */
  readonly run?: Fingerprint;
}

/** @throws ArgumentError for options that there are not, and without a loss. */
export function checkLearnerOptions<Input, Target, Output>(
  options: LearnerOptions<Input, Target, Output>,
): void {
  checkOptions<LearnerOptions<Input, Target, Output>>("Learner", options, {
    lossFunction: null,
    optimizer: null,
    metrics: null,
    callbacks: null,
    logger: null,
    lr: null,
    compile: null,
    run: null,
    activation: null,
    decode: null,
  });
  const lossFunction: unknown = (options as Partial<LearnerOptions> | undefined)?.lossFunction;
  if (typeof lossFunction === "function") return;
  throw new ArgumentError({
    operation: "Learner",
    got: lossFunction === undefined ? "no lossFunction" : `lossFunction ${shown(lossFunction)}`,
    expected: "a function of predictions and targets",
    hint: "Try { lossFunction: crossEntropy }.",
  });
}
