import { randomUUID } from "node:crypto";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deserializeModel, serializeModel, type TrainedModel } from "@mnist/learner";

/** Writes a file so that it is there whole or not at all. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID().slice(0, 8)}.part`;
  try {
    await writeFile(draft, bytes);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

export async function saveModel(path: string, model: TrainedModel): Promise<void> {
  await writeWhole(path, await serializeModel(model));
}

/** The model in a file, or that of a run's folder. */
export async function loadModel(path: string): Promise<TrainedModel> {
  const isFolder = (await stat(path)).isDirectory();
  const file = isFolder ? join(path, "model.safetensors") : path;
  return deserializeModel(await readFile(file), file);
}
