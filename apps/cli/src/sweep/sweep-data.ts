import type { DigitSplits } from "@mnist/data";
import type { TrialTask } from "@mnist/learner/sweep";
import { loadData } from "../data.js";

const loaded = new Map<string, Promise<DigitSplits>>();

/** The data of a trial, read once a process. Strokes are drawn from the trial's seed, as `mnist train` does. */
export function sweepData({ settings, seed }: Pick<TrialTask, "settings" | "seed">): Promise<DigitSplits> {
  const name = String(settings.dataset ?? "mnist");
  const samples = Number(settings.samples ?? 12_000);
  const key = name === "strokes" ? `${name} ${samples} ${seed}` : name;
  const data = loaded.get(key) ?? loadData(name, { samples, seed });
  loaded.set(key, data);
  return data;
}
