import { type LossOptions, Module } from "@mnist/nn";
import { cat, type Tensor } from "@mnist/tensor";
import { mapTensors } from "@mnist/tensor/internal";
import { samplesIn } from "../metrics/metric.js";
import type { LossFunction } from "../training.js";

/**
 * The loss of each sample: [batch]. A loss that knows no reduction "none" is asked for one sample at a time.
 *
 * @source fastai.torch_core.NoneReduce
 */
export function sampleLosses<Output, Target>(
  lossFunction: LossFunction<Output, Target>,
  prediction: Output,
  target: Target,
): Tensor {
  const samples = samplesIn(prediction);
  if (!(lossFunction instanceof Module)) {
    const reducing: (prediction: Output, target: Target, options: LossOptions) => Tensor = lossFunction;
    const whole = reducing(prediction, target, { reduction: "none" });
    if (whole.shape[0] === samples) return whole.ndim === 1 ? whole : whole.flatten(1).mean(1);
  }
  const each = Array.from({ length: samples }, (_, i) => {
    const row = (tensor: Tensor): Tensor => tensor.narrow(0, i, 1);
    return lossFunction(mapTensors(prediction, row), mapTensors(target, row)).reshape([1]);
  });
  return cat(each);
}
