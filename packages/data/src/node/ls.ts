import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileSystemError } from "./read-file.js";

/**
 * The paths of what is in a folder, sorted, numbers by their size: `9.png` before `10.png`.
 * @throws FileError where it is no folder, or cannot be read.
 * @source fastcore.xtras.Path.ls, sorted
 * @example
 * const threes = ls(`${await untarData(URLs.MNIST_SAMPLE)}/train/3`);
 */
export function ls(folder: string): string[] {
  try {
    const names = readdirSync(folder).sort(new Intl.Collator("en", { numeric: true }).compare);
    return names.map((name) => join(folder, name));
  } catch (cause) {
    throw fileSystemError(cause, folder, "a folder");
  }
}
