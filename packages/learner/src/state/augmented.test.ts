import {
  BatchSampler,
  DataLoader,
  type DataLoaderOptions,
  ImageDataset,
  RandomSampler,
  randomAffine,
  strokes,
  TransformedDataset,
} from "@mnist/data";
import { crossEntropy, Linear } from "@mnist/nn";
import { manualSeed } from "@mnist/tensor";
import { expect, it } from "vitest";
import { DataLoaders, Learner } from "../index.js";
import { weightsOf } from "../testing/small-learner.js";

/** A learner of augmented digits, 4 batches an epoch, and the states it can be saved in. */
function augmentedLearner(options: DataLoaderOptions): { learner: Learner; states: Uint8Array[] } {
  manualSeed(3);
  const digits = new ImageDataset(strokes({ count: 32, seed: 1 }));
  const dataset = new TransformedDataset(digits, [randomAffine({ degrees: 20, translate: [0.1, 0.1] })]);
  const states: Uint8Array[] = [];
  const learner = new Learner(new DataLoaders(new DataLoader(dataset, options)), new Linear(784, 10), {
    lossFunction: crossEntropy,
    callbacks: [
      {
        order: 1000,
        async afterBatch() {
          states.push(await learner.save());
        },
      },
    ],
  });
  return { learner, states };
}

it.each<[string, () => DataLoaderOptions]>([
  ["on this thread", () => ({ batchSize: 8, shuffle: true })],
  ["on two others", () => ({ batchSize: 8, shuffle: true, numWorkers: 2 })],
  ["in batches of a sampler", () => ({ batchSampler: new BatchSampler(new RandomSampler(32), 9) })],
])("a resumed fit sees the pictures that an unbroken one sees, augmented %s", async (_, options) => {
  const { learner, states } = augmentedLearner(options());
  await learner.fit(2, 0.1);
  expect(states).toHaveLength(8);
  for (const bytes of [states[1]!, states[5]!]) {
    const { learner: other } = augmentedLearner(options());
    await other.fit(2, 0.1, { resumeFrom: bytes });
    expect(weightsOf(other.model)).toEqual(weightsOf(learner.model));
  }
});

it("sees other pictures in every epoch", async () => {
  const seen: number[] = [];
  const { learner } = augmentedLearner({ batchSize: 32 });
  learner.callbacks.push({
    async afterBatch({ input }) {
      seen.push(await input!.sum().item());
    },
  });
  await learner.fit(3, 0.1);
  expect(new Set(seen).size).toBe(3);
});
