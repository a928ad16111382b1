// Tell 3 from 7 with one linear layer: the loop by hand, then the same with Learner.
import { noGrad } from "@mnist/autograd";
import { DataLoader, ImageDataset, onlyClasses } from "@mnist/data";
import { batchAccuracy, DataLoaders, Learner, LinearClassifier } from "@mnist/learner";
import { mnistLoss } from "@mnist/nn";
import { SGD } from "@mnist/nn/optim";
import { manualSeed, randn, stack, type Tensor } from "@mnist/tensor";
import { digitImages } from "./digit-images.js";

const { train, valid } = await digitImages();
const dataset = (images: typeof train) =>
  new ImageDataset(onlyClasses(images, ["3", "7"]), { targetShape: [1] });
const loader = new DataLoader(dataset(train), { batchSize: 256, shuffle: true });
const validLoader = new DataLoader(dataset(valid), { batchSize: 256, shuffle: true });
export const epochs = 20;

// By hand.
manualSeed(42);
const weights = randn([28 * 28, 1]).requiresGrad_();
const bias = randn([1]).requiresGrad_();

const linear = (x: Tensor): Tensor => x.matmul(weights).add(bias);

function validateEpoch(): number {
  const shares: Tensor[] = [];
  for (const [x, y] of validLoader) shares.push(linear(x).sigmoid().gt(0.5).eq(y).float().mean());
  return stack(shares).mean().itemSync();
}

export const byHand: number[] = [];
for (let epoch = 0; epoch < epochs; epoch++) {
  for (const [x, y] of loader) {
    const loss = mnistLoss(linear(x).sigmoid(), y);
    loss.backward();
    noGrad(() => {
      for (const parameter of [weights, bias]) {
        parameter.sub_(parameter.grad!.mul(1));
        parameter.grad = null;
      }
    });
  }
  byHand.push(noGrad(validateEpoch));
}
console.log("by hand     ", byHand.map((accuracy) => accuracy.toFixed(4)).join(" "));

// With Learner: the same seed, the same numbers.
manualSeed(42);
const learner = new Learner(new DataLoaders(loader, validLoader), new LinearClassifier(), {
  lossFunction: (prediction, target) => mnistLoss(prediction.sigmoid(), target),
  optimizer: (parameters, lr) => new SGD(parameters, { lr }),
  metrics: [batchAccuracy()],
});
export const withLearner = (await learner.fit(epochs, 1)).map((record) => record.metrics.accuracy!);
console.log("with Learner", withLearner.map((accuracy) => accuracy.toFixed(4)).join(" "));
