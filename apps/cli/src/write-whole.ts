import { randomUUID } from "node:crypto";
import { readlink, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/**
 * Writes a file so that it is there whole or not at all; one that a symbolic link leads to is written where it lies.
 * @throws with the path that a person is to hear of
 */
export async function writeWhole(path: string, bytes: Uint8Array, told = path): Promise<void> {
  let draft: string | null = null;
  try {
    const file = await behindLinks(path);
    if (await isDevice(file)) return await writeFile(file, bytes); // nothing may take the place of /dev/null
    draft = `${file}.${randomUUID().slice(0, 8)}.part`;
    await writeFile(draft, bytes);
    await rename(draft, file);
  } catch (error) {
    if (draft !== null) await rm(draft, { force: true });
    const folder = draft === null ? null : dirname(draft);
    if (folder !== null && (error as NodeJS.ErrnoException).code === "ENOENT")
      throw new Error(`${told}: there is no folder ${folder}. Try mkdir -p ${folder}.`, { cause: error });
    throw Object.assign(error as Error, { path: told }); // a full disk's error has none, others the draft's
  }
}

/** The file that a path leads to, which need not be there yet. */
export async function behindLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const target = await readlink(path).catch(() => null);
    return target === null ? path : behindLinks(resolve(dirname(path), target));
  }
}

/** Whether two paths lead to one file or folder that is there. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all(
    [one, other].map((path) => stat(path, { bigint: true }).catch(() => null)),
  );
  return a != null && b != null && a.dev === b.dev && a.ino === b.ino;
}

/** Whether what is there is neither a file nor a folder: a terminal, a pipe, /dev/null. */
async function isDevice(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && !found.isFile() && !found.isDirectory();
}
