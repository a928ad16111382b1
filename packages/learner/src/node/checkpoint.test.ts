import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ArgumentError, DataError } from "@mnist/tensor";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Callback, Checkpoint, latestCheckpoint, readStateFile, saveState } from "../index.js";
import { smallLearner, weightsOf } from "../testing/small-learner.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mnist-checkpoint-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("Checkpoint", () => {
  it("keeps the latest few and names them in order", async () => {
    const inner = join(folder, "run");
    expect(await latestCheckpoint(inner)).toBeNull();
    await smallLearner().fit(2, 0.01, { callbacks: [new Checkpoint(inner, { everyBatches: 2, keep: 3 })] });
    // Batches 2 and 4 and the end, in each of two epochs.
    expect(readdirSync(inner)).toEqual([4, 5, 6].map((number) => `checkpoint-00000${number}.safetensors`));
    expect((await latestCheckpoint(inner))?.name).toBe("checkpoint-000006.safetensors");
  });

  it("leaves epochs out, but for the last one", async () => {
    const saved: number[] = [];
    const counting: Callback = {
      order: 2000,
      afterEpoch: () => void saved.push(readdirSync(folder).length),
    };
    const checkpoint = new Checkpoint(folder, { everyEpochs: 3, keep: 9 });
    await smallLearner().fit(5, 0.01, { callbacks: [checkpoint, counting] });
    expect(saved).toEqual([0, 0, 1, 1, 2]);
  });

  it("goes on in the middle of an epoch where a signal stopped it", async () => {
    const whole = smallLearner();
    await whole.fit(2, 0.01);
    const controller = new AbortController();
    const stop: Callback = { afterBatch: ({ step }) => void (step === 7 && controller.abort()) };
    const callbacks = [new Checkpoint(folder)];
    await smallLearner().fit(2, 0.01, { callbacks: [...callbacks, stop], signal: controller.signal });
    const learner = smallLearner(3);
    const history = await learner.fit(2, 0.01, { callbacks, resumeFrom: await latestCheckpoint(folder) });
    expect(history.length).toBe(2);
    expect(weightsOf(learner.model)).toEqual(weightsOf(whole.model));
  });

  it("starts a new run in an old run's folder without losing its own checkpoints", async () => {
    await smallLearner(1).fit(3, 0.01, { callbacks: [new Checkpoint(folder)] });
    const learner = smallLearner(2);
    await learner.fit(1, 0.01, { callbacks: [new Checkpoint(folder)] });
    const other = smallLearner(3);
    await other.fit(1, 0.01, { resumeFrom: await latestCheckpoint(folder) });
    expect(weightsOf(other.model)).toEqual(weightsOf(learner.model));
  });

  it("keeps nothing of lrFind", async () => {
    await smallLearner(1, { callbacks: [new Checkpoint(folder)] }).lrFind({ steps: 12 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("removes what a killed process left", async () => {
    writeFileSync(join(folder, "checkpoint-000001.safetensors.0.partial"), "half");
    await smallLearner().fit(1, 0.01, { callbacks: [new Checkpoint(folder)] });
    expect(readdirSync(folder)).toEqual(["checkpoint-000001.safetensors"]);
  });

  it("takes whole numbers from 1 up", () => {
    expect(() => new Checkpoint(folder, { keep: 0 })).toThrow(ArgumentError);
    expect(() => new Checkpoint(folder, { everyBatches: 1.5 })).toThrow("Checkpoint: got everyBatches 1.5");
  });
});

describe("a state's file", () => {
  it("is written and read whole, and named where it is wrong", async () => {
    const path = join(folder, "state.safetensors");
    const learner = smallLearner();
    await learner.fit(1, 0.01);
    await saveState(learner, path);
    const other = smallLearner(2);
    await other.load(await readStateFile(path));
    expect(weightsOf(other.model)).toEqual(weightsOf(learner.model));
    writeFileSync(path, readFileSync(path).subarray(0, 1000));
    await expect(readStateFile(path).then((file) => other.load(file))).rejects.toThrow(DataError);
    await expect(readStateFile(path).then((file) => other.load(file))).rejects.toThrow(
      /^state.safetensors: got/,
    );
  });
});
