// Ten digits from ten outputs: the loop by hand, then the same with Learner.
import { noGrad } from "@mnist/autograd";
import { DataLoader, ImageDataset } from "@mnist/data";
import { accuracy, DataLoaders, Learner } from "@mnist/learner";
import { crossEntropy, Linear, ReLU, Sequential } from "@mnist/nn";
import { SGD } from "@mnist/nn/optim";
import { manualSeed } from "@mnist/tensor";
import { digitImages } from "./digit-images.js";

const { train, valid } = await digitImages();
const loader = (images: typeof train) =>
  new DataLoader(new ImageDataset(images), { batchSize: 256, shuffle: true });
const loaders = new DataLoaders(loader(train), loader(valid));
const network = () => new Sequential(new Linear(28 * 28, 100), new ReLU(), new Linear(100, 10));
const epochs = 2;

// By hand.
manualSeed(42);
const model = network();
const optimizer = new SGD(model.parameters(), { lr: 0.1 });
export const byHand: number[] = [];
for (let epoch = 0; epoch < epochs; epoch++) {
  for (const [x, y] of loaders.train) {
    crossEntropy(model(x), y).backward();
    optimizer.step();
    optimizer.zeroGrad();
  }
  let right = 0;
  let all = 0;
  noGrad(() => {
    for (const [x, y] of loaders.valid!) {
      right += model(x).argmax(1).eq(y).sum().itemSync();
      all += y.numel();
    }
  });
  byHand.push(right / all);
}
console.log("by hand     ", byHand.map((each) => each.toFixed(4)).join(" "));

// With Learner: the same seed, the same numbers.
manualSeed(42);
export const learner = new Learner(loaders, network(), { lossFunction: crossEntropy, metrics: [accuracy] });
export const withLearner = (await learner.fit(epochs, 0.1)).map((record) => record.metrics.accuracy!);
console.log("with Learner", withLearner.map((each) => each.toFixed(4)).join(" "));
