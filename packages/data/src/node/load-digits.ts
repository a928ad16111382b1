import { statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { FileError } from "../file-error.js";
import {
  type DigitImages,
  type DigitSplits,
  type ImageOrder,
  onlyClasses,
  sortByClass,
} from "../images/digit-images.js";
import { digitsFromFolder, digitsFromIdx } from "../sources/digit-files.js";
import { type DataSource, URLs } from "../sources/urls.js";
import { dataFolders } from "./cache-folder.js";
import { type FoundData, findData, findIdx } from "./find-data.js";
import { folderEntries } from "./folder-entries.js";
import { namedFile } from "./named-file.js";
import { fileSystemError } from "./read-file.js";
import { archiveEntries } from "./unpack.js";
import { downloadArchive, type UntarOptions, untarData } from "./untar-data.js";

export interface LoadOptions extends UntarOptions {
  /** `file`: as IDX files have them, which is torchvision's order; `class`: class by class, as folders list them. @default "file" */
  readonly order?: ImageOrder;
}

/** Reads a data set that was found, and says where. */
function readFound(
  found: FoundData,
  name: string,
  classes: readonly string[],
  order?: ImageOrder,
): DigitSplits {
  const ordered = order === undefined ? {} : { order };
  switch (found.kind) {
    case "idx": {
      const { trainImages, trainLabels, validImages, validLabels } = found.files;
      const files = {
        trainImages: namedFile(trainImages),
        trainLabels: namedFile(trainLabels),
        validImages: namedFile(validImages),
        validLabels: namedFile(validLabels),
      };
      return digitsFromIdx(files, classes, { source: `${name} (IDX files in ${found.folder})`, ...ordered });
    }
    case "archive":
      return digitsFromFolder(archiveEntries(found.path), basename(found.path), {
        source: `${name} (${found.path})`,
      });
    case "folder":
      return digitsFromFolder(folderEntries(found.path), found.path, {
        source: `${name} (PNGs in ${found.path})`,
      });
  }
}

/** Looks for the data sets in turn, in `home` first and then in the cache. */
function findFirst(sources: readonly DataSource[], options: LoadOptions): FoundData | undefined {
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
  const found = findFirst([source], options);
  return found && (found.kind === "idx" ? found.folder : found.path);
}

/**
 * The pictures of any of {@link URLs}: found, or fetched once and kept.
 * @throws DataError where the data isn't to be had or is damaged.
 */
export async function loadDigits(source: DataSource, options: LoadOptions = {}): Promise<DigitSplits> {
  const found = findFirst([source], options) ?? (await fetchData(source, options));
  return readFound(found, source.name, source.classes, options.order);
}

async function fetchData(source: DataSource, options: LoadOptions): Promise<FoundData> {
  if (source.layout === "folder") return { kind: "archive", path: await downloadArchive(source, options) };
  const folder = await untarData(source, options);
  return findIdx(folder) ?? { kind: "folder", path: folder };
}

/**
 * MNIST: 60,000 pictures to train with and 10,000 to validate with, from IDX files or from `mnist_png.tgz`,
 * whichever is there; fetched where neither is.
 * @throws DataError where the data isn't to be had or is damaged.
 * @example const { train, valid } = await loadMnist();
 */
export async function loadMnist(options: LoadOptions = {}): Promise<DigitSplits> {
  const found =
    findFirst([URLs.MNIST_IDX, URLs.MNIST], options) ?? (await fetchData(URLs.MNIST_IDX, options));
  return readFound(found, "mnist", URLs.MNIST_IDX.classes, options.order);
}

/**
 * The threes (label 0) and sevens (label 1) of MNIST: 12,396 to train with and 2,038 to validate with,
 * from `mnist_sample.tgz`, or picked from the whole of MNIST where that is what is there.
 * @throws DataError where the data isn't to be had or is damaged.
 */
export async function loadMnistSample(options: LoadOptions = {}): Promise<DigitSplits> {
  const found = findFirst([URLs.MNIST_SAMPLE], options);
  if (found !== undefined) return readFound(found, "mnist_sample", URLs.MNIST_SAMPLE.classes);
  if (findFirst([URLs.MNIST_IDX, URLs.MNIST], options) === undefined)
    return loadDigits(URLs.MNIST_SAMPLE, options);
  const { train, valid } = await loadMnist(options);
  const pick = (digits: DigitImages): DigitImages => {
    const picked = sortByClass(onlyClasses(digits, URLs.MNIST_SAMPLE.classes));
    return { ...picked, source: digits.source.replace(/^mnist \(/, "mnist_sample (the 3s and 7s of ") };
  };
  return { train: pick(train), valid: pick(valid) };
}

/**
 * The pictures of a path that a person names: an archive of class folders, such a folder, or one with IDX files.
 * @throws DataError where it is none of these, or is damaged.
 */
export function readDigits(path: string, options: Pick<LoadOptions, "order"> = {}): DigitSplits {
  let folder: boolean;
  try {
    folder = statSync(path).isDirectory();
  } catch (cause) {
    throw fileSystemError(cause, path, "a folder or an archive of pictures");
  }
  const idx = folder ? findIdx(path) : undefined;
  if (!folder && /(images|labels)[-.]idx\d-ubyte/.test(basename(path))) {
    const expected = "the folder that holds it and the three others";
    throw new FileError({ file: path, got: "one IDX file", expected, hint: `Name ${dirname(path)}.` });
  }
  if (!folder && !/\.(t?gz|tar|zip)$/i.test(path)) {
    throw new FileError({
      file: path,
      got: "a file that is no archive",
      expected:
        "a .tgz, .tar or .zip with train/CLASS/*.png and valid/CLASS/*.png, such a folder, or one of IDX files",
    });
  }
  const found: FoundData = idx ?? (folder ? { kind: "folder", path } : { kind: "archive", path });
  return readFound(found, basename(path), URLs.MNIST_IDX.classes, options.order);
}
