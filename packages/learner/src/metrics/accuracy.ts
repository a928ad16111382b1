import type { Tensor } from "@mnist/tensor";
import { averaged, called, type Metric, type MetricFunction } from "./metric.js";

/** Share of rows whose largest score [batch, classes] stands at the target class [batch], from 0 to 1. @source fastai.metrics.accuracy */
export const accuracy: MetricFunction = /* @__PURE__ */ called("accuracy", (prediction, target) =>
  prediction.argmax(1).eq(target).float().mean(),
);

/** 1 − accuracy. @source fastai.metrics.error_rate */
export const errorRate: MetricFunction = /* @__PURE__ */ called("errorRate", (prediction, target) =>
  accuracy(prediction, target).neg().add(1),
);

/**
 * Share of scores [batch, 1] whose sigmoid is above ½ where the target is 1 and not where it is 0; averaged over the
 * batches as the notes do it, whatever their size.
 */
export function batchAccuracy(): Metric {
  const share = (prediction: Tensor, target: Tensor): Tensor =>
    prediction.sigmoid().gt(0.5).eq(target).float().mean();
  return averaged(share, "accuracy", false);
}
