import { digitClasses } from "@mnist/data";
import {
  BatchNorm2d,
  Conv2d,
  crossEntropy,
  Flatten,
  Linear,
  type Module,
  ReLU,
  Sequential,
  Unflatten,
} from "@mnist/nn";
import { Adam } from "@mnist/nn/optim";
import { accuracy } from "../metrics/accuracy.js";
import { allOf, severalClasses } from "./choose-classes.js";
import { readClasses } from "./read-classes.js";
import type { Recipe } from "./recipe.js";

/** A convolution, normalised over the batch; stride 2 halves height and width. */
function block(channelsIn: number, channelsOut: number, kernelSize: number, stride: number): Module[] {
  const padding = (kernelSize - 1) / 2;
  return [
    new Conv2d(channelsIn, channelsOut, kernelSize, { stride, padding }),
    new BatchNorm2d(channelsOut),
    new ReLU(),
  ];
}

const digitsConvOf = (classes: readonly string[]): Recipe => ({
  name: "digits-conv",
  title: `read ${allOf(classes)} by convolutions`,
  defaults: { epochs: 3, lr: 0.01, batchSize: 128, hidden: 0, rawPixels: false },
  schedule: "one-cycle",
  classes,
  isPair: false,
  of: (others) => digitsConvOf(severalClasses(others, "digits-conv")),
  imageOptions: {},
  model: () =>
    new Sequential(
      new Unflatten(1, [1, 28, 28]),
      ...block(1, 8, 5, 2),
      ...block(8, 16, 3, 1),
      ...block(16, 32, 3, 2),
      ...block(32, 32, 3, 2),
      new Flatten(),
      new Linear(32 * 4 * 4, classes.length),
    ),
  optimizer: (parameters, lr) => new Adam(parameters, { lr }),
  lossFunction: crossEntropy,
  metrics: () => [accuracy],
  logits: (scores) => scores,
  read: (scores) => readClasses(scores, classes),
});

/**
 * Ten digits by a small convolutional network, Adam on one cycle. Pictures shrink to 14 × 14, 7 × 7 and 4 × 4 while
 * their channels grow to 8, 16 and 32.
 */
export const digitsConv: Recipe = digitsConvOf(digitClasses);
