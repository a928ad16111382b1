/**
 * A process for tests to kill or stop: `training-child.ts FOLDER` trains with checkpoints, from the latest one on. SIGINT,
 * SIGTERM and SIGHUP end its fit. It says when a batch is done.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Checkpoint, fileSink, JSONLLogger, latestCheckpoint } from "../index.js";
import { digestOf, epochs, lr, seededLearner } from "./seeded-run.js";

const [folder = ""] = process.argv.slice(2);
const log = join(folder, "log.jsonl");
const learner = seededLearner([
  { order: 2000, afterBatch: () => void process.stdout.write("batch\n") },
  new JSONLLogger(fileSink(log)),
  new Checkpoint(folder, { everyBatches: 3 }),
]);
const controller = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => controller.abort());
await learner.fitOneCycle(epochs, lr, {
  resumeFrom: await latestCheckpoint(folder),
  signal: controller.signal,
});
if (controller.signal.aborted) process.exit();
const lines = readFileSync(log, "utf8").trimEnd().split("\n");
const losses = lines.map((line) => {
  const { epoch, trainLoss, validLoss } = JSON.parse(line) as Record<string, number>;
  return [epoch, trainLoss, validLoss];
});
process.stdout.write(`${JSON.stringify({ sha256: await digestOf(learner), losses })}\n`);
