import { sha256 } from "@mnist/nn/formats";
import { compareObjectives } from "../compare-objectives.js";
import { figureOf } from "../epoch-record.js";
import { proposeSettings, type Settings } from "./propose.js";
import type { ResultsFile, TrialResult } from "./results-file.js";
import { type SweepSpec, specJson } from "./sweep-spec.js";
import type { TrialExecutor, TrialTask } from "./trial.js";

/** A trial before it is trained. */
export interface PlannedTrial {
  /** Counted from 1. */
  readonly trial: number;
  readonly settings: Settings;
  readonly seed: number;
}

export interface SweepOptions {
  readonly executor: TrialExecutor;
  readonly results: ResultsFile;
  /** The code that trains. */
  readonly version: string;
  /** What tells the data of a trial. */
  dataOf(trial: PlannedTrial): Promise<string>;
  /** Told of each trial as it ends; those that were in the results file are not told. */
  onResult?(result: TrialResult, progress: SweepProgress): void;
  readonly signal?: AbortSignal;
}

export interface SweepProgress {
  readonly done: number;
  /** Trainings that are certain to come, done ones included. */
  readonly total: number;
}

/** All trials of a sweep: each setting with each seed. */
export function planTrials(spec: SweepSpec): PlannedTrial[] {
  const pairs = proposeSettings(spec).flatMap((settings) => spec.seeds.map((seed) => ({ settings, seed })));
  return pairs.map((pair, i) => ({ trial: i + 1, ...pair }));
}

/** The epochs after which a sweep looks at its trials; the last one is all of them. */
export function rungsOf({ epochs, halving }: SweepSpec): number[] {
  const rungs: number[] = [];
  if (halving) for (let until = halving.from; until < epochs; until *= halving.factor) rungs.push(until);
  return [...rungs, epochs];
}

/** What names a sweep: the same description has the same name. */
export async function sweepId(spec: SweepSpec): Promise<string> {
  const digest = await sha256(new TextEncoder().encode(JSON.stringify(specJson(spec))));
  return `${spec.name.replaceAll(/[^\w.-]+/g, "-")}-${digest.slice(0, 8)}`;
}

/**
 * Trains the trials of a sweep, rung by rung: with `halving` the best 1/factor of the settings go on at each, judged by the mean
 * over their seeds. Which those are depends on the objectives alone, not on who was faster, so that the same sweep has the same
 * results on any number of processes. Answers what every trial came to.
 *
 * @source Jamieson and Talwalkar 2016, successive halving
 */
export async function runSweep(spec: SweepSpec, options: SweepOptions): Promise<TrialResult[]> {
  const sweep = await sweepId(spec);
  const rungs = rungsOf(spec);
  let left = planTrials(spec);
  let [done, total] = [0, left.length];
  const latest = new Map<number, TrialResult>();
  for (const [i, until] of rungs.entries()) {
    const ended = await Promise.all(
      left.map(async (planned) => {
        const known = options.results.find(planned.trial, until);
        const result = known ?? (await trainOne(spec, sweep, planned, until, options));
        done++;
        if (known === undefined) options.onResult?.(result, { done, total });
        return result;
      }),
    );
    for (const result of ended) latest.set(result.trial, result);
    if (i === rungs.length - 1) break;
    left = survivors(spec, left, ended);
    total += left.length;
  }
  return [...latest.values()].sort((a, b) => a.trial - b.trial);
}

async function trainOne(
  spec: SweepSpec,
  sweep: string,
  planned: PlannedTrial,
  until: number,
  { executor, results, version, dataOf, signal }: SweepOptions,
): Promise<TrialResult> {
  signal?.throwIfAborted();
  const settings = { ...spec.train, ...planned.settings };
  const task: TrialTask = {
    ...{ sweep, version, until, settings, epochs: spec.epochs },
    ...{ trial: planned.trial, seed: planned.seed, data: await dataOf(planned) },
  };
  const outcome = await executor.run(task);
  signal?.throwIfAborted();
  const last = outcome.epochs.at(-1);
  const objective = last === undefined ? Number.NaN : figureOf(last, spec.objective);
  const result: TrialResult = { ...planned, until, objective, ...outcome };
  results.add(result);
  return result;
}

/** The trials of the best settings. */
function survivors(
  spec: SweepSpec,
  left: readonly PlannedTrial[],
  ended: readonly TrialResult[],
): PlannedTrial[] {
  const perSetting = spec.seeds.length;
  const settings = Array.from({ length: left.length / perSetting }, (_, i) =>
    ended.slice(i * perSetting, (i + 1) * perSetting),
  );
  const ranked = settings
    .map((group, i) => ({ i, mean: group.reduce((sum, { objective }) => sum + objective, 0) / perSetting }))
    .sort((a, b) => compareObjectives(a.mean, b.mean, spec.direction) || a.i - b.i);
  const kept = ranked.slice(0, Math.max(1, Math.ceil(ranked.length / spec.halving!.factor)));
  const indices = new Set(kept.map(({ i }) => i));
  return left.filter((_, i) => indices.has(Math.floor(i / perSetting)));
}
