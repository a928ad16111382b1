import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rand } from "@mnist/tensor";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  type AnyContext,
  type Callback,
  Checkpoint,
  cancelFit,
  EMA,
  type Event,
  events,
  GradientAccumulation,
  latestCheckpoint,
  Recorder,
  readStateFile,
} from "../index.js";
import { smallLearner, weightsOf } from "../testing/small-learner.js";

const epochs = 2;

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mnist-learner-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Calls `at` at every event. */
function listening(at: (event: Event, context: AnyContext) => void): Callback {
  const methods = events.map((event) => [event, (context: AnyContext) => at(event, context)] as const);
  return { name: "listening", order: 2000, ...Object.fromEntries(methods) };
}

/** A fit from a folder's latest checkpoint on, and what it came to. */
async function fit(folder: string, watching: Callback, signal?: AbortSignal): Promise<object> {
  const learner = smallLearner();
  const recorder = new Recorder();
  const callbacks = [
    new EMA({ decay: 0.5 }),
    new GradientAccumulation(16),
    recorder,
    new Checkpoint(folder, { everyBatches: 3 }),
    watching,
  ];
  const resumeFrom = await latestCheckpoint(folder);
  await learner.fitOneCycle(epochs, 0.02, { callbacks, resumeFrom, ...(signal && { signal }) });
  const history = learner.history.map(({ seconds: _, validSeconds: _valid, ...rest }) => rest);
  const { losses, lrs } = recorder;
  return { weights: weightsOf(learner.model), history, losses, lrs, next: rand([2]).arraySync() };
}

describe("a fit that is stopped", { timeout: 300_000 }, () => {
  it.each(["its signal", "cancelFit"])("at any event by %s ends, resumed, with its own bits", async (how) => {
    const told: Event[] = [];
    const whole = await fit(
      temporaryFolder(),
      listening((event) => void told.push(event)),
    );
    expect(new Set(told).size).toBe(17);
    const folder = temporaryFolder();
    for (const [stop, event] of told.entries()) {
      if (how === "cancelFit" && event === "afterFit") continue;
      rmSync(folder, { recursive: true });
      const controller = new AbortController();
      let count = 0;
      const stopping = listening(() => {
        if (count++ !== stop) return;
        if (how === "cancelFit") throw cancelFit();
        controller.abort();
      });
      await fit(folder, stopping, controller.signal);
      const resumed = await fit(
        folder,
        listening(() => {}),
      );
      expect(resumed, `stopped at event ${stop}, ${event}`).toEqual(whole);
    }
  });

  it("after an epoch is saved once, so that the checkpoint before stays", async () => {
    const folder = temporaryFolder();
    const controller = new AbortController();
    const stopping: Callback = {
      afterEpoch: ({ epoch }) => (epoch === 3 ? controller.abort() : undefined),
    };
    const callbacks = [stopping, new Checkpoint(folder)];
    await smallLearner().fit(5, 0.01, { callbacks, signal: controller.signal });
    expect((await latestCheckpoint(folder))?.name).toBe("checkpoint-000003.safetensors");
    const before = await readStateFile(join(folder, "checkpoint-000002.safetensors"));
    expect((await smallLearner().fit(5, 0.01, { resumeFrom: before })).length).toBe(5);
  });
});

it("context.batches and context.batch are those of the loader under way at every event", async () => {
  const seen: string[] = [];
  const counts = listening((event, { epoch, batch, batches }) => {
    seen.push(`${event} ${epoch} ${batch}/${batches}`);
  });
  await smallLearner().fit(2, 0.01, { callbacks: [counts] });
  const around = seen.filter((line) => /Fit|Epoch|Train|Validate/.test(line));
  const epoch = (number: number) => [
    `beforeEpoch ${number} 0/5`,
    `beforeTrain ${number} 0/5`,
    `afterTrain ${number} 5/5`,
    `beforeValidate ${number} 0/3`,
    `afterValidate ${number} 3/3`,
    `afterEpoch ${number} 0/5`,
  ];
  expect(around).toEqual(["beforeFit 0 0/5", ...epoch(1), ...epoch(2), "afterFit 2 0/5"]);
  expect(seen.filter((line) => line.startsWith("afterBatch")).slice(3, 7)).toEqual([
    "afterBatch 1 3/5",
    "afterBatch 1 4/5",
    "afterBatch 1 0/3",
    "afterBatch 1 1/3",
  ]);
});
