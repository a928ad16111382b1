import { digitClasses } from "@mnist/data";
import { Linear, ReLU, Sequential } from "@mnist/nn";
import type { Tensor } from "@mnist/tensor";
import { averaged } from "../metrics/metric.js";
import type { Recipe } from "./recipe.js";

/** Where on the scale from 0 to 10 a score stands. */
function onScale(prediction: Tensor): Tensor {
  return prediction.sigmoid().mul(10);
}

/** How far 10·sigmoid(score) is from the digit. */
function distance(prediction: Tensor, target: Tensor): Tensor {
  return target.sub(onScale(prediction)).abs();
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Which digits are read best and worst, and how many mistakes are the number next to the right one. */
function explainScale(confusion: readonly (readonly number[])[]): string {
  const right = confusion.map((row, digit) => row[digit]! / Math.max(sum(row), 1));
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  const ranked = [...right.keys()].sort((a, b) => right[b]! - right[a]!);
  const named = (digits: readonly number[]): string =>
    digits.map((digit) => `${digit} (${percent(right[digit]!)})`).join(", ");
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

/** Ten digits on one scale from 0 to 10: the try that was missing something, as 4 is no nearer to 9 than to 1 in ink. */
export const digitsScalar: Recipe = {
  name: "digits-scalar",
  title: "read ten digits from one output, and see why that is not enough",
  defaults: { epochs: 5, lr: 0.1, batchSize: 256, hidden: 30, rawPixels: false },
  schedule: "flat",
  digits: digitClasses,
  imageOptions: { targetShape: [1], targetType: "float32" },
  model: ({ hidden }) => new Sequential(new Linear(28 * 28, hidden), new ReLU(), new Linear(hidden, 1)),
  lossFunction: (prediction, target) => distance(prediction, target).mean(),
  decoding: {
    activation: onScale,
    decode: (prediction) => onScale(prediction).round().clamp(0, 9).to("int32"),
  },
  metrics: () => [
    averaged((prediction, target) => distance(prediction, target).lt(1).float().mean(), "accuracy"),
  ],
  async read(prediction) {
    return Array.from(await onScale(prediction).data(), (value) => {
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
  explain: explainScale,
};
