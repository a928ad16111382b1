import { readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { FileError } from "../file-error.js";
import type { FolderEntry } from "../image-folder.js";
import { fileSystemError, readWholeFile } from "./read-file.js";

/** The most folders inside one another that are followed. */
const deepest = 32;

/**
 * The files and folders below a folder, as an archive's entries would be; a file is read when its `data` is asked for.
 * Links are followed, but not in a circle; devices and broken links are passed over, and hidden folders not entered.
 * @throws FileError where a folder or a file cannot be read, or folders lie too deep.
 * @example readImageFolder(folderEntries("mnist_png"));
 */
export function* folderEntries(folder: string): Generator<FolderEntry> {
  yield* entriesBelow(folder, "", [real(folder)]);
}

/** `above` are the folders that lead here, as they really are. */
function* entriesBelow(folder: string, inside: string, above: readonly string[]): Generator<FolderEntry> {
  const here = join(folder, inside);
  if (above.length > deepest) {
    throw new FileError({ file: here, got: "folder in folder in folder", expected: `at most ${deepest}` });
  }
  for (const name of namesIn(here)) {
    const path = inside === "" ? name : `${inside}/${name}`;
    const full = join(folder, path);
    const stats = statSync(full, { throwIfNoEntry: false });
    if (stats?.isDirectory()) {
      const target = real(full);
      if (name.startsWith(".") || above.includes(target)) continue;
      yield { kind: "folder", path, data: new Uint8Array(0) };
      yield* entriesBelow(folder, path, [...above, target]);
    } else if (stats?.isFile()) {
      yield {
        kind: "file",
        path,
        get data() {
          return readWholeFile(full);
        },
      };
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (cause) {
    throw fileSystemError(cause, folder, "a folder of pictures");
  }
}

function real(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (cause) {
    throw fileSystemError(cause, folder, "a folder of pictures");
  }
}
