import { type DigitSplits, strokes } from "@mnist/data";
import { Linear, Module } from "@mnist/nn";
import { Adam } from "@mnist/nn/optim";
import { cpu, type Device, manualSeed, randn, setDefaultDevice, type Tensor } from "@mnist/tensor";
import { webgpu } from "@mnist/tensor/webgpu";
import { afterAll, expect, it } from "vitest";
import { fitCurve, Learner, recipeLearner, recipes, TerminateOnNaN } from "./browser.js";

const device = await webgpu();
afterAll(() => device.destroy());

/** What both devices answer to the same training from the same seed. */
async function onBoth<T>(train: () => Promise<T>): Promise<{ expected: T; actual: T }> {
  const on = async (where: Device): Promise<T> => {
    setDefaultDevice(where);
    manualSeed(42);
    try {
      return await train();
    } finally {
      setDefaultDevice(cpu);
    }
  };
  return { expected: await on(cpu), actual: await on(device) };
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => {
    const difference = Math.abs(value - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
    expect(difference, `${i}: ${value} for ${expected[i]}`).toBeLessThan(1e-4);
  });
}

it("curve: 1000 steps, the loss at every hundredth", async () => {
  const { expected, actual } = await onBoth(() => fitCurve({ steps: 1000, lr: 1e-5 }));
  expect(actual.losses).toHaveLength(11);
  expectClose(
    actual.losses.map(({ loss }) => loss),
    expected.losses.map(({ loss }) => loss),
  );
  expectClose(actual.final, expected.final);
});

const drawn = (count: number): DigitSplits => ({
  train: strokes({ count, seed: 1 }),
  valid: strokes({ count: 300, seed: 2 }),
});

it("threes-sevens: five epochs of drawn digits", async () => {
  const data = drawn(3000);
  const { expected, actual } = await onBoth(() => recipeLearner(recipes["threes-sevens"], data).fit(5));
  for (const part of ["trainLoss", "validLoss"] as const) {
    expectClose(
      actual.map((epoch) => epoch[part]),
      expected.map((epoch) => epoch[part]),
    );
  }
  expect(actual.map(({ metrics }) => metrics.accuracy)).toEqual(
    expected.map(({ metrics }) => expect.closeTo(metrics.accuracy!, 6)),
  );
});

it("digits: three epochs with Adam and cross-entropy, in memory that does not grow", async () => {
  const data = drawn(700);
  const held: number[] = [];
  const { expected, actual } = await onBoth(async () => {
    const settings = { ...recipes.digits.defaults, hidden: 30 };
    const { loaders, model, lossFunction, metrics } = recipeLearner(recipes.digits, data, settings);
    const learner = new Learner(loaders, model, {
      lossFunction,
      metrics,
      optimizer: (parameters, lr) => new Adam(parameters, { lr }),
      callbacks: [{ name: "Watch", beforeEpoch: () => void held.push(device.usedBytes) }],
    });
    return learner.fit(3, 0.001);
  });
  expectClose(
    actual.map(({ trainLoss }) => trainLoss),
    expected.map(({ trainLoss }) => trainLoss),
  );
  expect(actual.map(({ metrics }) => metrics.accuracy)).toEqual(
    expected.map(({ metrics }) => expect.closeTo(metrics.accuracy!, 2)),
  );
  // Of an epoch only scalars may be left, which the garbage collector has not come to yet.
  expect(held.at(-1)! - held.at(-2)!).toBeLessThan(32 * 1024);
});

it("moves a model and its state from device to device", async () => {
  manualSeed(1);
  const model = new Linear(3, 2);
  const x = randn([4, 3]);
  const expected = model(x).dataSync();
  const there = new Linear(3, 2).to(device);
  there.loadStateDict(Object.fromEntries(model.namedParameters()));
  expectClose([...(await there(x.to(device)).data())], [...expected]);
  expectClose([...(await model.to(device)(x.to(device)).data())], [...expected]);
  expect(() => randn([2]).requiresGrad_().to(device)).toThrow(
    "to: got a tensor that is followed by gradients, for webgpu",
  );
});

it.each([
  ["nobody listens", {}],
  ["somebody looks at each batch", { callbacks: [{ name: "Look", afterLoss() {} }] }],
])("trains where the model is, on batches from the CPU, when %s", async (_when, options) => {
  const fitted = (where: Device) => {
    manualSeed(42);
    const learner = recipeLearner(recipes["threes-sevens"], drawn(300));
    learner.model.to(where);
    return learner.fit(1, 1, options);
  };
  const [expected, actual] = [await fitted(cpu), await fitted(device)];
  expectClose([actual[0]!.trainLoss, actual[0]!.validLoss], [expected[0]!.trainLoss, expected[0]!.validLoss]);
});

it("ends at a loss that is no number, though it cannot say whence", async () => {
  const learner = recipeLearner(recipes["threes-sevens"], drawn(300));
  learner.model.to(device).parameters()[0]!.detach().fill_(Number.NaN);
  await expect(learner.fit(1, 1, { callbacks: [new TerminateOnNaN()] })).rejects.toThrow(
    "epoch 1, batch 0: got a loss of NaN; which operation made it can be looked for on the CPU alone",
  );
});

it("a layer that a callback puts in between two batches keeps its gradients to the next", async () => {
  class Net extends Module {
    static override readonly name = "Net";
    first = new Linear(784, 30);
    second = new Linear(30, 10);

    forward(pixels: Tensor): Tensor {
      return this.second(this.first(pixels).relu());
    }
  }
  const data = drawn(700);
  const { expected, actual } = await onBoth(async () => {
    const { loaders, lossFunction } = recipeLearner(recipes.digits, data);
    const net = new Net();
    const fresh = new Linear(30, 10);
    const replace = {
      name: "Replace",
      afterBatch({ batch }: { readonly batch: number }) {
        if (batch === 0) net.second = fresh;
      },
    };
    await new Learner(loaders, net, { lossFunction }).fit(1, 0.1, { callbacks: [replace] });
    return Array.from(await fresh.weight.grad!.data()); // of all batches but the first, as no optimiser clears it
  });
  expectClose(actual, expected);
});
