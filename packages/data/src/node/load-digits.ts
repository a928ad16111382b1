import { statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type DigitImages, type DigitSplits, onlyClasses, sortByClass } from "../images/digit-images.js";
import { arrayFileName } from "../sources/array-names.js";
import {
  type DigitOptions,
  digitsFromFiles,
  digitsFromFolder,
  digitsFromIdx,
} from "../sources/digit-files.js";
import { checkDigitOptions } from "../sources/digit-options.js";
import { idxName } from "../sources/idx-names.js";
import { isTable } from "../sources/table-files.js";
import { type DataSource, URLs } from "../sources/urls.js";
import { dataFolders } from "./cache-folder.js";
import { type FoundData, findData, findIdx } from "./find-data.js";
import { folderEntries } from "./folder-entries.js";
import { checkLoadOptions, type LoadOptions } from "./load-options.js";
import { namedFile } from "./named-file.js";
import { fileSystemError, readWholeFile } from "./read-file.js";
import { archiveEntries } from "./unpack.js";
import { downloadArchive, untarData } from "./untar-data.js";

/** How a path's pictures are read; see {@link DigitOptions}. */
export type ReadDigitsOptions = Omit<DigitOptions, "source">;

/** Reads a data set that was found, and says where. */
function readFound(found: FoundData, name: string, options: ReadDigitsOptions): DigitSplits {
  switch (found.kind) {
    case "idx": {
      const { trainImages, trainLabels, validImages, validLabels } = found.files;
      const files = {
        trainImages: namedFile(trainImages),
        trainLabels: namedFile(trainLabels),
        validImages: namedFile(validImages),
        validLabels: namedFile(validLabels),
      };
      const source = `${name} (IDX files in ${found.folder})`;
      return digitsFromIdx(files, options.classes, { source, ...options });
    }
    case "archive": {
      const source = `${name} (${found.path})`;
      return digitsFromFolder(archiveEntries(found.path), basename(found.path), { source, ...options });
    }
    case "folder": {
      const source = `${name} (PNGs in ${found.path})`;
      return digitsFromFolder(folderEntries(found.path), found.path, { source, ...options });
    }
  }
}

/** The names that a source gives its classes, and the order that is asked for. */
function readAs({ classes }: DataSource, { order }: LoadOptions): ReadDigitsOptions {
  return order === undefined ? { classes } : { classes, order };
}

/** Looks for the data sets in turn, in `home` first and then in the cache. */
function findFirst(
  operation: string,
  sources: readonly DataSource[],
  options: LoadOptions,
): FoundData | undefined {
  checkLoadOptions(operation, options);
  const { home, cache } = dataFolders(options);
  for (const root of new Set([home, cache])) {
    if (root === undefined) continue;
    for (const source of sources) {
      const found = findData(source, root);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/**
 * Where a data set lies on this machine, in `MNIST_HOME` or the cache; undefined where it doesn't. Nothing is fetched.
 * @example locateDigits(URLs.MNIST_IDX) // "/home/me/.cache/mnist/mnist"
 */
export function locateDigits(source: DataSource, options: LoadOptions = {}): string | undefined {
  const found = findFirst("locateDigits", [source], options);
  return found && (found.kind === "idx" ? found.folder : found.path);
}

/**
 * The files of a data set that lies on this machine: four of IDX or an archive; none where it doesn't, or is a folder.
 * @example locateFiles(URLs.MNIST_IDX) // ["/home/me/.cache/mnist/mnist/train-images-idx3-ubyte.gz", …]
 */
export function locateFiles(source: DataSource, options: LoadOptions = {}): readonly string[] {
  const found = findFirst("locateFiles", [source], options);
  if (found === undefined || found.kind === "folder") return [];
  return found.kind === "idx" ? Object.values(found.files) : [found.path];
}

/**
 * The pictures of any of {@link URLs}: found, or fetched once and kept.
 * @throws DataError where the data isn't to be had or is damaged, and ArgumentError for options that there are not.
 */
export async function loadDigits(source: DataSource, options: LoadOptions = {}): Promise<DigitSplits> {
  const found = findFirst("loadDigits", [source], options) ?? (await fetchData(source, options));
  return readFound(found, source.name, readAs(source, options));
}

async function fetchData(source: DataSource, options: LoadOptions): Promise<FoundData> {
  if (source.layout === "folder") return { kind: "archive", path: await downloadArchive(source, options) };
  const folder = await untarData(source, options);
  return findIdx(folder) ?? { kind: "folder", path: folder };
}

/**
 * MNIST: 60,000 pictures to train with and 10,000 to validate with, from IDX files or from `mnist_png.tgz`,
 * whichever is there; fetched where neither is.
 * @throws DataError where the data isn't to be had or is damaged, and ArgumentError for options that there are not.
 * @example const { train, valid } = await loadMnist();
 */
export async function loadMnist(options: LoadOptions = {}): Promise<DigitSplits> {
  const found =
    findFirst("loadMnist", [URLs.MNIST_IDX, URLs.MNIST], options) ??
    (await fetchData(URLs.MNIST_IDX, options));
  return readFound(found, "mnist", readAs(URLs.MNIST_IDX, options));
}

/**
 * The threes (label 0) and sevens (label 1) of MNIST: 12,396 to train with and 2,038 to validate with,
 * from `mnist_sample.tgz`, or picked from the whole of MNIST where that is what is there.
 * @throws DataError where the data isn't to be had or is damaged, and ArgumentError for options that there are not.
 */
export async function loadMnistSample(options: LoadOptions = {}): Promise<DigitSplits> {
  const found = findFirst("loadMnistSample", [URLs.MNIST_SAMPLE], options);
  if (found !== undefined) return readFound(found, "mnist_sample", readAs(URLs.MNIST_SAMPLE, options));
  if (findFirst("loadMnistSample", [URLs.MNIST_IDX, URLs.MNIST], options) === undefined)
    return loadDigits(URLs.MNIST_SAMPLE, options);
  const { train, valid } = await loadMnist(options);
  const pick = (digits: DigitImages): DigitImages => {
    const picked = sortByClass(onlyClasses(digits, URLs.MNIST_SAMPLE.classes));
    return { ...picked, source: digits.source.replace(/^mnist \(/, "mnist_sample (the 3s and 7s of ") };
  };
  return { train: pick(train), valid: pick(valid) };
}

/** Folders below the one that a person names in which other programs keep IDX files. */
const idxFolders = ["", "raw", "MNIST/raw"];

/**
 * The pictures of a path that a person names: a folder or an archive of class folders, IDX files (or one of the four),
 * a table of pixels (.csv), or NumPy's arrays (.npz). Their `report` says what was passed over.
 * @throws DataError where it is none of these, or is damaged, and ArgumentError for options that there are not.
 * @example const { train, valid, report } = readDigits("pets"); // pets/cat/1.jpg, pets/dog/2.jpg
 */
export function readDigits(path: string, options: ReadDigitsOptions = {}): DigitSplits {
  checkDigitOptions("readDigits", options);
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (cause) {
    throw fileSystemError(cause, path, "a folder or an archive of pictures");
  }
  const name = basename(resolve(path));
  if (isFolder) {
    const idx = idxFolders.map((inside) => findIdx(join(path, inside))).find((found) => found !== undefined);
    if (idx !== undefined) return readFound(idx, name, options);
    return digitsFromFolder(folderEntries(path), path, { source: `${name} (files in ${path})`, ...options });
  }
  const source = `${name} (${path})`;
  const isSibling = siblingsOf(path);
  if (isSibling !== null) {
    const files = [...folderEntries(dirname(path))].filter(
      (entry) => !entry.path.includes("/") && isSibling(entry.path),
    );
    return digitsFromFolder(files, dirname(path), { source, ...options });
  }
  if (isTable(path))
    return digitsFromFiles([{ name, bytes: readWholeFile(path) }], undefined, { source, ...options });
  return digitsFromFolder(archiveEntries(path), path, { source, ...options });
}

/** Which files beside it belong to an IDX file or to an array that has a file of its own; null where it stands alone. */
function siblingsOf(path: string): ((other: string) => boolean) | null {
  const idx = idxName(path);
  if (idx !== null) return (other) => idxName(other)?.set === idx.set;
  const array = arrayFileName(path);
  return array && ((other) => arrayFileName(other)?.set === array.set);
}
