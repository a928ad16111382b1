import { digitClasses } from "@mnist/data";
import { crossEntropy } from "@mnist/nn";
import { accuracy } from "../metrics/accuracy.js";
import { allOf, severalClasses } from "./choose-classes.js";
import { hiddenLayers } from "./hidden-layers.js";
import { readClasses } from "./read-classes.js";
import type { Recipe } from "./recipe.js";

/** As many outputs as there are classes: 784 → hidden → ReLU → classes, cross-entropy. */
const digitsOf = (classes: readonly string[]): Recipe => ({
  name: "digits",
  title: `read ${allOf(classes)}, each from an output of its own`,
  defaults: { epochs: 5, lr: 0.1, batchSize: 256, hidden: 100, rawPixels: false },
  schedule: "flat",
  classes,
  isPair: false,
  of: (others) => digitsOf(severalClasses(others, "digits")),
  imageOptions: {},
  model: (settings) => hiddenLayers(settings, classes.length),
  lossFunction: crossEntropy,
  metrics: () => [accuracy],
  logits: (scores) => scores,
  read: (scores) => readClasses(scores, classes),
});

/** Ten digits from ten outputs. */
export const digits: Recipe = digitsOf(digitClasses);
