import type { Tensor } from "@mnist/tensor";
import { flattened } from "./flattened.js";
import { averaged, called, type Metric, type MetricFunction } from "./metric.js";

/** What the predictions are off by, each by its own target: [elements]. */
function differences(operation: string, prediction: Tensor, target: Tensor): Tensor {
  const [ours, theirs] = flattened(operation, prediction, target);
  return ours.sub(theirs);
}

/** Mean of |prediction − target|. @throws ShapeError where they differ in number. @source fastai.metrics.mae */
export const mae: MetricFunction = /* @__PURE__ */ called("mae", (prediction, target) =>
  differences("mae", prediction, target).abs().mean(),
);

/** Mean of (prediction − target)². @throws ShapeError where they differ in number. @source fastai.metrics.mse */
export const mse: MetricFunction = /* @__PURE__ */ called("mse", (prediction, target) =>
  differences("mse", prediction, target).square().mean(),
);

/** The root of the mean of (prediction − target)² over all samples. @source fastai.metrics.rmse */
export function rmse(): Metric {
  return transformed(averaged(mse, "rmse"), Math.sqrt);
}

/** A metric whose value is changed at the end. */
export function transformed(metric: Metric, change: (value: number) => number): Metric {
  return { ...metric, value: async () => change(await metric.value()) };
}
