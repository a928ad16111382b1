import { plotTrials } from "@mnist/learner/plot";
import { type SweepSpec, sweepTable, type TrialResult } from "@mnist/learner/sweep";
import { latestResults, readSpecOf } from "./sweep-folder.js";

/** A sweep's trials, the best first, and how they got there. */
export async function showSweep(folder: string): Promise<void> {
  console.log(shownTrials(await readSpecOf(folder), latestResults(folder)));
}

/** A sweep's trials as JSON, a line each. */
export async function exportSweep(folder: string): Promise<void> {
  await readSpecOf(folder);
  for (const result of latestResults(folder)) console.log(JSON.stringify(result));
}

export function shownTrials(spec: SweepSpec, results: readonly TrialResult[]): string {
  if (results.length === 0) return "no trial has ended yet";
  return `${plotTrials(results, spec)}\n\n${sweepTable(spec, results)}`;
}
