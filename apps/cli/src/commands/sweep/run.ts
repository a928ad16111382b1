import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { holdLock } from "@mnist/data";
import { plotParallelCoordinates, plotTrials } from "@mnist/learner/plot";
import {
  CheckpointFolder,
  LocalProcesses,
  RedisQueue,
  ResultsFile,
  runSweep,
  type SweepSpec,
  sweepId,
  type TrialExecutor,
  type TrialResult,
  trialData,
  trialVersion,
} from "@mnist/learner/sweep";
import pc from "picocolors";
import { UsageError } from "../../command-line/errors.js";
import { SweepProgressLine } from "../../sweep/progress-line.js";
import { readSpec } from "../../sweep/read-spec.js";
import { redisAddress } from "../../sweep/redis-address.js";
import { sweepData } from "../../sweep/sweep-data.js";
import { interrupted, statusOf } from "../../terminal/interrupt.js";
import { makeFolder } from "../train/run-folder.js";
import { embedded } from "../worker/run.js";
import { shownTrials } from "./show.js";
import { names, readSpecOf } from "./sweep-folder.js";

/** What `mnist sweep` is asked for. */
interface SweepOptions {
  readonly redis?: string | true;
  readonly concurrency?: number;
  readonly json?: boolean;
}

/** Trains a sweep's trials, or those that are left of them. */
export async function run(path: string, options: SweepOptions & { readonly out: string }): Promise<void> {
  const spec = await readSpec(path);
  const folder = join(options.out, await sweepId(spec));
  await makeFolder(folder);
  await train(spec, folder, options);
}

/** Trains what is left of the sweep in a folder. */
export async function resumeSweep(folder: string, options: SweepOptions): Promise<void> {
  await train(await readSpecOf(folder), folder, options);
}

async function train(
  spec: SweepSpec,
  folder: string,
  { redis, concurrency, json = false }: SweepOptions,
): Promise<void> {
  const lock = await holdLock(join(folder, names.lock), { wait: false });
  const interrupt = interrupted();
  let executor: TrialExecutor | null = null;
  try {
    await writeFile(join(folder, names.spec), `${JSON.stringify(spec, null, 2)}\n`);
    const results = new ResultsFile(join(folder, names.results));
    const line = new SweepProgressLine(spec, json, results.results.length);
    const count = concurrency ?? availableParallelism();
    executor = await executorFor(folder, { redis, concurrency }, (text) => line.notice(text));
    line.begin(redis === undefined ? count : null);
    const ended = await trainTrials(spec, { executor, results, signal: interrupt.signal }, line);
    if (ended === null) {
      console.error(`stopped; what ended is in ${folder}. Go on: mnist sweep resume ${folder}`);
      process.exitCode = statusOf(interrupt.ending ?? "SIGINT");
      return;
    }
    await draw(folder, spec, ended);
    if (json) console.log(JSON.stringify({ done: true, folder, trials: ended.length }));
    else console.log(`${shownTrials(spec, ended)}\n\n${pc.dim(`results and drawings in ${folder}`)}`);
  } finally {
    await executor?.close();
    interrupt.stop();
    lock.release();
  }
}

/** What every trial came to; null where the sweep was stopped. */
async function trainTrials(
  spec: SweepSpec,
  {
    executor,
    results,
    signal,
  }: { readonly executor: TrialExecutor; readonly results: ResultsFile; readonly signal: AbortSignal },
  line: SweepProgressLine,
): Promise<TrialResult[] | null> {
  const abort = new Promise<null>((resolve) => {
    signal.addEventListener("abort", () => resolve(null), { once: true });
  });
  const work = runSweep(spec, {
    executor,
    results,
    version: trialVersion,
    dataOf: async (trial) => {
      const settings = { ...spec.train, ...trial.settings };
      const task = { settings, seed: trial.seed, epochs: spec.epochs };
      return trialData(task, await sweepData(task));
    },
    onResult: (result, progress) => line.result(result, progress),
    signal,
  });
  work.catch(() => {}); // seen below, unless the sweep is stopped
  try {
    return await Promise.race([work, abort]);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  } finally {
    line.end();
  }
}

function executorFor(
  folder: string,
  { redis, concurrency }: Pick<SweepOptions, "redis" | "concurrency">,
  onNotice: (text: string) => void,
): Promise<TrialExecutor> | TrialExecutor {
  if (redis !== undefined) {
    if (concurrency !== undefined)
      throw new UsageError("--concurrency is for this machine; with --redis it is the workers' own.");
    return RedisQueue.open(redisAddress(redis === true ? undefined : redis), { onNotice });
  }
  const checkpoints = new CheckpointFolder(join(folder, "checkpoints"));
  return new LocalProcesses({
    ...embedded,
    count: concurrency ?? availableParallelism(),
    checkpoints,
    onNotice,
  });
}

/** The objective by trial and by setting, as drawings beside the results. */
async function draw(folder: string, spec: SweepSpec, results: readonly TrialResult[]): Promise<void> {
  await writeFile(join(folder, "trials.svg"), await plotTrials(results, spec).toSVG());
  await writeFile(join(folder, "settings.svg"), await plotParallelCoordinates(results, spec).toSVG());
}
