import { DataLoader, TensorDataset } from "@mnist/data";
import { crossEntropy, Linear, ReLU, Sequential } from "@mnist/nn";
import { manualSeed, randn } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import golden from "./golden/run.json" with { type: "json" };
import { accuracy, DataLoaders, Learner } from "./index.js";

// float32 sums are added up in another order here than in PyTorch; over 125 steps that stays below this.
const tolerance = 1e-5;

describe("a whole run, seed for seed", () => {
  it("has PyTorch's losses, accuracies and final weights", async () => {
    manualSeed(golden.seed);
    const points = randn([golden.samples, golden.features]);
    const labels = points.matmul(randn([golden.features, golden.classes])).argmax(1);
    const part = (start: number, length: number) =>
      new TensorDataset(points.narrow(0, start, length), labels.narrow(0, start, length));
    const loader = (start: number, length: number) =>
      new DataLoader(part(start, length), { batchSize: golden.batch, shuffle: true });
    const train = loader(golden.held_out, golden.samples - golden.held_out);
    const loaders = new DataLoaders(train, loader(0, golden.held_out));
    const model = new Sequential(
      new Linear(golden.features, golden.hidden),
      new ReLU(),
      new Linear(golden.hidden, golden.classes),
    );
    const learner = new Learner(loaders, model, { lossFunction: crossEntropy, metrics: [accuracy] });
    const losses: number[] = [];
    const collect = {
      afterLoss: ({ training, loss }: { training: boolean; loss: { itemSync(): number } | null }) => {
        if (training && loss !== null) losses.push(loss.itemSync());
      },
    };
    const history = await learner.fit(golden.epochs.length, golden.lr, { callbacks: [collect] });
    const expectedLosses = golden.epochs.flatMap((epoch) => epoch.losses);
    expect(losses.length).toBe(expectedLosses.length);
    losses.forEach((loss, i) => {
      expect(Math.abs(loss - expectedLosses[i]!), `loss of step ${i}`).toBeLessThan(tolerance);
    });
    golden.epochs.forEach((epoch, i) => {
      expect(Math.abs(history[i]!.trainLoss - epoch.train_loss)).toBeLessThan(tolerance);
      expect(Math.abs(history[i]!.validLoss - epoch.valid_loss)).toBeLessThan(tolerance);
      expect(history[i]!.metrics.accuracy).toBeCloseTo(epoch.accuracy, 6);
    });
    const bias = model.stateDict()["2.bias"]!.dataSync();
    golden.final_bias.forEach((value, i) => {
      expect(Math.abs(bias[i]! - value)).toBeLessThan(tolerance);
    });
  });
});
