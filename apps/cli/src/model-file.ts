import { randomUUID } from "node:crypto";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deserializeModel, type TrainedModel } from "@mnist/learner";

/** Writes a file so that it is there whole or not at all. @throws with the path that a person is to hear of */
export async function writeWhole(path: string, bytes: Uint8Array, told = path): Promise<void> {
  const draft = `${path}.${randomUUID().slice(0, 8)}.part`;
  try {
    await writeFile(draft, bytes);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw Object.assign(error as Error, { path: told }); // a full disk's error has none, others the draft's
  }
}

/** The model in a file, or that of a run's folder. */
export async function loadModel(path: string): Promise<TrainedModel> {
  const isFolder = (await stat(path)).isDirectory();
  const file = isFolder ? join(path, "model.safetensors") : path;
  return deserializeModel(await readFile(file), file);
}
