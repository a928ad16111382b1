import {
  DataLoader,
  elasticTransform,
  ImageDataset,
  randomAffine,
  strokes,
  TransformedDataset,
} from "@mnist/data";
import { serve } from "./serve.js";
import { timed } from "./timing.js";

/** How long drawing takes, and a pass over pictures that are turned and distorted, on this thread and on others. */
const transforms = [randomAffine({ degrees: 10, translate: [0.1, 0.1] }), elasticTransform()];
const augmented = new TransformedDataset(new ImageDataset(strokes({ count: 12_000, seed: 1 })), transforms);

async function pass(numWorkers: number): Promise<void> {
  for await (const _ of new DataLoader(augmented, { batchSize: 256, shuffle: true, numWorkers }));
}

await serve({
  round: async () => ({
    "60,000 strokes": await timed(() => strokes({ count: 60_000, seed: 1 })),
    "12,000 augmented": await timed(() => pass(0)),
    "12,000 augmented, 2 workers": await timed(() => pass(2)),
  }),
});
