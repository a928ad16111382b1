import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { bestOf, readRun, type SavedRun } from "../../saved-run.js";
import { latestResults, names, readSpecOf } from "../sweep/sweep-folder.js";

/** The run that is named, or those of a sweep's folder: what each trial has come to. */
export async function runsIn(given: string): Promise<readonly SavedRun[]> {
  if (!existsSync(join(given, names.results))) return [await readRun(given)];
  const { train } = await readSpecOf(given);
  return latestResults(given).map(({ trial, settings, seed, epochs }) => ({
    folder: given,
    name: `${basename(given)}, trial ${trial}`,
    config: { ...train, ...settings, seed },
    epochs,
    best: bestOf(epochs),
  }));
}
