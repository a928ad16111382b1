import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ResultsFile, readSweepSpec, type SweepSpec, type TrialResult } from "@mnist/learner/sweep";
import { UsageError } from "../../command-line/errors.js";

/** What lies in a sweep's folder. */
export const names = { spec: "sweep.json", results: "results.jsonl", lock: "sweep.lock" };

/** The description in a sweep's folder. */
export async function readSpecOf(folder: string): Promise<SweepSpec> {
  const path = join(folder, names.spec);
  if (!existsSync(path)) throw new UsageError(`${folder} is no sweep's folder: it has no ${names.spec}.`);
  return readSweepSpec(JSON.parse(await readFile(path, "utf8")), path);
}

/** What each trial of a sweep has come to so far. */
export function latestResults(folder: string): readonly TrialResult[] {
  const latest = new Map<number, TrialResult>();
  for (const result of new ResultsFile(join(folder, names.results)).results) {
    const before = latest.get(result.trial);
    if (before === undefined || before.until < result.until) latest.set(result.trial, result);
  }
  return [...latest.values()].sort((a, b) => a.trial - b.trial);
}
