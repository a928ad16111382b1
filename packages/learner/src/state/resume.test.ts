import {
  BatchSampler,
  DataLoader,
  ImageDataset,
  RandomSampler,
  randomAffine,
  strokes,
  TransformedDataset,
} from "@mnist/data";
import { crossEntropy, Dropout, Linear, type Module, nllLoss, ReLU, Sequential, Tanh } from "@mnist/nn";
import { loadSafetensors, saveSafetensors } from "@mnist/nn/formats";
import { Adam, AdamW, OneCycleLR } from "@mnist/nn/optim";
import { DataError, defaultGenerator, Generator, manualSeed, rand } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import {
  type Callback,
  DataLoaders,
  DifferentRunError,
  type EpochRecord,
  GradientClip,
  Learner,
  type LearnerOptions,
  MixUp,
  ParamScheduler,
  partial,
  ShorterFitError,
} from "../index.js";
import { smallLearner, weightsOf } from "../testing/small-learner.js";

const epochs = 3;
const lr = 0.01;

/** A run with the states that it could have been saved in, and its end. */
async function unbroken(): Promise<{ states: Uint8Array[]; learner: Learner; history: EpochRecord[] }> {
  const learner = smallLearner();
  const states: Uint8Array[] = [];
  const save = async () => void states.push(await learner.save());
  const saving: Callback = {
    order: 1000,
    beforeEpoch: save,
    afterBatch: ({ training }) => (training ? save() : undefined),
    afterEpoch: save,
  };
  const history = await learner.fit(epochs, lr, { callbacks: [saving] });
  return { states, learner, history };
}

const withoutTimes = (history: readonly EpochRecord[]) =>
  history.map(({ seconds: _seconds, validSeconds: _validSeconds, ...rest }) => rest);

describe("a resumed fit", () => {
  it("ends with the bits of an unbroken one, from every batch and every epoch", async () => {
    const { states, learner, history } = await unbroken();
    const [weights, next] = [weightsOf(learner.model), rand([3]).arraySync()];
    expect(states.length).toBe(epochs * (5 + 2));
    for (const bytes of states) {
      const other = smallLearner(99);
      const resumed = await other.fit(epochs, lr, { resumeFrom: bytes });
      expect(weightsOf(other.model)).toEqual(weights);
      expect(withoutTimes(resumed)).toEqual(withoutTimes(history));
      expect(other.history).toEqual(resumed);
      expect(rand([3]).arraySync()).toEqual(next);
    }
  });

  it("has the same augmented pictures and batches, whoever owns the random streams", async () => {
    const make = (seed: number): Learner => {
      const pictures = new ImageDataset(strokes({ count: 30, seed: 1 }));
      const dataset = new TransformedDataset(pictures, [randomAffine({ degrees: 20 })]);
      const own = new Generator(seed);
      const sampler = new RandomSampler(30, { replacement: true, numSamples: 22, generator: own });
      const batchSampler = new BatchSampler(sampler, 5);
      const train = new DataLoader(dataset, { batchSampler, generator: own });
      manualSeed(seed);
      const lossFunction = crossEntropy;
      return new Learner(new DataLoaders(train, new DataLoader(pictures)), new Linear(784, 10), {
        lossFunction,
      });
    };
    const whole = make(1);
    const states: Uint8Array[] = [];
    const saving: Callback = {
      order: 1000,
      async afterBatch({ training }) {
        if (training) states.push(await whole.save());
      },
    };
    await whole.fit(2, lr, { callbacks: [saving] });
    expect(states.length).toBe(10);
    for (const resumeFrom of [states[0]!, states[3]!, states[6]!]) {
      const other = make(2);
      await other.fit(2, lr, { resumeFrom });
      expect(weightsOf(other.model)).toEqual(weightsOf(whole.model));
    }
  });

  it("gives callbacks back what they remembered, after their events of beginning", async () => {
    const counter = (): Callback & { count: number } => ({
      name: "counter",
      count: 0,
      beforeFit() {
        this.count = 0;
      },
      beforeTrain() {
        this.count += 100;
      },
      afterBatch({ training }) {
        if (training) this.count++;
      },
      stateDict() {
        return { values: { count: this.count } };
      },
      loadStateDict({ values }) {
        this.count = (values as { count: number }).count;
      },
    });
    const [whole, learner] = [counter(), smallLearner()];
    let saved: Uint8Array | null = null;
    const saving: Callback = {
      order: 10,
      async afterBatch({ step }) {
        if (step === 7) saved ??= await learner.save();
      },
    };
    await learner.fit(epochs, lr, { callbacks: [whole, saving] });
    expect(whole.count).toBe(epochs * 105);
    const resumed = counter();
    await smallLearner(2).fit(epochs, lr, { callbacks: [resumed], resumeFrom: saved });
    expect(resumed.count).toBe(whole.count);
    await expect(smallLearner(2).fit(epochs, lr, { resumeFrom: saved })).rejects.toThrow(
      "a state of the callback counter, expected callbacks that are part of this fit",
    );
  });

  it("goes on for more epochs than were planned, from its end too", async () => {
    const { states, learner } = await unbroken();
    const whole = smallLearner();
    const history = await whole.fit(epochs + 2, lr);
    for (const resumeFrom of [states[4]!, states.at(-1)!]) {
      const longer = smallLearner(99);
      const resumed = await longer.fit(epochs + 2, lr, { resumeFrom });
      expect(weightsOf(longer.model)).toEqual(weightsOf(whole.model));
      expect(withoutTimes(resumed)).toEqual(withoutTimes(history));
    }
    const over = smallLearner(99);
    expect((await over.fit(epochs, lr, { resumeFrom: states.at(-1)! })).length).toBe(epochs);
    expect(weightsOf(over.model)).toEqual(weightsOf(learner.model));
  });

  it("refuses another fit's state and leaves all as it was", async () => {
    const { states } = await unbroken();
    const resumeFrom = { name: "run.safetensors", bytes: states[16]! };
    const learner = smallLearner(5);
    const [weights, stream] = [weightsOf(learner.model), manualSeed(11).getState()];
    const failure = await learner.fit(2, lr, { resumeFrom }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DataError);
    expect(failure).toBeInstanceOf(ShorterFitError);
    expect(String(failure)).toContain(
      "run.safetensors: got a fit that has begun epoch 3, for epochs 2; expected 3 epochs or more. Ask for as many",
    );
    expect(weightsOf(learner.model)).toEqual(weights);
    expect(learner.optimizer).toBeNull();
    expect(learner.history).toEqual([]);
    expect(defaultGenerator.getState()).toEqual(stream);
    await expect(learner.fit(3, lr, { resumeFrom: await smallLearner().save() })).rejects.toThrow(
      "Try learner.load(file)",
    );
  });

  it("refuses a state that another build of the kernels computed", async () => {
    const { states } = await unbroken();
    const { tensors, metadata } = loadSafetensors(states[8]!);
    const run = metadata.run!.replace(/kernels [0-9a-f]{16}/, "kernels 0123456789abcdef");
    const bytes = await saveSafetensors(tensors, { ...metadata, run });
    await expect(smallLearner().fit(epochs, lr, { resumeFrom: bytes })).rejects.toThrow(
      /software @mnist\/tensor [\d.]+, kernels 0123456789abcdef, not @mnist\/tensor [\d.]+, kernels [0-9a-f]{16}/,
    );
  });
});

describe("a fit with something else", () => {
  const adam = (settings: object) => ({ optimizer: partial(Adam, settings) });
  const clip = new GradientClip({ maxNorm: 0.5 });
  const plain = (options: Partial<LearnerOptions>): Learner => smallLearner(1, options);
  /** A learner with another order of the samples, or another model. */
  const withParts = (batchSize: number, shuffle: boolean, activation: Module = new ReLU()): Learner => {
    const { loaders } = smallLearner();
    const train = new DataLoader(loaders.train.dataset, { batchSize, shuffle });
    const model = new Sequential(new Linear(4, 16), activation, new Dropout(0.3), new Linear(16, 3));
    const options = { lossFunction: crossEntropy, optimizer: Adam };
    return new Learner(new DataLoaders(train, loaders.valid), model, options);
  };

  it.each<[string, () => Learner, string]>([
    ["an optimiser", () => plain({ optimizer: AdamW }), "optimizer Adam, not AdamW"],
    ["a decay", () => plain(adam({ weightDecay: 0.1 })), "optimizerSettings.weightDecay 0, not 0.1"],
    ["betas", () => plain(adam({ betas: [0.5, 0.999] })), "betas [0.9,0.999], not [0.5,0.999]"],
    ["a loss", () => plain({ lossFunction: nllLoss }), "loss crossEntropy, not nllLoss"],
    [
      "clipping",
      () => plain({ callbacks: [clip] }),
      'callbacks.GradientClip none, not {"maxNorm":0.5,"normType":2}',
    ],
    ["mixtures", () => plain({ callbacks: [new MixUp(0.4)] }), 'callbacks.MixUp none, not {"alpha":0.4}'],
    [
      "a schedule",
      () =>
        plain({
          callbacks: [new ParamScheduler((each, n) => new OneCycleLR(each, { totalSteps: n, maxLr: 1 }))],
        }),
      'callbacks.ParamScheduler none, not {"every":"batch"}',
    ],
    ["no shuffle", () => withParts(8, false), "order RandomSampler, batches of 8, not SequentialSampler,"],
    ["a batch size", () => withParts(9, true), "batches of 8, not RandomSampler, batches of 9"],
    ["an activation", () => withParts(8, true, new Tanh()), "model (1): ReLU(), not (1): Tanh()"],
  ])("than it was saved with is refused by name: %s", async (_what, make, words) => {
    const { states } = await unbroken();
    const learner = make();
    const before = weightsOf(learner.model);
    const failure = await learner
      .fit(epochs, lr, { resumeFrom: states[8]! })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DifferentRunError);
    expect(String(failure)).toContain(words);
    expect(weightsOf(learner.model)).toEqual(before);
  });

  it("is told of schedules, and of what a callback of one's own names", async () => {
    let saved = new Uint8Array();
    const whole = smallLearner();
    const saving: Callback = {
      async afterBatch({ training }) {
        if (training) saved = (await whole.save()).slice();
      },
    };
    await whole.fitOneCycle(1, lr, { callbacks: [saving, { name: "Noise", resumesWith: { size: 1 } }] });
    const noise = (size: number): Callback => ({ name: "Noise", resumesWith: { size } });
    const resumed = { resumeFrom: saved, callbacks: [noise(1)] };
    await expect(smallLearner().fitFlatCos(1, lr, resumed)).rejects.toThrow(
      /callbacks\.ParamScheduler .*"name":"one-cycle".*, not .*"name":"flat-cos"/,
    );
    await expect(smallLearner().fitOneCycle(1, lr, { ...resumed, pctStart: 0.5 })).rejects.toThrow("0.5");
    await expect(
      smallLearner().fitOneCycle(1, lr, { resumeFrom: saved, callbacks: [noise(2)] }),
    ).rejects.toThrow('callbacks.Noise {"size":1}, not {"size":2}');
    expect(await smallLearner().fitOneCycle(2, lr, resumed)).toHaveLength(2);
  });

  it("goes on where nothing was written down of it, as in older files", async () => {
    const { states } = await unbroken();
    const { tensors, metadata } = loadSafetensors(states[8]!);
    const { learner: _learner, ...run } = JSON.parse(metadata.run!);
    const resumeFrom = await saveSafetensors(tensors, { ...metadata, run: JSON.stringify(run) });
    expect(await plain({ callbacks: [clip] }).fit(epochs, lr, { resumeFrom })).toHaveLength(epochs);
  });
});

describe("a fit that starts from saved weights", () => {
  it("has a fresh optimiser, whatever kind of file they come from", async () => {
    const first = smallLearner();
    await first.fit(1, lr);
    const weights = weightsOf(first.model);
    const files = [await first.save(), await saveSafetensors(first.model.stateDict())];
    const fits = files.map(async (init) => {
      const other = smallLearner(3);
      let start = {};
      const looking: Callback = {
        beforeFit({ learner }) {
          start = weightsOf(learner.model);
          expect(learner.optimizer?.stateDict().tensors).toEqual({});
        },
      };
      await other.fit(1, lr, { init, callbacks: [looking] });
      expect(start).toEqual(weights);
      expect(other.history.length).toBe(1);
    });
    await Promise.all(fits);
  });

  it("refuses another model's, and leaves its own to a fit that is resumed", async () => {
    const { states, learner } = await unbroken();
    const init = await saveSafetensors(new Linear(4, 3).stateDict());
    const other = smallLearner();
    const before = weightsOf(other.model);
    await expect(other.fit(1, lr, { init: { name: "linear.safetensors", bytes: init } })).rejects.toThrow(
      "linear.safetensors: got a model with 0.weight none, not float32 [",
    );
    expect(weightsOf(other.model)).toEqual(before);
    await other.fit(epochs, lr, { init, resumeFrom: states[8]! });
    expect(weightsOf(other.model)).toEqual(weightsOf(learner.model));
  });
});

describe("learner.save and load", () => {
  it("keep weights, optimiser, random stream and history between fits", async () => {
    const learner = smallLearner();
    await learner.fit(1, lr);
    const bytes = await learner.save();
    await learner.fit(2, lr);
    const other = smallLearner(99);
    await other.load(bytes);
    expect(other.history.length).toBe(1);
    await other.fit(2, lr);
    expect(weightsOf(other.model)).toEqual(weightsOf(learner.model));
    expect(withoutTimes(other.history)).toEqual(withoutTimes(learner.history));
  });

  it("refuse a call within a batch", async () => {
    const learner = smallLearner();
    const saving: Callback = { afterLoss: async () => void (await learner.save()) };
    await expect(learner.fit(1, lr, { callbacks: [saving] })).rejects.toThrow(
      "Call it at afterBatch or afterEpoch",
    );
  });
});
