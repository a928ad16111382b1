import { noGrad } from "@mnist/autograd";
import { keep, stack, type Tensor } from "@mnist/tensor";

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

/** A batch's figure: predictions [batch, …] and targets [batch, …] to a scalar tensor. Its name is the metric's. */
export type MetricFunction = (prediction: Tensor, target: Tensor) => Tensor;

/** The mean of scalars kept as tensors until asked for, weighted by how many samples each stands for. */
export class RunningMean {
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

/** The mean of a batch figure over the samples, or over the batches where `weighted` is false. @source fastai.metrics.AvgMetric */
export function averaged(f: MetricFunction, name = f.name, weighted = true): Metric {
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
