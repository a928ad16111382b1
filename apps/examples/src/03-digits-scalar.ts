// Ten digits from one output between 0 and 10: the try that was missing something.
import { DataLoader, ImageDataset } from "@mnist/data";
import { averaged, DataLoaders, Learner } from "@mnist/learner";
import { Linear, ReLU, Sequential } from "@mnist/nn";
import { manualSeed, type Tensor } from "@mnist/tensor";
import { digitImages } from "./digit-images.js";

const { train, valid } = await digitImages();
const loader = (images: typeof train) =>
  new DataLoader(new ImageDataset(images, { targetShape: [1], targetType: "float32" }), {
    batchSize: 256,
    shuffle: true,
  });
const loaders = new DataLoaders(loader(train), loader(valid));

const distance = (prediction: Tensor, target: Tensor): Tensor =>
  target.sub(prediction.sigmoid().mul(10)).abs();
const within = (prediction: Tensor, target: Tensor): Tensor =>
  distance(prediction, target).lt(1).float().mean();

manualSeed(42);
const model = new Sequential(new Linear(28 * 28, 30), new ReLU(), new Linear(30, 1));
const learner = new Learner(loaders, model, {
  lossFunction: (prediction, target) => distance(prediction, target).mean(),
  metrics: [averaged(within, "within one")],
});
await learner.fit(3, 0.1);

// Why it fails: which digits does it take for their neighbours?
export const hits = Array.from({ length: 10 }, () => [0, 0] as [number, number]);
for (const [x, y] of loaders.valid!) {
  const read = learner.predict(x).sigmoid().mul(10).round().dataSync();
  y.dataSync().forEach((digit, i) => {
    hits[digit]![0] += read[i] === digit ? 1 : 0;
    hits[digit]![1]++;
  });
}
console.log(hits.map(([right, all], digit) => `${digit}: ${((100 * right) / all).toFixed(0)} %`).join("   "));
console.log(
  "A scale has an order that digits lack: to get from 1 to 9 the answer must pass through all the others.",
);
