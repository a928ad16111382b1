import { readFile } from "node:fs/promises";

/** A file's bytes. @throws with the file's path, which Node leaves out where a folder is read */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw Object.assign(error as Error, { path });
  }
}
