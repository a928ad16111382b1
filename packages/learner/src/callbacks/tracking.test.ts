import { loadSafetensors } from "@mnist/nn/formats";
import { describe, expect, it } from "vitest";
import {
  type Callback,
  EarlyStopping,
  type EpochRecord,
  type Metric,
  ReduceOnPlateau,
  SaveBest,
} from "../index.js";
import { smallLearner, weightsOf } from "../testing/small-learner.js";

/** A metric that takes the given values, epoch after epoch. */
function scripted(name: string, values: readonly number[]): Metric {
  let epoch = 0;
  return { name, reset() {}, update() {}, value: async () => values[epoch++] ?? Number.NaN };
}

const following = (name: string, values: readonly number[]) =>
  smallLearner(1, { metrics: [scripted(name, values)] });

describe("EarlyStopping", () => {
  it("ends the fit after so many epochs without a new best", async () => {
    const stopping = new EarlyStopping({ monitor: "score", patience: 2 });
    const values = [0.5, 0.6, 0.6, 0.7, 0.7, 0.65, 0.9];
    const history = await following("score", values).fit(7, 0.01, { callbacks: [stopping] });
    expect(history.length).toBe(6);
    expect(stopping.stoppedAfter).toBe(6);
  });

  it.each([
    ["less is better for errors", "error", {}, [3, 2, 2.5], 3],
    ["less than minDelta is no better", "error", { minDelta: 0.5 }, [3, 2.6, 2], 2],
    ["more is better where asked", "error", { mode: "max" as const }, [1, 2, 1], 3],
    ["NaN is never best", "score", {}, [Number.NaN, 1, 2], 1],
  ])("%s", async (_title, name, options, values, epochs) => {
    const stopping = new EarlyStopping({ monitor: name, ...options });
    const history = await following(name, values).fit(3, 0.01, { callbacks: [stopping] });
    expect(history.length).toBe(epochs);
  });

  it("says which figures there are", async () => {
    const stopping = new EarlyStopping({ monitor: "f1" });
    await expect(smallLearner().fit(1, 0.01, { callbacks: [stopping] })).rejects.toThrow(
      'monitor: got "f1"; expected one of trainLoss, validLoss, accuracy.',
    );
  });

  it("stays stopped when it is resumed", async () => {
    const [learner, stopping] = [following("score", [1, 0]), new EarlyStopping({ monitor: "score" })];
    let saved: Uint8Array | null = null;
    const saving: Callback = {
      order: 100,
      async afterEpoch({ epoch }) {
        if (epoch === 2) saved = await learner.save();
      },
    };
    const history = await learner.fit(5, 0.01, { callbacks: [stopping, saving] });
    const other = following("score", []);
    const resumed = await other.fit(5, 0.01, {
      callbacks: [new EarlyStopping({ monitor: "score" })],
      resumeFrom: saved,
    });
    expect(resumed).toEqual(history);
    expect(weightsOf(other.model)).toEqual(weightsOf(learner.model));
  });

  it.each([
    ["without one", null, 8],
    ["with one of the same patience", 2, 3],
    ["with one of less patience", 1, 2],
    ["with one of more patience", 3, 7],
  ])("counts from the fit's first epoch where it is resumed %s", async (_, patience, epochs) => {
    const values = [0.9, 0.8, 0.7, 0.95, 0.9, 0.8, 0.7, 0.6];
    const stopping = (count: number | null): Callback[] =>
      count === null ? [] : [new EarlyStopping({ monitor: "score", patience: count })];
    const learner = following("score", values);
    let saved: Uint8Array | null = null;
    const saving: Callback = {
      order: 100,
      async afterEpoch({ epoch }) {
        if (epoch === 2) saved = await learner.save();
      },
    };
    await learner.fit(2, 0.01, { callbacks: [...stopping(2), saving] });
    const other = following("score", values.slice(2));
    const resumed = await other.fit(8, 0.01, { callbacks: stopping(patience), resumeFrom: saved });
    expect(resumed.length).toBe(epochs);
  });
});

describe("ReduceOnPlateau", () => {
  it("divides the learning rate, down to the least", async () => {
    const lrs: number[] = [];
    const looking: Callback = {
      afterEpoch: ({ learner }) => void lrs.push(learner.optimizer!.paramGroups[0]!.lr),
    };
    const reducing = new ReduceOnPlateau({ monitor: "score", patience: 2, factor: 4, minLr: 0.01 });
    const learner = following("score", [1, 0, 0, 0, 0, 0, 0]);
    await learner.fit(7, 0.08, { callbacks: [reducing, { order: 100, ...looking }] });
    expect(lrs).toEqual([0.08, 0.08, 0.02, 0.02, 0.01, 0.01, 0.01]);
    expect(() => new ReduceOnPlateau({ factor: 1 })).toThrow("ReduceOnPlateau: got factor 1");
  });
});

describe("SaveBest", () => {
  it("keeps the best epoch's weights and gives them back at the end", async () => {
    const learner = following("score", [1, 3, 2]);
    const after: ReturnType<typeof weightsOf>[] = [];
    const files: [Uint8Array, EpochRecord][] = [];
    const best = new SaveBest({
      monitor: "score",
      restore: true,
      save: (bytes, record) => void files.push([bytes, record]),
    });
    const looking: Callback = { afterEpoch: () => void after.push(weightsOf(learner.model)) };
    await learner.fit(3, 0.05, { callbacks: [best, looking] });
    expect(best.epoch).toBe(2);
    expect(weightsOf(learner.model)).toEqual(after[1]);
    expect(files.map(([, record]) => record.epoch)).toEqual([1, 2]);
    const { tensors } = loadSafetensors(files[1]![0]);
    expect([...tensors["0.weight"]!.dataSync()]).toEqual(after[1]!["0.weight"]);
  });

  it("leaves the last weights unless asked, and remembers the best over a resumption", async () => {
    const learner = following("score", [3, 1, 2]);
    const best = new SaveBest({ monitor: "score" });
    let saved: Uint8Array | null = null;
    const saving: Callback = {
      order: 100,
      async afterBatch({ step }) {
        if (step === 8) saved ??= await learner.save();
      },
    };
    await learner.fit(3, 0.05, { callbacks: [best, saving] });
    expect([...best.weights["0.weight"]!.dataSync()]).not.toEqual(weightsOf(learner.model)["0.weight"]);
    const resumed = new SaveBest({ monitor: "score" });
    const other = following("score", [1, 2]);
    await other.fit(3, 0.05, { callbacks: [resumed], resumeFrom: saved });
    expect(resumed.epoch).toBe(1);
    expect(resumed.weights["0.weight"]!.arraySync()).toEqual(best.weights["0.weight"]!.arraySync());
  });
});
