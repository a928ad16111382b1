import { findRecipe } from "@mnist/learner";
import { CheckpointFolder, LocalProcesses, RedisWorker, serveTrials, trainTrial } from "@mnist/learner/sweep";
import pc from "picocolors";
import { methodOf, planOfTrial } from "../../sweep/plan-of-trial.js";
import { redisAddress } from "../../sweep/redis-address.js";
import { sweepData } from "../../sweep/sweep-data.js";
import { interrupted } from "../../terminal/interrupt.js";
import { withRate } from "../train/optimizer.js";

interface WorkerOptions {
  readonly redis?: string;
  readonly concurrency: number;
  readonly lock: number;
  readonly checkpoints?: string;
  readonly embedded?: boolean;
}

export async function run(options: WorkerOptions): Promise<void> {
  if (options.embedded) {
    // Ctrl-C is for the process that started this one.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
    return serveTrials(async (task, context) => {
      const plan = withRate(planOfTrial(task.settings));
      const { lr } = plan.given;
      const rated = { ...task, settings: { ...task.settings, ...(lr !== undefined && { lr }) } };
      return trainTrial(rated, await sweepData(task), context, methodOf(findRecipe(plan.recipe), plan));
    });
  }
  await work(options);
}

/** Takes trials out of a queue until it is told to stop, then finishes what it has. */
async function work({ redis, concurrency, lock, checkpoints }: WorkerOptions): Promise<void> {
  const say = (text: string): void => console.error(pc.dim(text));
  const interrupt = interrupted();
  const worker = await RedisWorker.open(redisAddress(redis), {
    concurrency,
    lockDuration: lock * 1000,
    ...(checkpoints !== undefined && { checkpoints: new CheckpointFolder(checkpoints) }),
    executor: (store) =>
      new LocalProcesses({ ...embedded, count: concurrency, checkpoints: store, onNotice: say }),
    onNotice: say,
  });
  say(`waiting for trials, ${concurrency} at once`);
  await new Promise<void>((resolve) =>
    interrupt.signal.addEventListener("abort", () => resolve(), { once: true }),
  );
  say("finishing what is under way; again to leave at once");
  await worker.drain();
}

/** How a process that trains for this one is started. */
export const embedded = { module: process.argv[1]!, args: ["worker", "--embedded"] } as const;
