import { DataLoader, TensorDataset } from "@mnist/data";
import { crossEntropy, Dropout, Linear, type Module, ReLU, Sequential } from "@mnist/nn";
import { Adam } from "@mnist/nn/optim";
import { manualSeed, randint, randn } from "@mnist/tensor";
import { accuracy, DataLoaders, Learner, type LearnerOptions } from "../index.js";

/** A learner with shuffles, dropout and an optimiser that remembers: 5 batches an epoch, the last one uneven. */
export function smallLearner(seed = 1, options: Partial<LearnerOptions> = {}): Learner {
  manualSeed(7);
  const part = (count: number) => new TensorDataset(randn([count, 4]), randint(3, [count]));
  const loader = (count: number) => new DataLoader(part(count), { batchSize: 8, shuffle: true });
  const loaders = new DataLoaders(loader(36), loader(20));
  manualSeed(seed);
  const model = new Sequential(new Linear(4, 16), new ReLU(), new Dropout(0.3), new Linear(16, 3));
  return new Learner(loaders, model, {
    lossFunction: crossEntropy,
    metrics: [accuracy],
    optimizer: (parameters, lr) => new Adam(parameters, { lr }),
    ...options,
  });
}

/** The weights as plain numbers by name. */
export function weightsOf(model: Module): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(model.stateDict()).map(([name, values]) => [name, [...values.dataSync()]]),
  );
}
