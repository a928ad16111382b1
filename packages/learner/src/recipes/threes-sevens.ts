import { Module, mnistLoss, Parameter } from "@mnist/nn";
import { cat, randn, type Tensor } from "@mnist/tensor";
import { batchAccuracy } from "../metrics/accuracy.js";
import { twoClasses } from "./choose-classes.js";
import { readClasses } from "./read-classes.js";
import type { Recipe } from "./recipe.js";

/** The notes' one layer: x [batch, 784] · weights + bias → [batch, 1], both drawn by randn. */
export class LinearClassifier extends Module {
  static override readonly name: string = "LinearClassifier";

  readonly weights = new Parameter(randn([28 * 28, 1]));
  readonly bias = new Parameter(randn([1]));

  override forward(x: Tensor): Tensor {
    return x.matmul(this.weights).add(this.bias);
  }
}

/** softmax(−x / 2, x / 2) = (1 − sigmoid x, sigmoid x) */
const scoresOfTwo = (prediction: Tensor): Tensor => cat([prediction.mul(-0.5), prediction.mul(0.5)], 1);

const pairOf = (classes: readonly string[]): Recipe => ({
  name: "threes-sevens",
  title: `tell ${classes[0]} from ${classes[1]} with one linear layer`,
  defaults: { epochs: 20, lr: 1, batchSize: 256, hidden: 0, rawPixels: false },
  schedule: "flat",
  classes,
  isPair: true,
  of: (others) => pairOf(twoClasses(others, "threes-sevens")),
  imageOptions: { targetShape: [1] },
  model: () => new LinearClassifier(),
  lossFunction: (prediction, target) => mnistLoss(prediction.sigmoid(), target),
  decoding: {
    activation: (prediction) => prediction.sigmoid(),
    decode: (prediction) => prediction.gt(0).to("int32"),
  },
  metrics: () => [batchAccuracy()],
  logits: scoresOfTwo,
  read: (prediction) => readClasses(scoresOfTwo(prediction), classes),
});

/** 3 or 7 from one linear layer, by how far the sigmoid is from the truth. */
export const threesSevens: Recipe = pairOf(["3", "7"]);
