import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { deserializeModel, type TrainedModel } from "@mnist/learner";
import { didYouMean } from "./command-line/closest.js";
import { UsageError } from "./command-line/errors.js";
import { readBytes } from "./read-bytes.js";
import { runNames, runsFolder } from "./saved-run.js";

/** The model in a file, or that of a run, by its folder or its name. @throws UsageError where there is none. */
export async function loadModel(given: string): Promise<TrainedModel> {
  const file = await modelFile(given);
  return deserializeModel(await readBytes(file), file);
}

/** The file of a model that is named by itself, its run's folder or its run's name. @throws UsageError where there is none */
export async function modelFile(given: string): Promise<string> {
  const path = await findModel(given);
  return isFolder(path) ? join(path, "model.safetensors") : path;
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Where a model is that is named by its file, its run's folder or its run's name. @throws UsageError where nothing is so called. */
export async function findModel(given: string): Promise<string> {
  const places = [given, join(runsFolder(), given)].filter((place) => existsSync(place));
  const found = places.find((place) => !isFolder(place) || existsSync(join(place, "model.safetensors")));
  if (found !== undefined) return found;
  const run = places.find((place) => existsSync(join(place, "config.json")));
  if (run !== undefined)
    throw new UsageError(`${run} has no model yet: its run was not ended. Try mnist train --resume ${run}.`);
  const [folder] = places;
  if (folder !== undefined)
    throw new UsageError(
      `${folder} is a folder, and no run's: it has no model.safetensors. Try mnist runs list.`,
    );
  if (/[./\\]/.test(given)) return given; // a path: the system says what is wrong with it
  throw new UsageError(
    `no model or run called ${JSON.stringify(given)}.${didYouMean(given, await runNames())} Try mnist runs list.`,
  );
}
