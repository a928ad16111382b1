import { recipes, type TrainingSettings } from "@mnist/learner";
import { planTrials, readSweepSpec, type SweepSpec } from "@mnist/learner/sweep";
import { parse } from "yaml";
import { keyOf } from "../command-line/command.js";
import { UsageError } from "../command-line/errors.js";
import { checked, checkPlan } from "../commands/train/plan.js";
import { settings } from "../commands/train/settings.js";
import { readText } from "../read-bytes.js";

/** What a sweep may set, beside what it may try. */
const fixed = ["recipe", "dataset", "samples"];
const tried: readonly (keyof TrainingSettings)[] = ["lr", "batchSize", "hidden", "rawPixels"];

/** A sweep's description, JSON or YAML. @throws UsageError, FileError with the place that is wrong */
export async function readSpec(path: string): Promise<SweepSpec> {
  const text = await readText(path);
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new UsageError(`${path} is neither JSON nor YAML: ${reason}`);
  }
  const spec = readSweepSpec(value, path);
  const known = new Set<string>([...fixed, ...tried]);
  const stranger = [...Object.keys(spec.train), ...Object.keys(spec.parameters)].find(
    (name) => !known.has(name),
  );
  if (stranger !== undefined) {
    throw new UsageError(
      `${path}: a trial has no setting ${JSON.stringify(stranger)}; it has ${[...known].join(", ")}.`,
    );
  }
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
function checkTrial({ recipe = "digits", ...given }: Readonly<Record<string, unknown>>, path: string): void {
  const fields = Object.entries(given).map(([name, value]) => {
    const setting = settings.find((each) => keyOf(each) === name)!;
    return [name, checked(setting, value, `${path}: ${name}`)];
  });
  try {
    checkPlan({ recipe: String(recipe), given: Object.fromEntries(fields) });
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${path}: ${error.message}`) : error;
  }
}
