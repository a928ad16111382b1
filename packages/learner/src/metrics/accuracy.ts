import { sub, type Tensor } from "@mnist/tensor";
import { flattened } from "./flattened.js";
import { averaged, called, type Metric, type MetricFunction } from "./metric.js";

/**
 * Share of scores [..., classes] that are largest at the target class [...], from 0 to 1; both are flattened first.
 *
 * @throws ShapeError where there is not one target for each row of scores.
 * @source fastai.metrics.accuracy
 */
export const accuracy: MetricFunction = /* @__PURE__ */ called("accuracy", (prediction, target) => {
  const [classes, targets] = flattened("accuracy", prediction.argmax(-1), target);
  return classes.eq(targets).float().mean();
});

/** 1 − accuracy. @source fastai.metrics.error_rate */
export const errorRate: MetricFunction = /* @__PURE__ */ called("errorRate", (prediction, target) =>
  sub(1, accuracy(prediction, target)),
);

/**
 * Share of scores [batch, 1] whose sigmoid is above ½ where the target is 1 and not where it is 0; averaged over the
 * batches as the notes do it, whatever their size.
 */
export function batchAccuracy(): Metric {
  const share = (prediction: Tensor, target: Tensor): Tensor => {
    const [scores, targets] = flattened("batchAccuracy", prediction, target);
    return scores.sigmoid().gt(0.5).eq(targets).float().mean();
  };
  return averaged(share, "accuracy", false);
}
