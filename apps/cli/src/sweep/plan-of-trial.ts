import type { Recipe } from "@mnist/learner";
import type { Settings, TrialMethod } from "@mnist/learner/sweep";
import { keyOf } from "../command-line/command.js";
import { UsageError } from "../command-line/errors.js";
import { optimizerOf } from "../commands/train/optimizer.js";
import { checked, type Given, type Plan } from "../commands/train/plan.js";
import { ownOptimizer } from "../commands/train/rates.js";
import { settings } from "../commands/train/settings.js";
import { trainingCallbacks } from "../commands/train/training-callbacks.js";

/** Settings of `train` that a trial cannot have of its own, and why. */
const untried: Readonly<Record<string, string>> = {
  epochs: 'all trials train for the "epochs" of the sweep',
  seed: 'the "seeds" of the sweep are tried with each setting',
  classes: "it has several values",
  keepBest: "trials are compared by their last epoch",
};

/** What a trial may set, by its names in a configuration file. */
export const trialSettings: readonly string[] = [
  "recipe",
  ...settings.map(keyOf).filter((key) => !Object.hasOwn(untried, key)),
];

/** @throws UsageError naming a setting that no trial has. */
export function checkNames(names: readonly string[], path: string): void {
  for (const name of names) {
    if (trialSettings.includes(name)) continue;
    if (Object.hasOwn(untried, name))
      throw new UsageError(`${path}: a trial cannot have its own ${name}: ${untried[name]}.`);
    throw new UsageError(
      `${path}: a trial has no setting ${JSON.stringify(name)}; it has ${trialSettings.join(", ")}.`,
    );
  }
}

/** A trial's settings as the plan of a run, each read as the option of its name is. */
export function planOfTrial({ recipe = "digits", ...given }: Settings, place = "trial"): Plan {
  const fields = Object.entries(given).map(([name, value]) => {
    const setting = settings.find((each) => keyOf(each) === name);
    if (setting === undefined) throw new UsageError(`${place}: no setting ${JSON.stringify(name)}.`);
    return [name, checked(setting, value, `${place}: ${name}`)];
  });
  return { recipe: String(recipe), given: Object.fromEntries(fields) as Given };
}

/** How a trial is trained, where its settings say so. */
export function methodOf(recipe: Recipe, { given }: Plan): TrialMethod {
  const optimizer = optimizerOf(given, ownOptimizer(recipe));
  return {
    ...(optimizer && { optimizer }),
    ...(given.schedule && { schedule: given.schedule }),
    callbacks: trainingCallbacks(given),
  };
}
