import { readdirSync } from "node:fs";
import { join } from "node:path";
import { FileError } from "../file-error.js";
import type { FolderEntry } from "../image-folder.js";
import { fileSystemError, readWholeFile } from "./read-file.js";

/** The most folders inside one another that are followed. */
const deepest = 8;

/**
 * The PNGs below a folder, as an archive's entries would be. Links, devices and hidden names are passed over.
 * @throws FileError where the folder cannot be read or is too deep.
 */
export function* folderEntries(folder: string, inside = "", depth = 0): Generator<FolderEntry> {
  if (depth > deepest) {
    throw new FileError({
      file: join(folder, inside),
      got: "folder in folder in folder",
      expected: `at most ${deepest}`,
    });
  }
  let names: { name: string; isFile(): boolean; isDirectory(): boolean }[];
  try {
    names = readdirSync(join(folder, inside), { withFileTypes: true });
  } catch (cause) {
    throw fileSystemError(cause, join(folder, inside), "a folder of pictures");
  }
  for (const entry of names) {
    const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) yield* folderEntries(folder, path, depth + 1);
    else if (entry.isFile() && /\.png$/i.test(entry.name)) {
      yield { kind: "file", path, data: readWholeFile(join(folder, path), 2 ** 26) };
    }
  }
}
