import { type LossOptions, Module } from "@mnist/nn";
import { cat, type Tensor } from "@mnist/tensor";
import type { LossFunction } from "../learner.js";

/**
 * The loss of each sample: [batch]. A loss that knows no reduction "none" is asked for one sample at a time.
 *
 * @source fastai.torch_core.NoneReduce
 */
export function sampleLosses(lossFunction: LossFunction, prediction: Tensor, target: Tensor): Tensor {
  const samples = prediction.shape[0] ?? 1;
  if (!(lossFunction instanceof Module)) {
    const reducing: (prediction: Tensor, target: Tensor, options: LossOptions) => Tensor = lossFunction;
    const whole = reducing(prediction, target, { reduction: "none" });
    if (whole.shape[0] === samples) return whole.ndim === 1 ? whole : whole.flatten(1).mean(1);
  }
  const each = Array.from({ length: samples }, (_, i) =>
    lossFunction(prediction.narrow(0, i, 1), target.narrow(0, i, 1)).reshape([1]),
  );
  return cat(each);
}
