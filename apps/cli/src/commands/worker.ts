import type { Command } from "commander";
import { count } from "../options.js";
import type { WorkerOptions } from "../sweep/train-trials.js";

export function addWorker(program: Command): void {
  program
    .command("worker")
    .description(
      "train the trials of sweeps that were handed to a Redis server; SIGTERM lets it finish what it has",
    )
    .option("--redis <url>", "the server; its password may be in the variable MNIST_REDIS_URL")
    .option("-c, --concurrency <n>", "trials at once", count, 1)
    .option("--lock <seconds>", "a worker that is silent for so long loses its trial to another", count, 30)
    .option("--checkpoints <folder>", "keep checkpoints in a folder that all workers share, not in Redis")
    .option("--embedded", "train what the process that started this one sends")
    .action(async (options: WorkerOptions) => {
      const { trainQueued, trainSent } = await import("../sweep/train-trials.js");
      return options.embedded ? trainSent() : trainQueued(options);
    });
}
