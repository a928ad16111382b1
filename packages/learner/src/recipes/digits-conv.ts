import { digitClasses } from "@mnist/data";
import { BatchNorm2d, Conv2d, crossEntropy, Flatten, Linear, ReLU, Sequential, Unflatten } from "@mnist/nn";
import { Adam } from "@mnist/nn/optim";
import { accuracy } from "../metrics/accuracy.js";
import { averaged } from "../metrics/metric.js";
import { readClasses } from "./read-classes.js";
import type { Recipe } from "./recipe.js";

/** A convolution that halves the picture, normalised over the batch. */
function halving(channelsIn: number, channelsOut: number, kernelSize: number) {
  const padding = (kernelSize - 1) / 2;
  return [
    new Conv2d(channelsIn, channelsOut, kernelSize, { stride: 2, padding, bias: false }),
    new BatchNorm2d(channelsOut),
    new ReLU(),
  ];
}

/** Ten digits by a small convolutional network: 28 × 28 → 14 × 14 → 7 × 7 → 10, Adam on one cycle. */
export const digitsConv: Recipe = {
  name: "digits-conv",
  title: "read all ten digits by convolutions",
  defaults: { epochs: 3, lr: 0.01, batchSize: 128, hidden: 0, rawPixels: false },
  schedule: "one-cycle",
  digits: digitClasses,
  imageOptions: {},
  model: () =>
    new Sequential(
      new Unflatten(1, [1, 28, 28]),
      ...halving(1, 16, 5),
      ...halving(16, 32, 3),
      new Flatten(),
      new Linear(32 * 7 * 7, 10),
    ),
  optimizer: (parameters, lr) => new Adam(parameters, { lr }),
  lossFunction: (prediction, target) => crossEntropy(prediction, target),
  metrics: () => [averaged(accuracy, "accuracy")],
  read: readClasses,
};
