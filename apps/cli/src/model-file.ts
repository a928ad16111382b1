import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { deserializeModel, type TrainedModel } from "@mnist/learner";
import { didYouMean } from "./command-line/closest.js";
import { UsageError } from "./command-line/errors.js";
import { runNames, runsFolder } from "./saved-run.js";

/** The model in a file, or that of a run, by its folder or its name. @throws UsageError where there is none. */
export async function loadModel(given: string): Promise<TrainedModel> {
  const path = await findModel(given);
  const isFolder = (await stat(path)).isDirectory();
  const file = isFolder ? join(path, "model.safetensors") : path;
  return deserializeModel(await readFile(file), file);
}

/** Where a model is that is named by its file, its run's folder or its run's name. @throws UsageError where nothing is so called. */
export async function findModel(given: string): Promise<string> {
  for (const place of [given, join(runsFolder(), given)]) if (existsSync(place)) return place;
  if (/[./\\]/.test(given)) return given; // a path: the system says what is wrong with it
  throw new UsageError(
    `no model or run called ${JSON.stringify(given)}.${didYouMean(given, await runNames())} Try mnist runs list.`,
  );
}
