import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FolderEntry } from "../image-folder.js";
import type { DigitSplits } from "../images/digit-images.js";
import { encodePng } from "../images/png/encode-png.js";
import { digitsFromFolder } from "../sources/digit-files.js";
import { temporaryFolder } from "./temporary-folder.js";

/** A gray picture of one level. */
export function png(level = 9, width = 28, height = 28): Uint8Array {
  return encodePng({ width, height, channels: 1, data: new Uint8Array(width * height).fill(level) });
}

/** A folder's files: pictures, each of its own level. */
export function pictureEntries(...paths: string[]): FolderEntry[] {
  return paths.map((path, index) => ({ kind: "file", path, data: png(index) }));
}

/** What is read of a folder called "set" with such pictures. */
export function readPictures(...paths: string[]): DigitSplits {
  return digitsFromFolder(pictureEntries(...paths), "set", { source: "made up" });
}

/** How many there are to learn from, and to check with. */
export function countsOf({ train, valid }: DigitSplits): number[] {
  return [train.labels.length, valid.labels.length];
}

/** Writes files into a new folder; answers it. */
export function written(files: Readonly<Record<string, Uint8Array>>): string {
  const folder = temporaryFolder();
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}
