import { DataLoader, ImageDataset, strokes } from "@mnist/data";
import { crossEntropy, Dropout, Linear, ReLU, Sequential } from "@mnist/nn";
import { sha256 } from "@mnist/nn/formats";
import { Adam } from "@mnist/nn/optim";
import { manualSeed } from "@mnist/tensor";
import { EMA } from "../callbacks/ema.js";
import { DataLoaders } from "../data-loaders.js";
import type { Callback } from "../events.js";
import { Learner } from "../learner.js";
import { accuracy } from "../metrics/accuracy.js";
import { bytesOf } from "../state/fingerprint.js";

export const epochs = 4;
export const lr = 0.01;

/** A learner whose weights after `fitOneCycle(epochs, lr)` are the same wherever it runs: 19 batches of training, 4 of validation. */
export function seededLearner(callbacks: readonly Callback[] = []): Learner {
  const loader = (count: number, seed: number) =>
    new DataLoader(new ImageDataset(strokes({ count, seed })), { batchSize: 32, shuffle: true });
  manualSeed(42);
  return new Learner(
    new DataLoaders(loader(600, 1), loader(100, 2)),
    new Sequential(new Linear(784, 24), new ReLU(), new Dropout(0.2), new Linear(24, 10)),
    {
      lossFunction: crossEntropy,
      metrics: [accuracy],
      optimizer: (parameters, lr) => new Adam(parameters, { lr }),
      callbacks: [new EMA({ decay: 0.99 }), ...callbacks],
    },
  );
}

/** The SHA-256 of a model's weights. */
export async function digestOf({ model }: Learner): Promise<string> {
  const weights = await Promise.all(Object.values(model.stateDict()).map((each) => each.data()));
  return sha256(...weights.map(bytesOf));
}
