import { manualSeed, randint, randn } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import golden from "./golden/network.json" with { type: "json" };
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  crossEntropy,
  Dropout,
  Flatten,
  Linear,
  MaxPool2d,
  ReLU,
  Sequential,
} from "./index.js";
import { OneCycleLR, SGD } from "./optim/index.js";
import { expectClose, type StoredTensor } from "./testing/golden.js";

describe("a convolutional network with batch norm, momentum and one-cycle", () => {
  it("has PyTorch's losses over two epochs from the same seed, and ends with its weights", () => {
    const { seed, samples, batch, epochs } = golden;
    manualSeed(seed);
    const images = randn([samples, 1, 12, 12]);
    const labels = randint(4, [samples]);
    images.select(1, 0).select(1, 0).select(1, 0).add_(labels.mul(2));
    const model = new Sequential(
      new Conv2d(1, 6, 3, { padding: 1, bias: false }),
      new BatchNorm2d(6),
      new ReLU(),
      new MaxPool2d(2),
      new Conv2d(6, 8, 3, { stride: 2, padding: 1 }),
      new BatchNorm2d(8),
      new ReLU(),
      new Dropout(0),
      new AdaptiveAvgPool2d(1),
      new Flatten(),
      new Linear(8, 4),
    );
    const optimizer = new SGD(model.parameters(), { lr: 0.1, momentum: 0.9, weightDecay: 1e-3 });
    const schedule = new OneCycleLR(optimizer, { maxLr: 0.3, totalSteps: (epochs * samples) / batch });
    const losses: number[] = [];
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (let start = 0; start < samples; start += batch) {
        const loss = crossEntropy(model(images.narrow(0, start, batch)), labels.narrow(0, start, batch));
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
        schedule.step();
        losses.push(loss.itemSync());
      }
    }
    losses.forEach((loss, i) => {
      expect(Math.abs(loss - golden.losses[i]!), `loss ${i}: ${loss}`).toBeLessThan(1e-5);
    });
    model.eval();
    expect(crossEntropy(model(images), labels).itemSync()).toBeCloseTo(golden.evaluated, 4);
    const expected = golden.state as Record<string, StoredTensor>;
    const state = model.stateDict();
    expect(Object.keys(state)).toEqual(Object.keys(expected));
    for (const [name, value] of Object.entries(state))
      expectClose(value, expected[name]!, name, { absolute: 1e-4, relative: 1e-3 });
  });
});
