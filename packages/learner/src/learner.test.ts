import { DataLoader, TensorDataset } from "@mnist/data";
import { crossEntropy, Linear, mseLoss } from "@mnist/nn";
import { type Optimizer, SGD } from "@mnist/nn/optim";
import { manualSeed, randint, randn, zeros } from "@mnist/tensor";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  accuracy,
  type Callback,
  cancelBatch,
  cancelEpoch,
  cancelFit,
  cancelTrain,
  cancelValidate,
  DataLoaders,
  type Event,
  events,
  GradientAccumulation,
  Learner,
  type OptimizerFactory,
} from "./index.js";

let learner: Learner;

beforeEach(() => {
  manualSeed(1);
  const part = () => new DataLoader(new TensorDataset(randn([20, 4]), randint(3, [20])), { batchSize: 8 });
  learner = new Learner(new DataLoaders(part(), part()), new Linear(4, 3), {
    lossFunction: crossEntropy,
    metrics: [accuracy],
    lr: 0.1,
  });
});

/** Notes down every event. */
function listener(seen: Event[]): Callback {
  return Object.fromEntries(events.map((event) => [event, () => void seen.push(event)]));
}

describe("Learner", () => {
  it("lowers the loss and says what each epoch came to", async () => {
    const history = await learner.fit(5);
    expect(history.map((record) => record.epoch)).toEqual([1, 2, 3, 4, 5]);
    expect(history[4]!.trainLoss).toBeLessThan(history[0]!.trainLoss);
    for (const { metrics, seconds, validSeconds } of history) {
      expect(metrics.accuracy).toBeGreaterThanOrEqual(0);
      expect(seconds).toBeGreaterThan(0);
      expect(validSeconds).toBeGreaterThan(0);
    }
  });

  it("makes one optimiser for all its fits, which who made it may hold", async () => {
    const made: Optimizer[] = [];
    const optimizer: OptimizerFactory = (parameters, lr) => {
      made.push(new SGD(parameters, { lr }));
      return made.at(-1)!;
    };
    const own = new Learner(learner.loaders, learner.model, { lossFunction: crossEntropy, optimizer });
    await own.fit(1, 0.1);
    await own.fit(1, 0.2);
    await own.save();
    expect(made).toHaveLength(1);
    expect(own.optimizer).toBe(made[0]);
  });

  it("meets fastai's events in order", async () => {
    const seen: Event[] = [];
    await learner.fit(1, 0.1, { callbacks: [listener(seen)] });
    const batch = [
      "beforeBatch",
      "afterPredict",
      "afterLoss",
      "beforeBackward",
      "afterBackward",
      "beforeStep",
      "afterStep",
      "afterBatch",
    ];
    const validBatch = ["beforeBatch", "afterPredict", "afterLoss", "afterBatch"];
    expect(seen).toEqual([
      ...["beforeFit", "beforeEpoch", "beforeTrain"],
      ...[...batch, ...batch, ...batch],
      ...["afterTrain", "beforeValidate"],
      ...[...validBatch, ...validBatch, ...validBatch],
      ...["afterValidate", "afterEpoch", "afterFit"],
    ]);
  });

  it("leaves a part when a callback cancels it, and cleans up", async () => {
    const seen: Event[] = [];
    const stop: Callback = {
      afterStep: ({ step }) => {
        if (step === 1) throw cancelFit();
      },
    };
    const history = await learner.fit(3, 0.1, { callbacks: [stop, listener(seen)] });
    expect(history).toEqual([]);
    expect(seen.slice(-4)).toEqual(["afterTrain", "afterEpoch", "afterCancelFit", "afterFit"]);
  });

  it("skips a batch that is cancelled", async () => {
    const before = learner.model.stateDict().weight!.clone();
    const skip: Callback = {
      beforeBackward: () => {
        throw cancelBatch();
      },
    };
    await learner.fit(1, 0.1, { callbacks: [skip] });
    expect(learner.model.stateDict().weight!.eq(before).all().itemSync()).toBe(1);
  });

  it("runs the clean-up and passes on an error of a callback", async () => {
    const seen: Event[] = [];
    const broken: Callback = {
      afterLoss: () => {
        throw new TypeError("broken");
      },
    };
    await expect(learner.fit(1, 0.1, { callbacks: [broken, listener(seen)] })).rejects.toThrow("broken");
    expect(seen.slice(-3)).toEqual(["afterTrain", "afterEpoch", "afterFit"]);
  });

  it("tells every callback of an end, and passes on the first error, whatever else is thrown", async () => {
    const seen: Event[] = [];
    const failing = (message: string): Callback["afterFit"] => {
      return () => {
        throw new Error(message);
      };
    };
    const first: Callback = {
      afterLoss: failing("first"),
      afterBatch: failing("second"),
      afterEpoch() {
        throw cancelFit();
      },
    };
    await expect(learner.fit(1, 0.1, { callbacks: [first, listener(seen)] })).rejects.toThrow("first");
    expect(seen.slice(-4)).toEqual(["afterBatch", "afterTrain", "afterEpoch", "afterFit"]);
    const inEnd: Callback = { afterTrain: failing("in the end") };
    await expect(learner.fit(1, 0.1, { callbacks: [inEnd] })).rejects.toThrow("in the end");
  });

  it.each([
    ["Epoch", cancelEpoch, "afterCancelEpoch", 0],
    ["Train", cancelTrain, "afterCancelTrain", 1],
    ["Validate", cancelValidate, "afterCancelValidate", 1],
  ] as const)("leaves the %s alone when that is cancelled", async (part, cancel, event, epochs) => {
    const seen: Event[] = [];
    const stop: Callback = {
      [`before${part}`]() {
        throw cancel();
      },
    };
    const history = await learner.fit(1, 0.1, { callbacks: [listener(seen), stop] });
    expect(seen).toContain(event);
    expect(seen.at(-1)).toBe("afterFit");
    expect(history.length).toBe(epochs);
  });

  it("says where it stands between two batches, and nothing within", async () => {
    const seen: unknown[] = [];
    const look: Callback["afterBatch"] = ({ position }) => void seen.push(position && { ...position });
    const looking: Callback = { beforeEpoch: look, beforeBatch: look, afterBatch: look, afterEpoch: look };
    await learner.fit(1, 0.1, { callbacks: [looking] });
    const training = [1, 2, 3].flatMap((batch) => [null, { epoch: 1, batch }]);
    const validation = [null, null, null, null, null, null];
    expect(seen).toEqual([{ epoch: 1, batch: 0 }, ...training, ...validation, { epoch: 2, batch: 0 }]);
  });

  it("trains whole epochs", async () => {
    for (const epochs of [1.5, -1, Number.NaN, Number.POSITIVE_INFINITY])
      await expect(learner.fit(epochs)).rejects.toThrow(
        `fit: got ${epochs} epochs; expected a whole number from 0 up.`,
      );
    expect(await learner.fit(0)).toEqual([]);
  });

  it("does one fit at a time", async () => {
    const [first, second] = await Promise.allSettled([learner.fit(2), learner.fit(2)]);
    expect(first.status).toBe("fulfilled");
    expect(second).toMatchObject({ reason: { message: expect.stringContaining("Await the first") } });
    expect(learner.history.length).toBe(2);
    expect((await learner.fit(1)).length).toBe(1);
  });

  it("does nothing to a batch when its signal was aborted before", async () => {
    const before = learner.model.stateDict().weight!.clone();
    const seen: Event[] = [];
    const signal = AbortSignal.abort();
    expect(await learner.fit(1, 0.1, { callbacks: [listener(seen)], signal })).toEqual([]);
    expect(seen).not.toContain("beforeBatch");
    expect(seen.slice(-2)).toEqual(["afterCancelFit", "afterFit"]);
    expect(learner.model.stateDict().weight!.eq(before).all().itemSync()).toBe(1);
  });

  it("stops between two batches when its signal aborts", async () => {
    const controller = new AbortController();
    const abort: Callback = { afterStep: () => controller.abort() };
    let steps = 0;
    const counting: Callback = { afterStep: () => void steps++ };
    const history = await learner.fit(3, 0.1, { callbacks: [abort, counting], signal: controller.signal });
    expect(steps).toBe(1);
    expect(history).toEqual([]);
  });

  it("predicts in eval mode, without a graph", () => {
    const prediction = learner.predict(randn([2, 4]));
    expect(prediction.shape).toEqual([2, 3]);
    expect(prediction.requiresGrad).toBe(false);
    expect(learner.model.training).toBe(true);
  });
});

describe("nothing to learn from", () => {
  const empty = (count: number, batchSize: number) =>
    new DataLoader(new TensorDataset(zeros([count, 2]), zeros([count, 1])), { batchSize, dropLast: true });
  const full = empty(8, 4);

  it.each([
    [empty(0, 4), full, "got a training loader without batches, of 0 samples", "Was the data read from"],
    [empty(3, 4), full, "got a training loader without batches, of 3 samples", "a batchSize of at most 3"],
    [full, empty(3, 4), "got a validation loader without batches, of 3 samples", "leave out dropLast"],
  ])("is refused, with what to do", async (train, valid, got, hint) => {
    const learner = new Learner(new DataLoaders(train, valid), new Linear(2, 1), { lossFunction: mseLoss });
    await expect(learner.fit(1, 0.1)).rejects.toThrow(got);
    await expect(learner.fit(1, 0.1)).rejects.toThrow(hint);
  });

  it("says so where no step changes a weight in an epoch, and only there", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const cancelling: Callback = {
      beforeStep: ({ epoch }) => {
        if (epoch === 2) throw cancelBatch();
      },
    };
    await learner.fit(3, 0.1, { callbacks: [cancelling] });
    await learner.fit(1, 0.1, { callbacks: [new GradientAccumulation(100)] });
    expect(warn.mock.calls.map(([text]) => String(text).slice(0, 29))).toEqual([
      "epoch 2: nothing was learned,",
      "epoch 1: nothing was learned,",
    ]);
    warn.mockRestore();
  });
});
