/** A process that leaves a pass in the way it is told, and has to end by itself: node … loader-child.ts MANNER */
import { DataLoader } from "../data-loader.js";
import { ImageDataset } from "../datasets/image-dataset.js";
import { TransformedDataset } from "../datasets/transformed-dataset.js";
import { strokes } from "../strokes/strokes.js";
import { randomAffine } from "../transforms/random-affine.js";

const [, , manner] = process.argv;
const controller = new AbortController();
const dataset = new TransformedDataset(new ImageDataset(strokes({ count: 400, seed: 1 })), [
  randomAffine({ degrees: 9 }),
]);
const loader = new DataLoader(dataset, { batchSize: 20, numWorkers: 2, signal: controller.signal });

async function leave(): Promise<void> {
  if (manner === "forgotten") {
    await loader.walk().next();
    return;
  }
  for await (const [x] of loader) {
    if (x.shape[0] !== 20) throw new Error("a batch of another size");
    if (manner === "break") break;
    if (manner === "throw") throw new Error("thrown on purpose");
    if (manner === "abort") controller.abort(new Error("aborted on purpose"));
  }
}

await leave().catch((error: Error) => console.log(error.message));
console.log("left");
