import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { gunzipPieces } from "../archives/gzip.js";
import { isWindowsPath } from "../archives/safe-path.js";
import { readTar } from "../archives/tar.js";
import { FileError } from "../file-error.js";
import type { FolderEntry } from "../image-folder.js";
import { archivedEntries } from "../sources/digit-files.js";
import { checkLoadOptions, type Progress } from "./load-options.js";
import { ownerToken } from "./owner.js";
import { removeLeftBehind } from "./partial.js";
import { filePieces, fileSystemError, readWholeFile } from "./read-file.js";

export interface UnpackOptions {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/**
 * The entries of a .tgz, .tar or .zip on disk, read as they are asked for.
 * @throws FileError where it is none of these, with what it is, or is damaged
 */
export function* archiveEntries(path: string): Generator<FolderEntry> {
  const name = basename(path);
  if (/\.(tgz|tar\.gz)$/i.test(name)) yield* readTar(gunzipPieces(filePieces(path), { name }), { name });
  else if (/\.tar$/i.test(name)) yield* readTar(filePieces(path), { name });
  else yield* archivedEntries({ name, bytes: readWholeFile(path) });
}

/**
 * Unpacks an archive into `folder`, which appears whole or not at all. Where all lies in one folder of the archive,
 * that one becomes `folder`. Where `folder` is there already, it stays. The caller holds the lock.
 * @throws FileError where the archive is damaged or hostile, or the disk is full; nothing is left behind then. ArgumentError for
 * options that there are not.
 */
export async function unpackArchive(
  path: string,
  folder: string,
  options: UnpackOptions = {},
): Promise<void> {
  checkLoadOptions("unpackArchive", options);
  const { signal, onProgress } = options;
  const staging = `${folder}.${ownerToken()}.unpacking`;
  try {
    mkdirSync(dirname(folder), { recursive: true });
    removeLeftBehind(folder, "unpacking");
    mkdirSync(staging);
    const made = new Set<string>();
    const makeFolder = (inside: string) => {
      if (made.has(inside)) return;
      mkdirSync(join(staging, inside), { recursive: true });
      made.add(inside);
    };
    const written = new Set<string>();
    let files = 0;
    let turn = Date.now();
    for (const entry of archiveEntries(path)) {
      if (process.platform === "win32" && !isWindowsPath(entry.path)) {
        const expected = "a name that Windows can write";
        throw new FileError({ file: basename(path), got: `an entry named ${entry.path}`, expected });
      }
      if (entry.kind === "folder") makeFolder(entry.path);
      else {
        makeFolder(dirname(entry.path));
        // An archive that was added to (tar -r) has a file twice; the later one counts, as for other tools.
        writeFileSync(join(staging, entry.path), entry.data, { flag: written.has(entry.path) ? "w" : "wx" });
        written.add(entry.path);
        files++;
      }
      if (Date.now() - turn > 50) {
        onProgress?.({ phase: "unpack", file: basename(path), done: files, total: undefined, from: path });
        await nextTurn();
        signal?.throwIfAborted();
        turn = Date.now();
      }
    }
    place(staging, folder);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw fileSystemError(cause, folder, `a folder to unpack ${basename(path)} into`);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Gives the unpacked folder its name, in one step. */
function place(staging: string, folder: string): void {
  const [only, ...others] = readdirSync(staging);
  const root = only !== undefined && others.length === 0 ? join(staging, only) : staging;
  try {
    renameSync(statSync(root).isDirectory() ? root : staging, folder);
  } catch (error) {
    if (
      !(error instanceof Error && "code" in error && (error.code === "ENOTEMPTY" || error.code === "EEXIST"))
    )
      throw error;
  }
}
