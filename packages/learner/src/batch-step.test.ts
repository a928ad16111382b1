import { DataLoader, ImageDataset, strokes, TensorDataset } from "@mnist/data";
import { BatchNorm1d, crossEntropy, Dropout, Linear, Module, ReLU, Sequential } from "@mnist/nn";
import { Adam, AdamW, type Optimizer, RMSprop, SGD } from "@mnist/nn/optim";
import { defaultGenerator, manualSeed, randint, randn, type Tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import {
  accuracy,
  type Callback,
  DataLoaders,
  type EpochRecord,
  GradientClip,
  Learner,
  type LearnerOptions,
  type Metric,
  recipeLearner,
  recipes,
} from "./index.js";

const images = strokes({ count: 700, seed: 5 });

/** Loaders over drawn digits, whose last batch is short. */
function digitLoaders(): DataLoaders {
  const part = () => new DataLoader(new ImageDataset(images), { batchSize: 256, shuffle: true });
  return new DataLoaders(part(), part());
}

/** Batch norm takes a bias before it away again: its gradient would be rounding alone, which Adam makes large. */
function network(): Module {
  return new Sequential(
    new Linear(784, 20, { bias: false }),
    new BatchNorm1d(20),
    new ReLU(),
    new Dropout(0.3),
    new Linear(20, 10),
  );
}

function digitLearner(options: Partial<LearnerOptions> = {}): Learner {
  return new Learner(digitLoaders(), network(), {
    lossFunction: (prediction, target) => crossEntropy(prediction, target),
    metrics: [accuracy],
    lr: 0.1,
    ...options,
  });
}

function expectAlike(actual: readonly EpochRecord[], expected: readonly EpochRecord[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach(({ trainLoss, validLoss, metrics }, i) => {
    expect(Math.abs(trainLoss / expected[i]!.trainLoss - 1)).toBeLessThan(1e-6);
    expect(Math.abs(validLoss / expected[i]!.validLoss - 1)).toBeLessThan(1e-6);
    expect(metrics.accuracy).toBeCloseTo(expected[i]!.metrics.accuracy!, 6);
  });
}

/** The same fit recorded and step by step. */
async function expectSameFit(
  make: (compile: boolean) => Learner,
  callbacks: Callback[] = [],
): Promise<Learner> {
  const [recorded, eager] = await Promise.all(
    [true, false].map(async (compile) => {
      manualSeed(3);
      return make(compile);
    }),
  );
  manualSeed(4);
  const actual = await recorded!.fit(3, undefined, { callbacks });
  manualSeed(4);
  expectAlike(actual, await eager!.fit(3, undefined, { callbacks }));
  expect(eager!.explain()).toMatch(/training: step by step, since the learner was made with compile: false/);
  return recorded!;
}

describe("a recorded training step", { timeout: 120_000 }, () => {
  it.each(Object.values(recipes))(
    "gives the eager numbers for $name",
    { timeout: 120_000 },
    async (recipe) => {
      const data = recipe.name === "digits-conv" ? strokes({ count: 100, seed: 5 }) : images;
      const settings = { ...recipe.defaults, batchSize: recipe.name === "digits-conv" ? 40 : 256 };
      const learner = await expectSameFit((compile) => {
        const { loaders, model, ...rest } = recipeLearner(recipe, { train: data, valid: data }, settings);
        const { lossFunction, metrics, lr } = rest;
        // Under SGD, also for digits-conv: its biases stand before batch norms, see `network`.
        return new Learner(loaders, model, { lossFunction, metrics, lr, compile });
      });
      expect(learner.explain()).toMatch(/training: \[\d+\] int32 cpu: \d+ operations in \d+ groups/);
      expect(learner.explain()).toMatch(/validation: \[\d+\] int32 cpu: \d+ operations in \d+ groups/);
    },
  );

  it.each<[string, (parameters: Iterable<Tensor>, lr: number) => Optimizer]>([
    ["SGD", (parameters, lr) => new SGD(parameters, { lr })],
    [
      "SGD with momentum",
      (parameters, lr) => new SGD(parameters, { lr, momentum: 0.9, nesterov: true, weightDecay: 1e-3 }),
    ],
    ["Adam", (parameters) => new Adam(parameters, { lr: 1e-3, amsgrad: true })],
    ["AdamW", (parameters) => new AdamW(parameters, { lr: 1e-3 })],
    ["RMSprop", (parameters) => new RMSprop(parameters, { lr: 1e-3, momentum: 0.5 })],
  ])("gives the eager numbers with dropout, batch norm and %s", async (_name, optimizer) => {
    const learner = await expectSameFit((compile) => digitLearner({ optimizer, compile }));
    const { running_mean: mean, num_batches_tracked: count } = (learner.model as Sequential)
      .at(1)!
      .stateDict();
    expect(count!.itemSync()).toBe(9);
    expect(mean!.abs().sum().itemSync()).toBeGreaterThan(0);
  });

  it("takes batches that are tensors alone", async () => {
    manualSeed(1);
    const [x, y] = [randn([30, 4]), randint(3, [30])];
    const part = () =>
      new DataLoader({ length: 30, batch: (rows) => new TensorDataset(x, y).batch(rows) }, { batchSize: 8 });
    const learner = await expectSameFit(
      (compile) =>
        new Learner(new DataLoaders(part(), part()), new Linear(4, 3), {
          lossFunction: crossEntropy,
          metrics: [accuracy],
          compile,
        }),
    );
    expect(learner.explain()).toMatch(/training: \[8,4\] float32 cpu, \[8\] int32 cpu: \d+ operations/);
  });

  it("follows a learning rate, weights and settings that callbacks change between batches", async () => {
    const changing: Callback = {
      beforeBatch: ({ learner, step, training }) => {
        if (!training) return;
        for (const group of learner.optimizer!.paramGroups) group.lr = 0.2 / (1 + step);
        const [first, norm, , dropout] = learner.model.children();
        if (step === 4) norm!.parameters()[1]!.setData(randn([20]));
        if (step === 5) first!.parameters()[0]!.detach().mul_(0.5);
        if (step === 6) Object.assign(dropout!, { p: 0.6 });
        if (step === 7) first!.requiresGrad_(false);
      },
    };
    await expectSameFit((compile) => digitLearner({ compile }), [changing]);
  });

  it("shows callbacks around a batch what they would see, and trains on what they put in its place", async () => {
    const seen: unknown[] = [];
    const replacing: Callback = {
      beforeBatch: (context) => {
        if (context.step === 1) context.input = context.input!.mul(0.5);
      },
      afterBatch: ({ input, target, prediction, loss }) => {
        seen.push([input?.shape, target?.shape, prediction?.shape, loss?.shape]);
      },
    };
    await expectSameFit((compile) => digitLearner({ compile }), [replacing]);
    expect(seen[0]).toEqual([[256, 784], [256], [256, 10], []]);
    expect(seen.slice(0, 18)).toEqual(seen.slice(18));
  });

  it("takes recordable callbacks into the recording, and anew where their settings change", async () => {
    const weighing: Callback & { factor: number } = {
      factor: 1,
      isRecordable: true,
      afterLoss(context) {
        context.loss = context.loss!.mul(weighing.factor).add(context.input!.mean());
      },
    };
    const changing: Callback = {
      beforeEpoch: ({ epoch }) => void Object.assign(weighing, { factor: 1 / epoch }),
    };
    const callbacks = [weighing, changing, new GradientClip({ maxNorm: 0.1 })];
    const learner = await expectSameFit((compile) => digitLearner({ compile }), callbacks);
    expect(learner.explain()).toMatch(/training: \[\d+\] int32 cpu: \d+ operations/);
    const late: Callback = { name: "late", isRecordable: true, afterLoss: async () => {} };
    await expect(digitLearner().fit(1, 0.1, { callbacks: [late] })).rejects.toThrow(
      "late is recordable, but answers afterLoss later",
    );
  });

  it("goes step by step, and says why, where somebody looks inside", async () => {
    const inside: Callback = { name: "watcher", afterBackward: () => {} };
    const learner = digitLearner();
    await learner.fit(1, 0.1, { callbacks: [inside] });
    expect(learner.explain()).toMatch(
      /training: step by step, since callback watcher listens to afterBackward/,
    );
    expect(learner.explain()).toMatch(/validation: \[256\] int32/);
    learner.model.registerForwardHook(() => undefined);
    await learner.fit(1);
    expect(learner.explain()).toMatch(/validation: step by step, since the model has forward hooks/);
  });

  it("is not replayed where the model reads a value, and counts its calls", async () => {
    class Reading extends Module {
      readonly inner = new Linear(784, 10);
      override forward(x: Tensor): Tensor {
        return this.inner(x).mul(x.amax().itemSync());
      }
    }
    class Counting extends Module {
      readonly inner = new Linear(784, 10);
      calls = 0;
      override forward(x: Tensor): Tensor {
        this.calls++;
        return this.inner(x).div(this.calls);
      }
    }
    const make = (model: () => Module) => (compile: boolean) =>
      new Learner(digitLoaders(), model(), { lossFunction: crossEntropy, metrics: [accuracy], compile });
    const reading = await expectSameFit(make(() => new Reading()));
    expect(reading.explain()).toMatch(/training: .* run as it is, since the step reads a value/);
    const counting = await expectSameFit(make(() => new Counting()));
    expect(counting.explain()).toMatch(/training: \[256\] int32 cpu: \d+ operations/);
    expect(Reflect.get(counting.model, "calls")).toBe(18);
  });

  it("hands predictions to a metric that takes them in by itself", async () => {
    let [sum, samples] = [0, 0];
    const own: Metric = {
      name: "accuracy",
      reset: () => {
        [sum, samples] = [0, 0];
      },
      update: (prediction, target) => {
        sum += prediction.argmax(1).eq(target).float().sum().itemSync();
        samples += target.shape[0]!;
      },
      value: async () => sum / samples,
    };
    await expectSameFit((compile) => digitLearner({ metrics: [own], compile }));
  });

  it("goes on from a saved state with the same bits", async () => {
    const make = () =>
      digitLearner({ optimizer: (parameters, lr) => new SGD(parameters, { lr, momentum: 0.9 }) });
    manualSeed(8);
    const first = make();
    await first.fit(1);
    const copies = Object.entries(first.model.stateDict()).map(
      ([name, each]) => [name, each.clone()] as const,
    );
    const optimizerState = first.optimizer!.stateDict();
    const tensors = Object.entries(optimizerState.tensors).map(
      ([name, each]) => [name, each.clone()] as const,
    );
    const random = defaultGenerator.getState();
    const [whole] = await first.fit(1);

    const second = make();
    second.model.loadStateDict(Object.fromEntries(copies));
    second.optimizer = new SGD(second.model.parameters(), { lr: 0.1, momentum: 0.9 });
    second.optimizer.loadStateDict({ ...optimizerState, tensors: Object.fromEntries(tensors) });
    defaultGenerator.setState(random);
    const [resumed] = await second.fit(1);
    expect(resumed!.trainLoss).toBe(whole!.trainLoss);
    expect(resumed!.validLoss).toBe(whole!.validLoss);
    const weights = (learner: Learner) => learner.model.parameters().map((each) => each.dataSync());
    expect(weights(second)).toEqual(weights(first));
  });
});
