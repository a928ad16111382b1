import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
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

const checkpoints = (): string[] => readdirSync(folder).filter((name) => name.endsWith(".safetensors"));

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
      afterEpoch: () => void saved.push(checkpoints().length),
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

  it("starts a new run in an old run's folder without losing the checkpoints of either", async () => {
    await smallLearner(1).fit(3, 0.01, { callbacks: [new Checkpoint(folder)] });
    writeFileSync(join(folder, "notes.partial"), "a person's own");
    const before = readdirSync(folder);
    const learner = smallLearner(2);
    await learner.fit(4, 0.02, { callbacks: [new Checkpoint(folder)] });
    const after = [6, 7].map((number) => `checkpoint-00000${number}.safetensors`);
    expect(readdirSync(folder)).toEqual([...before, ...after].sort());
    const other = smallLearner(3);
    await other.fit(4, 0.02, { resumeFrom: await latestCheckpoint(folder) });
    expect(weightsOf(other.model)).toEqual(weightsOf(learner.model));
  });

  it("removes the older ones of the run that it goes on with", async () => {
    await smallLearner().fit(3, 0.01, { callbacks: [new Checkpoint(folder, { keep: 1 })] });
    const path = join(folder, "checkpoint-000003.safetensors");
    const first: Callback = { order: 2000, afterEpoch: () => void renameSync(path, `${path}.old`) };
    expect(existsSync(path)).toBe(true);
    await smallLearner().fit(3, 0.01, {
      callbacks: [new Checkpoint(folder, { keep: 1 }), first],
      resumeFrom: await latestCheckpoint(folder),
    });
    expect(checkpoints()).toEqual(["checkpoint-000003.safetensors"]);
  });

  it("belongs to one training at a time", async () => {
    const errors: unknown[] = [];
    const intruding: Callback = {
      async afterEpoch() {
        await smallLearner(2)
          .fit(1, 0.01, { callbacks: [new Checkpoint(folder)] })
          .catch((error: unknown) => errors.push(error));
      },
    };
    await smallLearner().fit(1, 0.01, { callbacks: [new Checkpoint(folder), intruding] });
    expect(String(errors[0])).toMatch(
      /\.lock: got a lock that process \d+ on \S+ has; expected one process at a time/,
    );
    expect(readdirSync(folder)).toEqual(["checkpoint-000001.safetensors"]);
  });

  it("goes on with a notice where nothing can be written, and tries again", async () => {
    const notices: string[] = [];
    const away = `${folder}-away`;
    const moving: Callback = {
      beforeEpoch({ epoch }) {
        if (epoch !== 2) return;
        renameSync(folder, away);
        writeFileSync(folder, "");
      },
      afterEpoch({ epoch }) {
        if (epoch !== 3) return;
        rmSync(folder);
        renameSync(away, folder);
      },
    };
    const checkpoint = new Checkpoint(folder, { onNotice: (notice) => notices.push(notice) });
    await smallLearner().fit(3, 0.01, { callbacks: [moving, checkpoint] });
    expect(notices).toEqual([
      expect.stringMatching(/^No checkpoint could be written to .*The training goes on\.$/),
    ]);
    expect(checkpoints()).toEqual([1, 2].map((number) => `checkpoint-00000${number}.safetensors`));
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

describe("a damaged checkpoint", () => {
  const path = (number: number): string => join(folder, `checkpoint-00000${number}.safetensors`);
  const damages: [string, (bytes: Uint8Array) => Uint8Array][] = [
    ["one bit", (bytes) => bytes.with(bytes.length - 9, bytes.at(-9)! ^ 4)],
    ["a cut", (bytes) => bytes.subarray(0, bytes.length / 2)],
    ["nothing left", () => new Uint8Array(0)],
    ["zeros", (bytes) => new Uint8Array(bytes.length)],
  ];

  it.each(damages)("is passed over, and the one before it is taken: %s", async (_what, damage) => {
    const whole = smallLearner();
    await whole.fit(3, 0.01, { callbacks: [new Checkpoint(folder)] });
    writeFileSync(path(3), damage(readFileSync(path(3))));
    const notices: string[] = [];
    const resumeFrom = await latestCheckpoint(folder, { onNotice: (notice) => notices.push(notice) });
    expect(notices).toEqual([
      expect.stringMatching(/^checkpoint-000003.*checkpoint-000002\.safetensors is taken in its place\.$/),
    ]);
    const learner = smallLearner(2);
    await learner.fit(3, 0.01, { callbacks: [new Checkpoint(folder)], resumeFrom });
    expect(weightsOf(learner.model)).toEqual(weightsOf(whole.model));
    expect(checkpoints()).toHaveLength(3); // the damaged one stays, for whoever wants to look at it
  });

  it.each<[string, string, (path: string) => void]>([
    ["a folder", "3", mkdirSync],
    ["a link to nothing", "000003", (path) => symlinkSync("nowhere", path)],
  ])("is passed over where it is %s, under whatever number", async (_what, number, make) => {
    await smallLearner().fit(2, 0.01, { callbacks: [new Checkpoint(folder)] });
    renameSync(path(2), join(folder, "checkpoint-2.safetensors"));
    make(join(folder, `checkpoint-${number}.safetensors`));
    const notices: string[] = [];
    const resumeFrom = await latestCheckpoint(folder, { onNotice: (notice) => notices.push(notice) });
    expect(resumeFrom?.name).toBe("checkpoint-2.safetensors");
    expect(notices).toEqual([
      expect.stringMatching(
        /^checkpoint-0*3\.safetensors: got what cannot be read .*-2\.safetensors is taken/,
      ),
    ]);
    await smallLearner(2).fit(4, 0.01, { callbacks: [new Checkpoint(folder)], resumeFrom });
    expect((await latestCheckpoint(folder))?.name).toBe("checkpoint-000005.safetensors");
  });

  it("has a lock beside it that is a file", async () => {
    mkdirSync(join(folder, ".lock"));
    const fit = smallLearner().fit(1, 0.01, { callbacks: [new Checkpoint(folder)] });
    await expect(fit).rejects.toThrow(/\.lock: got a folder; expected a lock file, or nothing there/);
  });

  it("is refused where there is no other", async () => {
    await smallLearner().fit(1, 0.01, { callbacks: [new Checkpoint(folder)] });
    writeFileSync(path(1), "");
    await expect(latestCheckpoint(folder)).rejects.toThrow(
      "checkpoint-000001.safetensors at byte 0: got 0 bytes",
    );
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
    symlinkSync("state.safetensors", join(folder, "link"));
    await saveState(learner, join(folder, "link"));
    expect(lstatSync(join(folder, "link")).isSymbolicLink()).toBe(true);
    writeFileSync(path, readFileSync(path).subarray(0, 1000));
    await expect(readStateFile(path).then((file) => other.load(file))).rejects.toThrow(DataError);
    await expect(readStateFile(path).then((file) => other.load(file))).rejects.toThrow(
      /^state.safetensors at byte 0: got/,
    );
  });
});
