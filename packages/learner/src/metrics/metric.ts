import { ArgumentError, type Tensor } from "@mnist/tensor";
import { tensorsIn } from "@mnist/tensor/internal";
import { oneElement } from "../one-element.js";
import { RunningMean } from "./running-mean.js";

/** A number that says how good predictions are, taken over a whole validation. */
export interface Metric<Output = Tensor, Target = Tensor> {
  readonly name: string;
  reset(): void;
  /** Takes in one batch; reads nothing back, so that a GPU never waits. A tensor that it stores has to be put through `keep`. */
  update(prediction: Output, target: Target): void;
  value(): Promise<number>;
  /** For a metric to which a batch adds one figure: the two halves of `update`, the first of which can be recorded. */
  readonly figure?: {
    readonly of: MetricFunction<Output, Target>;
    add(value: Tensor, samples: number): void;
  };
}

/** How many samples a batch holds: the leading axis of its first tensor. */
export function samplesIn(batch: unknown): number {
  const [first] = tensorsIn(batch);
  return first?.shape[0] ?? 0;
}

/**
 * A batch's figure: predictions [batch, …] and targets [batch, …] to a scalar tensor. Its name is the metric's; in a build
 * that is minified, `averaged(f, name)` keeps it.
 */
export type MetricFunction<Output = Tensor, Target = Tensor> = (prediction: Output, target: Target) => Tensor;

/** The function, called so whatever a minifier makes of it. */
export function called<Output = Tensor, Target = Tensor>(
  name: string,
  f: MetricFunction<Output, Target>,
): MetricFunction<Output, Target> {
  return Object.defineProperty(f, "name", { value: name });
}

/**
 * The mean of a batch figure over the samples, or over the batches where `weighted` is false.
 *
 * @throws ArgumentError for a function without a name, where none is given; from a validation where it returns no tensor.
 * @throws ShapeError from a validation where it returns a tensor of more elements than one.
 * @source fastai.metrics.AvgMetric
 */
export function averaged<Output = Tensor, Target = Tensor>(
  f: MetricFunction<Output, Target>,
  name = f.name,
  weighted = true,
): Metric<Output, Target> {
  if (name === "") {
    throw new ArgumentError({
      operation: "averaged",
      got: "a metric function without a name",
      expected: "one by which its figure is found",
      hint: 'Try averaged(f, "accuracy").',
    });
  }
  const mean = new RunningMean();
  const add = (value: unknown, samples: number): void =>
    mean.add(oneElement("metric", f, value, name), weighted ? samples : 1);
  return {
    name,
    figure: { of: f, add },
    reset: () => mean.reset(),
    update: (prediction, target) => add(f(prediction, target), samplesIn(target)),
    value: () => mean.value(),
  };
}

export function toMetric<Output = Tensor, Target = Tensor>(
  metric: Metric<Output, Target> | MetricFunction<Output, Target>,
): Metric<Output, Target> {
  return typeof metric === "function" ? averaged(metric) : metric;
}

/** Metrics that can be told apart. @throws ArgumentError where two have one name. */
export function toMetrics<Output = Tensor, Target = Tensor>(
  given: readonly (Metric<Output, Target> | MetricFunction<Output, Target>)[],
): Metric<Output, Target>[] {
  const metrics = given.map((metric) => toMetric(metric));
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
