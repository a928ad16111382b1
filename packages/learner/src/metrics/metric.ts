import { noGrad } from "@mnist/autograd";
import { ArgumentError, keep, stack, type Tensor } from "@mnist/tensor";

/** A number that says how good predictions are, taken over a whole validation. */
export interface Metric {
  readonly name: string;
  reset(): void;
  /** Takes in one batch; reads nothing back, so that a GPU never waits. A tensor that it stores has to be put through `keep`. */
  update(prediction: Tensor, target: Tensor): void;
  value(): Promise<number>;
  /** For a metric to which a batch adds one figure: the two halves of `update`, the first of which can be recorded. */
  readonly figure?: {
    readonly of: MetricFunction;
    add(value: Tensor, samples: number): void;
  };
}

/**
 * A batch's figure: predictions [batch, …] and targets [batch, …] to a scalar tensor. Its name is the metric's; in a build
 * that is minified, `averaged(f, name)` keeps it.
 */
export type MetricFunction = (prediction: Tensor, target: Tensor) => Tensor;

/** The function, called so whatever a minifier makes of it. */
export function called(name: string, f: MetricFunction): MetricFunction {
  return Object.defineProperty(f, "name", { value: name });
}

/** The mean of scalars kept as tensors until asked for, weighted by how many samples each stands for. */
export class RunningMean {
  static readonly name: string = "RunningMean";

  #values: Tensor[] = [];
  #weights: number[] = [];

  reset(): void {
    this.#values = [];
    this.#weights = [];
  }

  add(value: Tensor, weight: number): void {
    this.#values.push(keep(value.detach()));
    this.#weights.push(weight);
  }

  /** The scalars so far: [count]; null where nothing was added. */
  values(): Tensor | null {
    return this.#values.length === 0 ? null : noGrad(() => stack(this.#values));
  }

  /** NaN where nothing was added. */
  async value(): Promise<number> {
    const values = await this.values()?.data();
    if (values === undefined) return Number.NaN;
    const total = this.#weights.reduce((sum, weight) => sum + weight, 0);
    return this.#weights.reduce((sum, weight, i) => sum + weight * values[i]!, 0) / total;
  }
}

/**
 * The mean of a batch figure over the samples, or over the batches where `weighted` is false.
 *
 * @throws ArgumentError for a function without a name, where none is given.
 * @source fastai.metrics.AvgMetric
 */
export function averaged(f: MetricFunction, name = f.name, weighted = true): Metric {
  if (name === "") {
    throw new ArgumentError({
      operation: "averaged",
      got: "a metric function without a name",
      expected: "one by which its figure is found",
      hint: 'Try averaged(f, "accuracy").',
    });
  }
  const mean = new RunningMean();
  const add = (value: Tensor, samples: number): void => mean.add(value, weighted ? samples : 1);
  return {
    name,
    figure: { of: f, add },
    reset: () => mean.reset(),
    update: (prediction, target) => add(f(prediction, target), target.shape[0]!),
    value: () => mean.value(),
  };
}

export function toMetric(metric: Metric | MetricFunction): Metric {
  return typeof metric === "function" ? averaged(metric) : metric;
}

/** Metrics that can be told apart. @throws ArgumentError where two have one name. */
export function toMetrics(given: readonly (Metric | MetricFunction)[]): Metric[] {
  const metrics = given.map(toMetric);
  const names = metrics.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return metrics;
  throw new ArgumentError({
    operation: "metrics",
    got: `two that are called ${JSON.stringify(twice)}`,
    expected: "a name of its own for each",
    hint: 'Try averaged(f, "another name").',
  });
}
