import { readFile } from "node:fs/promises";

/** A file's bytes. @throws with the file's path, which Node leaves out where a folder is read */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw Object.assign(error as Error, { path });
  }
}

/** A file's text, without the mark that some editors begin it with. @throws as `readBytes` does */
export const readText = async (path: string): Promise<string> =>
  new TextDecoder().decode(await readBytes(path));
