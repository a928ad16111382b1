import { digitClasses } from "@mnist/data";
import { crossEntropy, Linear, ReLU, Sequential } from "@mnist/nn";
import { accuracy } from "../metrics/accuracy.js";
import { averaged } from "../metrics/metric.js";
import type { Recipe } from "./recipe.js";

/** Ten digits from ten outputs: 784 → hidden → ReLU → 10, cross-entropy. */
export const digits: Recipe = {
  name: "digits",
  title: "read all ten digits from ten outputs",
  defaults: { epochs: 5, lr: 0.1, batchSize: 256, hidden: 100, rawPixels: false },
  digits: digitClasses,
  imageOptions: {},
  model: ({ hidden }) => new Sequential(new Linear(28 * 28, hidden), new ReLU(), new Linear(hidden, 10)),
  lossFunction: (prediction, target) => crossEntropy(prediction, target),
  metrics: () => [averaged(accuracy, "accuracy")], // a minifier would take the function's own name away
  async read(prediction) {
    const shares = await prediction.softmax(1).data();
    return Array.from({ length: prediction.shape[0]! }, (_, row) => {
      const probabilities = Array.from(shares.subarray(row * 10, row * 10 + 10), (probability, digit) => ({
        digit: String(digit),
        probability,
      }));
      const best = probabilities.reduce((a, b) => (b.probability > a.probability ? b : a));
      return { digit: best.digit, confidence: best.probability, probabilities };
    });
  },
};
