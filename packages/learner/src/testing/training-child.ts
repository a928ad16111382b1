/**
 * A process for tests to kill or stop: `training-child.ts FOLDER` trains with checkpoints, from the latest one on. SIGINT and
 * SIGTERM end its fit. It says when a batch is done.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DataLoader, ImageDataset, strokes } from "@mnist/data";
import { crossEntropy, Dropout, Linear, ReLU, Sequential } from "@mnist/nn";
import { Adam } from "@mnist/nn/optim";
import { manualSeed } from "@mnist/tensor";
import {
  accuracy,
  Checkpoint,
  DataLoaders,
  EMA,
  fileSink,
  JSONLLogger,
  Learner,
  latestCheckpoint,
} from "../index.js";

const [folder = ""] = process.argv.slice(2);
const log = join(folder, "log.jsonl");
const loader = (count: number, seed: number) =>
  new DataLoader(new ImageDataset(strokes({ count, seed })), { batchSize: 32, shuffle: true });

manualSeed(42);
const learner = new Learner(
  new DataLoaders(loader(600, 1), loader(100, 2)),
  new Sequential(new Linear(784, 24), new ReLU(), new Dropout(0.2), new Linear(24, 10)),
  {
    lossFunction: crossEntropy,
    metrics: [accuracy],
    optimizer: (parameters, lr) => new Adam(parameters, { lr }),
    callbacks: [
      { order: 2000, afterBatch: () => void process.stdout.write("batch\n") },
      new EMA({ decay: 0.99 }),
      new JSONLLogger(fileSink(log)),
      new Checkpoint(folder, { everyBatches: 3 }),
    ],
  },
);
const controller = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => controller.abort());
await learner.fitOneCycle(4, 0.01, {
  resumeFrom: await latestCheckpoint(folder),
  signal: controller.signal,
});
if (controller.signal.aborted) process.exit();
const hash = createHash("sha256");
for (const weights of Object.values(learner.model.stateDict())) hash.update(weights.dataSync());
const epochs = readFileSync(log, "utf8").trimEnd().split("\n");
const losses = epochs.map((line) => {
  const { epoch, trainLoss, validLoss } = JSON.parse(line) as Record<string, number>;
  return [epoch, trainLoss, validLoss];
});
process.stdout.write(`${JSON.stringify({ sha256: hash.digest("hex"), losses })}\n`);
