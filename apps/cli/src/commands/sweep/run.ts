import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { plotParallelCoordinates, plotTrials } from "@mnist/learner/plot";
import {
  CheckpointFolder,
  LocalProcesses,
  RedisQueue,
  ResultsFile,
  readSweepSpec,
  runSweep,
  type SweepSpec,
  sweepId,
  sweepTable,
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
import { interrupted } from "../../terminal/interrupt.js";
import { embedded } from "../worker/run.js";

/** What `mnist sweep` is asked for. */
interface SweepOptions {
  readonly out: string;
  readonly redis?: string | true;
  readonly concurrency?: number;
  readonly json?: boolean;
}

const names = { spec: "sweep.json", results: "results.jsonl" };

/** A sweep's trials, the best first, and how they got there. */
export async function showSweep(folder: string): Promise<void> {
  const { spec, results } = await readSweep(folder);
  console.log(show(spec, results));
}

/** A sweep's trials as JSON, a line each. */
export async function exportSweep(folder: string): Promise<void> {
  for (const result of (await readSweep(folder)).results) console.log(JSON.stringify(result));
}

/** Trains a sweep's trials, or those that are left of them. */
export async function run(
  path: string,
  { out, redis, concurrency, json = false }: SweepOptions,
): Promise<void> {
  const spec = await readSpec(path);
  const id = await sweepId(spec);
  const folder = join(out, id);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, names.spec), `${JSON.stringify(spec, null, 2)}\n`);
  const results = new ResultsFile(join(folder, names.results));
  const line = new SweepProgressLine(spec, json, results.results.length);
  const interrupt = interrupted();
  const executor = await executorFor(folder, { redis, concurrency }, (text) => line.notice(text));
  const abort = new Promise<never>((_, reject) => {
    interrupt.signal.addEventListener("abort", () => reject(interrupt.signal.reason), { once: true });
  });
  try {
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
      signal: interrupt.signal,
    });
    work.catch(() => {}); // seen below, unless the sweep is stopped
    const ended = await Promise.race([work, abort]);
    line.end();
    await draw(folder, spec, ended);
    if (json) console.log(JSON.stringify({ done: true, folder, trials: ended.length }));
    else console.log(`${show(spec, ended)}\n\n${pc.dim(`results and drawings in ${folder}`)}`);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    line.end();
    console.error(`stopped; what ended is in ${folder}. Go on: mnist sweep ${path} --out ${out}`);
    process.exitCode = 130;
  } finally {
    await executor.close();
    interrupt.stop();
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

async function readSweep(folder: string): Promise<{ spec: SweepSpec; results: readonly TrialResult[] }> {
  const path = join(folder, names.spec);
  if (!existsSync(path)) throw new UsageError(`${folder} is no sweep's folder: it has no ${names.spec}.`);
  const spec = readSweepSpec(JSON.parse(await readFile(path, "utf8")), path);
  const { results } = new ResultsFile(join(folder, names.results));
  const latest = new Map<number, TrialResult>();
  for (const result of results) {
    const before = latest.get(result.trial);
    if (before === undefined || before.until < result.until) latest.set(result.trial, result);
  }
  return { spec, results: [...latest.values()].sort((a, b) => a.trial - b.trial) };
}

function show(spec: SweepSpec, results: readonly TrialResult[]): string {
  if (results.length === 0) return "no trial has ended yet";
  return `${plotTrials(results, spec)}\n\n${sweepTable(spec, results)}`;
}

/** The objective by trial and by setting, as drawings beside the results. */
async function draw(folder: string, spec: SweepSpec, results: readonly TrialResult[]): Promise<void> {
  await writeFile(join(folder, "trials.svg"), await plotTrials(results, spec).toSVG());
  await writeFile(join(folder, "settings.svg"), await plotParallelCoordinates(results, spec).toSVG());
}
