import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { StateFile } from "../state/state-file.js";
import type { AnyTraining } from "../training.js";

/**
 * Writes a file so that under its name there is, at any moment, all of the old one or all of the new one. One that a symbolic
 * link leads to is written where it lies.
 */
export async function writeWhole(name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(name), { recursive: true });
  const path = await realpath(name).catch(() => name); // nothing is there yet
  const partial = `${path}.${randomUUID()}.partial`;
  try {
    const file = await open(partial, "wx");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes a new name outlast a power cut, where the system lets a folder be synced. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes `learner.save()` to a file, in one step.
 *
 * @throws ArgumentError within a batch or a validation.
 * @source fastai.learner.Learner.save
 */
export async function saveState(learner: Pick<AnyTraining, "save">, path: string): Promise<void> {
  await writeWhole(path, await learner.save());
}

/** Reads a training state for `learner.load` or `resumeFrom`, which name the file where it is wrong. */
export async function readStateFile(path: string): Promise<StateFile> {
  return { name: basename(path), bytes: await readFile(path) };
}
