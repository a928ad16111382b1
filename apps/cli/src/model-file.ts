import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
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

export async function loadModel(path: string): Promise<TrainedModel> {
  return deserializeModel(await readFile(path), path);
}
