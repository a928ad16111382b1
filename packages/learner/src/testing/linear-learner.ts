import { DataLoader, TensorDataset } from "@mnist/data";
import { crossEntropy, Linear } from "@mnist/nn";
import { manualSeed, randint, randn } from "@mnist/tensor";
import { type Callback, DataLoaders, Learner } from "../index.js";

/** A linear learner on the same 32 samples, in batches of that many. */
export function linearLearner(batchSize: number, callbacks: readonly Callback[] = []): Learner {
  manualSeed(5);
  const data = new TensorDataset(randn([32, 4]), randint(3, [32]));
  const loader = new DataLoader(data, { batchSize });
  return new Learner(new DataLoaders(loader, loader), new Linear(4, 3), {
    lossFunction: crossEntropy,
    callbacks,
  });
}
