import { digitClasses } from "@mnist/data";
import { Linear, ReLU, Sequential } from "@mnist/nn";
import type { Tensor } from "@mnist/tensor";
import { averaged } from "../metrics/metric.js";
import type { Recipe } from "./recipe.js";

/** How far 10·sigmoid(score) is from the digit. */
function distance(prediction: Tensor, target: Tensor): Tensor {
  return target.sub(prediction.sigmoid().mul(10)).abs();
}

/** Ten digits on one scale from 0 to 10: the try that was missing something, as 4 is no nearer to 9 than to 1 in ink. */
export const digitsScalar: Recipe = {
  name: "digits-scalar",
  title: "read ten digits from one output, and see why that is not enough",
  defaults: { epochs: 5, lr: 0.1, batchSize: 256, hidden: 30, rawPixels: false },
  digits: digitClasses,
  imageOptions: { targetShape: [1], targetType: "float32" },
  model: ({ hidden }) => new Sequential(new Linear(28 * 28, hidden), new ReLU(), new Linear(hidden, 1)),
  lossFunction: (prediction, target) => distance(prediction, target).mean(),
  metrics: () => [
    averaged((prediction, target) => distance(prediction, target).lt(1).float().mean(), "accuracy"),
  ],
  async read(prediction) {
    return Array.from(await prediction.sigmoid().mul(10).data(), (value) => {
      const nearest = Math.min(Math.round(value), 9);
      const probabilities = Array.from({ length: 10 }, (_, digit) => ({
        digit: String(digit),
        probability: Math.max(0, 1 - Math.abs(value - digit)),
      }));
      return {
        digit: String(nearest),
        confidence: Math.max(0, 1 - Math.abs(value - nearest)),
        probabilities,
      };
    });
  },
};
