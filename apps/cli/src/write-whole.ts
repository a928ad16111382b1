import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";

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
