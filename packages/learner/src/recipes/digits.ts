import { digitClasses } from "@mnist/data";
import { crossEntropy, Linear, ReLU, Sequential } from "@mnist/nn";
import { accuracy } from "../metrics/accuracy.js";
import { averaged } from "../metrics/metric.js";
import { readClasses } from "./read-classes.js";
import type { Recipe } from "./recipe.js";

/** Ten digits from ten outputs: 784 → hidden → ReLU → 10, cross-entropy. */
export const digits: Recipe = {
  name: "digits",
  title: "read all ten digits from ten outputs",
  defaults: { epochs: 5, lr: 0.1, batchSize: 256, hidden: 100, rawPixels: false },
  schedule: "flat",
  digits: digitClasses,
  imageOptions: {},
  model: ({ hidden }) => new Sequential(new Linear(28 * 28, hidden), new ReLU(), new Linear(hidden, 10)),
  lossFunction: crossEntropy,
  metrics: () => [averaged(accuracy, "accuracy")], // a minifier would take the function's own name away
  read: readClasses,
};
