import { readFile } from "node:fs/promises";
import { recipes, type TrainingSettings } from "@mnist/learner";
import { readSweepSpec, type SweepSpec } from "@mnist/learner/sweep";
import { parse } from "yaml";
import { UsageError } from "../command-line/errors.js";

/** What a sweep may set, beside what it may try. */
const fixed = ["recipe", "dataset", "samples"];
const settings: readonly (keyof TrainingSettings)[] = ["lr", "batchSize", "hidden", "rawPixels"];

/** A sweep's description, JSON or YAML. @throws UsageError, FileError with the place that is wrong */
export async function readSpec(path: string): Promise<SweepSpec> {
  const text = await readFile(path, "utf8");
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new UsageError(`${path} is neither JSON nor YAML: ${reason}`);
  }
  const spec = readSweepSpec(value, path);
  const known = new Set<string>([...fixed, ...settings]);
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
  return spec;
}
