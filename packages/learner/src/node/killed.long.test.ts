import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Generator } from "@mnist/tensor";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundleTraining, runTraining, type Stop } from "../testing/training-process.js";

/** MNIST_LONG_TESTS stops at 60 moments by each signal. */
const moments = process.env.MNIST_LONG_TESTS ? 60 : 3;
/** Batches of training and validation. */
const batches = 4 * (19 + 4);
const folders = mkdtempSync(join(tmpdir(), "mnist-learner-"));
const program = join(folders, "training-child.mjs");

beforeAll(() => bundleTraining(program));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

/** Trains in a process of its own; answers what it came to, which is nothing where it was stopped. */
async function train(folder: string, stop?: Stop): Promise<string> {
  const { result, complaints } = await runTraining([process.execPath, program, folder], { stop });
  if (complaints !== "") console.error(complaints);
  return result;
}

let unbroken: Promise<string> | null = null;

it.each<NodeJS.Signals>(["SIGINT", "SIGTERM", "SIGKILL"])(
  `ends with the same weights after %s at ${moments} random moments`,
  async (signal) => {
    unbroken ??= train(mkdtempSync(join(folders, "whole-")));
    const whole = await unbroken;
    expect(whole).toContain("sha256");
    const random = new Generator(signal.length);
    const share = (): number => random.random32() / 2 ** 32;
    let stopped = 0;
    for (let moment = 0; moment < moments; moment++) {
      const folder = mkdtempSync(join(folders, `${signal}-`));
      const batch = Math.floor(((moment + share()) / moments) * (batches - 4));
      if ((await train(folder, { signal, batch, late: 8 * share() })) === "") stopped++;
      expect(await train(folder), `moment ${moment}, batch ${batch}`).toBe(whole);
      const left = readdirSync(folder).filter((name) => !/^checkpoint-\d+\.safetensors$/.test(name));
      expect(left).toEqual(["log.jsonl"]);
      // Killed after the last was written, before the oldest was removed, it leaves one more than are kept.
      expect(readdirSync(folder).length).toBeLessThanOrEqual(4);
      rmSync(folder, { recursive: true });
    }
    if (moments > 3) console.log(`${signal}: ${moments} moments, ${stopped} of them before the end`);
  },
  60_000 + moments * 30_000,
);
