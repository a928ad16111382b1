import { DataLoader, TensorDataset } from "@mnist/data";
import { Linear } from "@mnist/nn";
import { SGD, StepLR } from "@mnist/nn/optim";
import { defaultGenerator, randn, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { type Callback, DataLoaders, Learner, ParamScheduler, Recorder } from "../index.js";
import { smallLearner, weightsOf } from "../testing/small-learner.js";
import { smoothed } from "./smooth-loss.js";
import { minimum, steep, valley } from "./suggest-lr.js";

const alongCosine = (from: number, to: number, share: number) =>
  from + ((1 - Math.cos(Math.PI * share)) / 2) * (to - from);

/** fastai's combined_cos at a share of the fit. */
const combined = (turn: number, [start, middle, end]: readonly [number, number, number], share: number) =>
  share < turn
    ? alongCosine(start, middle, share / turn)
    : alongCosine(middle, end, (share - turn) / (1 - turn));

describe("fitOneCycle", () => {
  it("moves learning rate and momentum from batch to batch as fastai does", async () => {
    const [learner, recorder] = [smallLearner(), new Recorder()];
    await learner.fitOneCycle(4, 0.02, { callbacks: [recorder] });
    expect(recorder.lrs.length).toBe(20);
    recorder.lrs.forEach((lr, i) => {
      expect(lr).toBeCloseTo(combined(0.25, [0.02 / 25, 0.02, 0.02 / 1e5], i / 20), 12);
      expect(recorder.momentums[i]).toBeCloseTo(combined(0.25, [0.95, 0.85, 0.95], i / 20), 12);
    });
  });

  it("takes divisors, turning point and momentums", async () => {
    const [learner, recorder] = [smallLearner(), new Recorder()];
    const options = { divStart: 10, divFinal: 100, pctStart: 0.5, callbacks: [recorder] };
    await learner.fitOneCycle(2, 1e-3, { ...options, moms: [0.8, 0.7, 0.9] });
    recorder.lrs.forEach((lr, i) => {
      expect(lr).toBeCloseTo(combined(0.5, [1e-4, 1e-3, 1e-5], i / 10), 12);
      expect(recorder.momentums[i]).toBeCloseTo(combined(0.5, [0.8, 0.7, 0.9], i / 10), 12);
    });
  });

  it("goes by the rate that each fit is given, whatever an earlier one had", async () => {
    const [learner, recorder] = [smallLearner(), new Recorder()];
    await learner.fitOneCycle(1, 0.1);
    await learner.fitOneCycle(4, 0.02, { callbacks: [recorder] });
    recorder.lrs.forEach((lr, i) => {
      expect(lr).toBeCloseTo(combined(0.25, [0.02 / 25, 0.02, 0.02 / 1e5], i / 20), 12);
    });
  });

  it("gives plain SGD no momentum", async () => {
    const recorder = new Recorder();
    const optimizer = (parameters: ConstructorParameters<typeof SGD>[0], lr: number) =>
      new SGD(parameters, { lr });
    await smallLearner(1, { optimizer }).fitOneCycle(1, 0.1, { callbacks: [recorder] });
    expect(new Set(recorder.momentums)).toEqual(new Set([0]));
  });

  it("goes on in the middle with the bits of an unbroken cycle", async () => {
    const [whole, recorder] = [smallLearner(), new Recorder()];
    const states: Uint8Array[] = [];
    const saving: Callback = {
      order: 100,
      async afterBatch({ training }) {
        if (training) states.push(await whole.save());
      },
    };
    await whole.fitOneCycle(3, 0.02, { callbacks: [recorder, saving] });
    for (const resumeFrom of [states[1]!, states[4]!, states[12]!]) {
      const [learner, resumed] = [smallLearner(9), new Recorder()];
      await learner.fitOneCycle(3, 0.02, { callbacks: [resumed], resumeFrom });
      expect(weightsOf(learner.model)).toEqual(weightsOf(whole.model));
      expect(resumed.losses).toEqual(recorder.losses);
      expect(resumed.lrs).toEqual(recorder.lrs);
      expect(resumed.momentums).toEqual(recorder.momentums);
    }
  });
});

describe("fitFlatCos", () => {
  it("stays flat for three quarters, then falls", async () => {
    const [learner, recorder] = [smallLearner(), new Recorder()];
    await learner.fitFlatCos(4, 0.02, { callbacks: [recorder] });
    recorder.lrs.forEach((lr, i) => {
      expect(lr).toBeCloseTo(combined(0.75, [0.02, 0.02, 0.02 / 1e5], i / 20), 12);
    });
  });
});

describe("ParamScheduler", () => {
  it("moves a schedule once an epoch", async () => {
    const recorder = new Recorder();
    const decay = new ParamScheduler((optimizer) => new StepLR(optimizer, { stepSize: 1, gamma: 0.5 }), {
      every: "epoch",
    });
    await smallLearner().fit(3, 0.04, { callbacks: [decay, recorder] });
    expect(recorder.lrs).toEqual([0.04, 0.02, 0.01].flatMap((lr) => Array.from({ length: 5 }, () => lr)));
  });
});

describe("Recorder", () => {
  it("has the losses that the epochs' means are of", async () => {
    const recorder = new Recorder();
    const history = await smallLearner().fit(2, 0.01, { callbacks: [recorder] });
    const mean = (losses: number[]) => losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    expect(recorder.losses.length).toBe(10);
    expect(mean(recorder.losses.slice(5))).toBeCloseTo(history[1]!.trainLoss, 12);
    expect(recorder.smoothLosses[0]).toBeCloseTo(recorder.losses[0]!, 12);
  });

  it("smooths as fastai does", () => {
    const expected = [0.02 / 0.02, 0.0596 / 0.0396, 0.118408 / 0.058808];
    smoothed([1, 2, 3]).forEach((loss, i) => {
      expect(loss).toBeCloseTo(expected[i]!, 12);
    });
  });
});

describe("suggestions", () => {
  const lrs = Array.from({ length: 85 }, (_, i) => 1e-6 * (10 / 1e-6) ** (i / 84));
  const losses = lrs.map(
    (_, i) =>
      2.3 - 1.2 / (1 + Math.exp(-(i - 50) / 6)) + Math.max(0, i - 70) ** 2 * 0.01 + 0.02 * Math.sin(i * 1.7),
  );

  it("are those of fastai on the same curve", () => {
    expect(valley(lrs, losses)).toBeCloseTo(0.01, 12);
    expect(steep(lrs, losses)).toBeCloseTo(0.026101572156825355, 12);
    expect(minimum(lrs, losses)).toBeCloseTo(0.05623413251903488, 12);
  });

  it("are none where there is no curve", () => {
    expect([valley([], []), steep([1], [1]), minimum([], [])]).toEqual([null, null, null]);
  });
});

describe("lrFind", () => {
  it("raises the rate until the loss diverges, and leaves no trace", async () => {
    const learner = smallLearner();
    await learner.fit(1, 0.01);
    const twin = smallLearner();
    await twin.fit(1, 0.01);
    const [stream, lr] = [defaultGenerator.getState(), learner.optimizer?.paramGroups[0]?.lr];
    const { lrs, losses, suggestions } = await learner.lrFind();
    expect(lrs.length).toBe(losses.length);
    expect(lrs[0]).toBe(1e-7);
    expect(lrs[1]! / lrs[0]!).toBeCloseTo(1e8 ** 0.01, 9);
    expect(suggestions.valley).toBeGreaterThan(1e-6);
    expect(suggestions.steep).toBeGreaterThan(1e-6);
    expect(defaultGenerator.getState()).toEqual(stream);
    expect(weightsOf(learner.model)).toEqual(weightsOf(twin.model));
    expect(learner.optimizer?.paramGroups[0]?.lr).toBe(lr);
    expect(learner.history.length).toBe(1);
    await learner.fit(2, 0.01);
    defaultGenerator.setState(stream);
    await twin.fit(2, 0.01);
    expect(weightsOf(learner.model)).toEqual(weightsOf(twin.model));
  });

  it("leaves gradients, frozen parts and what the latest fit was begun with", async () => {
    const learner = smallLearner();
    await learner.fit(1, 0.01);
    const parameters = learner.model.parameters();
    learner.lossFunction(learner.model(randn([2, 4])), tensor([0, 1], { dtype: "int32" })).backward();
    parameters[0]!.requiresGrad_(false);
    const gradients = parameters.map(({ grad }) => grad?.arraySync());
    expect(gradients[1]).toBeDefined();
    const begun = await learner.fingerprint();
    const thawing: Callback = {
      beforeEpoch: ({ learner: { model } }) => void model.requiresGrad_(),
    };
    learner.callbacks.push(thawing);
    await learner.lrFind({ steps: 3 });
    expect(parameters.map(({ grad }) => grad?.arraySync())).toEqual(gradients);
    expect(parameters.map(({ requiresGrad }) => requiresGrad)).toEqual([false, true, true, true]);
    expect(await learner.fingerprint()).toEqual(begun);
    expect(begun.lr).toBe(0.01);
    const schedule = new StepLR(learner.optimizer!, { stepSize: 2 });
    schedule.restart();
    expect(schedule.getLastLr()).toEqual([0.01]);
  });

  it("trains with the rates that it answers, beside a schedule too", async () => {
    const rates: number[] = [];
    const looking: Callback = {
      order: 2000,
      beforeBatch: ({ learner: { optimizer } }) => void rates.push(optimizer!.paramGroups[0]!.lr),
    };
    const decay = new ParamScheduler((optimizer) => new StepLR(optimizer, { stepSize: 1 }));
    const { lrs } = await smallLearner(1, { callbacks: [decay, looking] }).lrFind({ steps: 5 });
    expect(rates).toEqual(lrs);
  });

  it("leaves a learner that was never trained without an optimiser", async () => {
    const learner = smallLearner();
    const { lrs } = await learner.lrFind({ steps: 30, endLr: 1e-3 });
    expect(lrs.length).toBe(30);
    expect(learner.optimizer).toBeNull();
  });

  it("stops where the loss is four times the best", async () => {
    const data = new TensorDataset(randn([40, 2]), randn([40, 1]));
    const loader = new DataLoader(data, { batchSize: 4 });
    const learner = new Learner(new DataLoaders(loader), new Linear(2, 1), {
      lossFunction: (prediction, target) => prediction.sub(target).pow(2).mean(),
    });
    const { losses } = await learner.lrFind({ startLr: 1e-4, endLr: 1000 });
    expect(losses.length).toBeLessThan(100);
    expect(losses.at(-1)! > 4 * Math.min(...losses)).toBe(true);
  });

  it("does without callbacks that only look on, and runs the others", async () => {
    const seen: string[] = [];
    const shaping: Callback = { afterBatch: () => void seen.push("shaping") };
    const looking: Callback = { isObserver: true, afterBatch: () => void seen.push("looking") };
    const learner = smallLearner(1, { callbacks: [shaping, looking] });
    await learner.lrFind({ steps: 3 });
    expect(seen).toEqual(["shaping", "shaping", "shaping"]);
    expect(learner.callbacks).toEqual([shaping, looking]);
  });

  it("wants rising rates", async () => {
    await expect(smallLearner().lrFind({ startLr: 1, endLr: 0.1 })).rejects.toThrow("rising rates above 0");
  });
});
