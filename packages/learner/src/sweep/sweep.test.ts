import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strokes } from "@mnist/data";
import { describe, expect, it, onTestFinished } from "vitest";
import type { EpochRecord } from "../epoch-record.js";
import {
  planTrials,
  proposeSettings,
  RefusedTrialError,
  ResultsFile,
  readSweepSpec,
  rungsOf,
  runSweep,
  sweepId,
  sweepTable,
  type TrialExecutor,
  type TrialTask,
  trainTrial,
  trialData,
  trialVersion,
} from "./index.js";

function temporaryFile(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "mnist-sweep-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, name);
}

/** Trials whose accuracy is the settings' quality, a little more with every epoch. */
class Pretended implements TrialExecutor {
  readonly parallel = null;
  readonly asked: TrialTask[] = [];

  async run(task: TrialTask) {
    this.asked.push(task);
    const quality = task.settings.lr === 1 ? Number.NaN : Number(task.settings.lr) + task.seed / 1000;
    const epochs = Array.from(
      { length: task.until },
      (_, i): EpochRecord => ({
        epoch: i + 1,
        trainLoss: 1,
        validLoss: 1,
        metrics: { accuracy: quality + i / 100 },
        seconds: 1,
        validSeconds: 1,
      }),
    );
    return { epochs, weights: `${task.trial}-${task.until}`.padEnd(8, "0") };
  }

  async close() {}
}

const spec = readSweepSpec({
  parameters: { lr: [0.1, 0.2, 0.3, 1], hidden: [10] },
  seeds: [1, 2],
  epochs: 9,
});
const run = (results: ResultsFile, executor: TrialExecutor, of = spec) =>
  runSweep(of, { executor, results, version: "1", dataOf: async () => "data" });

const tens = Array.from({ length: 10 }, (_, i) => i);
const sevenOfTen = Object.fromEntries(["a", "b", "c", "d", "e", "f", "g"].map((name) => [name, tens]));

describe("readSweepSpec", () => {
  it("fills in what was left out", () => {
    expect(spec).toMatchObject({
      search: "grid",
      objective: "accuracy",
      direction: "maximize",
      halving: null,
    });
    expect(readSweepSpec({ parameters: { lr: [1] }, objective: "validLoss" }).direction).toBe("minimize");
  });

  it("reads what it has made the same again", () => {
    expect(readSweepSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
    const range = { min: 1, max: 2, scale: "log", whole: false };
    const random = readSweepSpec({
      parameters: { lr: range },
      search: "random",
      halving: { from: 1, factor: 3 },
    });
    expect(readSweepSpec(JSON.parse(JSON.stringify(random)))).toEqual(random);
  });

  it.each([
    [{}, "got nothing as sweep.parameters; expected an object"],
    [{ parameters: {} }, "expected one setting or more"],
    [{ parameters: { lr: [] } }, "as sweep.parameters.lr; expected one value or more"],
    [{ parameters: { lr: { min: 1, max: 2 } } }, "expected a list of values, as a grid needs"],
    [{ parameters: { lr: { min: 2, max: 1 } }, search: "random" }, "expected a min below its max"],
    [{ parameters: { lr: { min: 0, max: 1, scale: "log" } }, search: "random" }, "a min above 0"],
    [{ parameters: { lr: [1] }, epoch: 3 }, "sweep.epoch; expected one of"],
    [{ parameters: { lr: [1] }, search: "best" }, 'got "best" as sweep.search; expected one of grid, random'],
    [{ parameters: { lr: [1] }, halving: { from: 1, factor: 1 } }, "sweep.halving.factor; expected a whole"],
    [
      { parameters: sevenOfTen },
      "sweep.json: got 10,000,000 trials: every value with every other, with each seed",
    ],
    [
      { parameters: { lr: [1] }, search: "random", trials: 60_000, seeds: [1, 2] },
      "got 120,000 trials: each of trials, with each seed; expected at most 100,000. Try fewer",
    ],
  ])("says where it is wrong: %j", (value, words) => {
    expect(() => readSweepSpec(value, "sweep.json")).toThrow(words);
  });
});

describe("proposeSettings", () => {
  it("tries every value with every other", () => {
    const grid = readSweepSpec({ parameters: { lr: [0.1, 1], hidden: [10, 20] } });
    expect(proposeSettings(grid)).toEqual([
      { lr: 0.1, hidden: 10 },
      { lr: 0.1, hidden: 20 },
      { lr: 1, hidden: 10 },
      { lr: 1, hidden: 20 },
    ]);
    expect(planTrials(spec)).toHaveLength(8);
    expect(planTrials(spec)[1]).toEqual({ trial: 2, settings: { lr: 0.1, hidden: 10 }, seed: 2 });
  });

  const parameters = {
    lr: { min: 1e-4, max: 1, scale: "log" },
    hidden: { min: 10, max: 50, whole: true },
    optimizer: ["a", "b"],
  };

  it.each(["random", "latin-hypercube"])(
    "draws the same within the ranges for the same seed: %s",
    (search) => {
      const described = readSweepSpec({ search, parameters, trials: 40 });
      const drawn = proposeSettings(described);
      expect(drawn).toEqual(proposeSettings(described));
      expect(drawn).not.toEqual(proposeSettings({ ...described, searchSeed: 1 }));
      for (const { lr, hidden } of drawn) {
        expect(lr).toBeGreaterThanOrEqual(1e-4);
        expect(lr).toBeLessThanOrEqual(1);
        expect(Number.isInteger(hidden)).toBe(true);
      }
    },
  );

  it("takes one of each part of a range in a Latin hypercube", () => {
    const drawn = proposeSettings(readSweepSpec({ search: "latin-hypercube", parameters, trials: 40 }));
    const parts = drawn.map(({ lr }) => Math.floor((40 * Math.log(Number(lr) / 1e-4)) / Math.log(1e4)));
    expect(new Set(parts).size).toBeGreaterThan(38); // rounding to six digits may move one over an edge
    expect(drawn.filter(({ optimizer }) => optimizer === "a")).toHaveLength(20);
  });
});

describe("runSweep", () => {
  it("trains each setting with each seed, and prints them, the best first", async () => {
    const results = new ResultsFile(temporaryFile("results.jsonl"));
    const ended = await run(results, new Pretended());
    expect(ended.map(({ trial }) => trial)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const [head, first, , , , , , last] = sweepTable(spec, ended).split("\n");
    expect(head).toMatch(/^trial +lr +hidden +seed +epochs +accuracy +weights$/);
    expect(first).toMatch(/^ +6 +0\.3 +10 +2 +9 +0\.382000/);
    expect(last).toContain("NaN");
  });

  it("goes on with the better ones alone, whatever is ready first", async () => {
    const halved = { ...spec, halving: { from: 1, factor: 2 } };
    expect(rungsOf(halved)).toEqual([1, 2, 4, 8, 9]);
    const executor = new Pretended();
    const ended = await run(new ResultsFile(temporaryFile("results.jsonl")), executor, halved);
    const untils = (lr: number) =>
      ended.filter(({ settings }) => settings.lr === lr).map(({ until }) => until);
    expect([0.1, 0.2, 0.3, 1].map(untils)).toEqual([
      [1, 1],
      [2, 2],
      [9, 9],
      [1, 1],
    ]);
    expect(executor.asked).toHaveLength(8 + 4 + 2 + 2 + 2);
  });

  it("trains nothing again that its results file has, and drops a line that was cut off", async () => {
    const path = temporaryFile("results.jsonl");
    const whole = await run(new ResultsFile(path), new Pretended());
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.split("\n").slice(0, 5).join("\n").concat('\n{"trial":6,"sett'));
    const executor = new Pretended();
    expect(await run(new ResultsFile(path), executor)).toEqual(whole);
    expect(executor.asked.map(({ trial }) => trial)).toEqual([6, 7, 8]);
    expect(readFileSync(path, "utf8").trimEnd().split("\n")).toHaveLength(8);
  });

  it("is named by all of its description", async () => {
    expect(await sweepId(spec)).toMatch(/^sweep-[0-9a-f]{8}$/);
    expect(await sweepId({ ...spec, epochs: 8 })).not.toBe(await sweepId(spec));
  });
});

describe("trainTrial", () => {
  const data = { train: strokes({ count: 60, seed: 1 }), valid: strokes({ count: 20, seed: 2 }) };
  const settings = { recipe: "digits", hidden: 5, batchSize: 20 };
  const context = { checkpoint: null, save: () => {} };
  const taskFor = async (changes: Partial<TrialTask> = {}): Promise<TrialTask> => ({
    ...{ sweep: "s", trial: 7, settings, seed: 3, epochs: 3, until: 3, version: trialVersion },
    data: await trialData({ settings, seed: 3, epochs: 3 }, data),
    ...changes,
  });

  it("goes on from a checkpoint with the bits of a trial that was never stopped", async () => {
    const states: Uint8Array[] = [];
    const save = (state: Uint8Array): void => void states.push(state);
    const whole = await trainTrial(await taskFor(), data, { checkpoint: null, save });
    expect(whole.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    const early = await trainTrial(await taskFor({ until: 1 }), data, context);
    expect(early.epochs).toHaveLength(1);
    const resumed = await trainTrial(await taskFor(), data, { ...context, checkpoint: states[0]! });
    expect(resumed.weights).toBe(whole.weights);
    expect(resumed.epochs).toHaveLength(3);
    const ended = await trainTrial(await taskFor(), data, { ...context, checkpoint: states[2]! });
    expect(ended.weights).toBe(whole.weights);
  });

  it("refuses a trial for other code or other data", async () => {
    const refuse = async (changes: Partial<TrialTask>, words: RegExp) => {
      const training = trainTrial(await taskFor(changes), data, context);
      await expect(training).rejects.toThrow(RefusedTrialError);
      await expect(training).rejects.toThrow(words);
    };
    await refuse({ version: "0.0.1" }, /trial 7: got one for 0\.0\.1; expected @mnist\/tensor/);
    await refuse({ data: "60000 samples" }, /got data of 60 samples, SHA-256 .*; expected 60000 samples/);
  });
});
