import type { DigitSplits } from "@mnist/data";
import type { TrialTask } from "@mnist/learner/sweep";
import { dataOf } from "../commands/train/run-data.js";
import { findSource } from "../data.js";
import { planOfTrial } from "./plan-of-trial.js";

const loaded = new Map<string, Promise<DigitSplits>>();

/** The data of a trial, read once a process. What is drawn is drawn from the trial's seed, as `mnist train` does. */
export function sweepData({ settings, seed }: Pick<TrialTask, "settings" | "seed">): Promise<DigitSplits> {
  const { given } = planOfTrial(settings);
  const { dataset = "mnist", samples, share, validShare, prepare } = given;
  const isDrawn = findSource(dataset) === undefined;
  const key = JSON.stringify([dataset, samples, share, validShare, prepare, isDrawn ? seed : null]);
  const data = loaded.get(key) ?? dataOf({ ...given, seed });
  loaded.set(key, data);
  return data;
}
