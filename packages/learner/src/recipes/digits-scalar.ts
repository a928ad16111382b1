import { digitClasses } from "@mnist/data";
import type { Tensor } from "@mnist/tensor";
import { averaged } from "../metrics/metric.js";
import { allOf, severalClasses } from "./choose-classes.js";
import { hiddenLayers } from "./hidden-layers.js";
import type { Recipe } from "./recipe.js";

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Which classes are read best and worst, and how many mistakes are the one next to the right one. */
function explainScale(confusion: readonly (readonly number[])[], classes: readonly string[]): string {
  const right = confusion.map((row, digit) => row[digit]! / Math.max(sum(row), 1));
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  const ranked = [...right.keys()].sort((a, b) => right[b]! - right[a]!);
  const named = (labels: readonly number[]): string =>
    labels.map((label) => `${classes[label]} (${percent(right[label]!)})`).join(", ");
  const mistakes = confusion.map((row, digit) => sum(row) - row[digit]!);
  const beside = confusion.map((row, digit) => (row[digit - 1] ?? 0) + (row[digit + 1] ?? 0));
  const share = sum(beside) / Math.max(sum(mistakes), 1);
  return [
    `Read best: ${named(ranked.slice(0, 2))}; worst: ${named(ranked.slice(-3))}. ${percent(share)} of the mistakes are the number next door.`,
    "One output is one scale. To be read as a 3 a picture has to land between the 2s and the 4s, though a 3 looks like",
    "neither, and whatever the network is unsure of lands in between, as yet another digit: so the digits in the middle",
    "blur into each other. Ten outputs, one for each digit, have no order to respect: that is the recipe digits.",
  ].join("\n");
}

/** One scale from 0 to the number of classes, on which each class has its place. */
function scaleOf(classes: readonly string[]): Recipe {
  const { length } = classes;
  /** Where on the scale a score stands. */
  const onScale = (prediction: Tensor): Tensor => prediction.sigmoid().mul(length);
  /** The class whose place is nearest. */
  const nearest = (prediction: Tensor): Tensor =>
    onScale(prediction)
      .round()
      .clamp(0, length - 1);
  /** How far that is from the class's place. */
  const distance = (prediction: Tensor, target: Tensor): Tensor => target.sub(onScale(prediction)).abs();
  return {
    name: "digits-scalar",
    title: `read ${allOf(classes)} from one output, and see why that is not enough`,
    defaults: { epochs: 5, lr: 0.1, batchSize: 256, hidden: 30, rawPixels: false },
    schedule: "flat",
    classes,
    isPair: false,
    of: (others) => scaleOf(severalClasses(others, "digits-scalar")),
    imageOptions: { targetShape: [1], targetType: "float32" },
    model: (settings) => hiddenLayers(settings, 1),
    lossFunction: (prediction, target) => distance(prediction, target).mean(),
    decoding: {
      activation: onScale,
      decode: (prediction) =>
        onScale(prediction)
          .round()
          .clamp(0, length - 1)
          .to("int32"),
    },
    metrics: () => [
      averaged((prediction, target) => nearest(prediction).eq(target).float().mean(), "accuracy"),
      averaged((prediction, target) => distance(prediction, target).lt(1).float().mean(), "withinOne"),
    ],
    async read(prediction) {
      return Array.from(await onScale(prediction).data(), (value) => {
        const label = Math.min(Math.round(value), length - 1);
        const probabilities = classes.map((digit, place) => ({
          digit,
          probability: Math.max(0, 1 - Math.abs(value - place)),
        }));
        return {
          digit: classes[label]!,
          confidence: Math.max(0, 1 - Math.abs(value - label)),
          probabilities,
        };
      });
    },
    explain: (confusion) => explainScale(confusion, classes),
  };
}

/** Ten digits on one scale from 0 to 10: the try that was missing something, as 4 is no nearer to 9 than to 1 in ink. */
export const digitsScalar: Recipe = scaleOf(digitClasses);
