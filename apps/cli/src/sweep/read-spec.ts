import { recipes } from "@mnist/learner";
import { planTrials, readSweepSpec, type Settings, type SweepSpec } from "@mnist/learner/sweep";
import { UsageError } from "../command-line/errors.js";
import { checkPlan, type Given } from "../commands/train/plan.js";
import { readSettings } from "../read-settings.js";
import { checkNames, planOfTrial } from "./plan-of-trial.js";

/** A sweep's description, JSON or YAML. @throws UsageError, FileError with the place that is wrong */
export async function readSpec(path: string): Promise<SweepSpec> {
  const spec = readSweepSpec(await readSettings(path), path);
  checkNames([...Object.keys(spec.train), ...Object.keys(spec.parameters)], path);
  const { recipe = "digits" } = spec.train;
  if (!Object.hasOwn(recipes, String(recipe))) {
    throw new UsageError(
      `${path}: no recipe called ${JSON.stringify(recipe)}: ${Object.keys(recipes).join(", ")}.`,
    );
  }
  for (const { settings } of planTrials(spec)) checkTrial({ ...spec.train, ...settings }, path);
  return spec;
}

/** @throws UsageError for a setting that a trial's recipe has no use for, or a value that `train` would not take */
function checkTrial(settings: Settings, path: string): void {
  const plan = planOfTrial(settings, path);
  for (const [name, value] of Object.entries(settings)) {
    const read = plan.given[name as keyof Given];
    if (typeof value === "string" && typeof read === "number" && name !== "hidden")
      throw new UsageError(
        `${path}: ${name}: got the text ${JSON.stringify(value)}; expected a number. Try ${read}.`,
      );
  }
  try {
    checkPlan(plan);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${path}: ${error.message}`) : error;
  }
}
