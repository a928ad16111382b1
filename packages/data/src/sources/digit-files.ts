import { gunzip, gunzipPieces, isGzip } from "../archives/gzip.js";
import { readTar } from "../archives/tar.js";
import { isZip, readZip } from "../archives/zip.js";
import { FileError } from "../file-error.js";
import { readIdx } from "../idx.js";
import { type FolderEntry, type ImageSet, readImageFolder } from "../image-folder.js";
import { type DigitImages, type DigitSplits, type ImageOrder, sortByClass } from "../images/digit-images.js";
import { idxNames } from "./urls.js";

/** A file by its name and its bytes, wherever they come from: a disk, a drop, a download. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The four files of a data set in MNIST's format, packed with gzip or not. */
export type IdxFiles = Readonly<Record<keyof typeof idxNames, NamedBytes>>;

/** How the pictures are to be called and ordered. */
export interface DigitOptions {
  /** In words, for {@link DigitImages.source}. */
  readonly source: string;
  /** @default "file" */
  readonly order?: ImageOrder;
}

/** A picture's side. */
const side = 28;

/**
 * The two parts of a data set from its four IDX files.
 * @throws FileError where a file is damaged, isn't 28×28 bytes, or the labels don't fit the pictures or the classes.
 */
export function digitsFromIdx(
  files: IdxFiles,
  classes: readonly string[],
  options: DigitOptions,
): DigitSplits {
  const part = (images: NamedBytes, labels: NamedBytes): DigitImages => {
    const digits = {
      images: imagesOf(images),
      labels: labelsOf(labels, classes.length),
      width: side,
      height: side,
      classes,
      source: options.source,
    } as const;
    if (digits.images.length !== digits.labels.length * side * side) {
      throw new FileError({
        file: labels.name,
        offset: 4,
        got: `${digits.labels.length} labels`,
        expected: `${digits.images.length / side ** 2}, as ${images.name} has pictures`,
        hint: "The two files are of different sets: fetch both again.",
      });
    }
    return options.order === "class" ? sortByClass(digits) : digits;
  };
  return {
    train: part(files.trainImages, files.trainLabels),
    valid: part(files.validImages, files.validLabels),
  };
}

function imagesOf(file: NamedBytes): Uint8Array {
  const { dtype, shape, data } = readIdx(unpacked(file), file.name);
  if (dtype !== "uint8" || shape.length !== 3 || shape[1] !== side || shape[2] !== side) {
    const got = `${dtype} [${shape.join(", ")}]`;
    throw new FileError({ file: file.name, offset: 2, got, expected: `uint8 [count, ${side}, ${side}]` });
  }
  return data;
}

function labelsOf(file: NamedBytes, classes: number): Uint8Array {
  const { dtype, shape, data } = readIdx(unpacked(file), file.name);
  if (dtype !== "uint8" || shape.length !== 1) {
    const got = `${dtype} [${shape.join(", ")}]`;
    throw new FileError({ file: file.name, offset: 2, got, expected: "uint8 [count]" });
  }
  const wrong = data.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    const expected = `0 to ${classes - 1}`;
    throw new FileError({ file: file.name, offset: 8 + wrong, got: `the label ${data[wrong]}`, expected });
  }
  return data;
}

function unpacked({ name, bytes }: NamedBytes): Uint8Array {
  return isGzip(bytes) ? gunzip(bytes, { name, maximumBytes: 2 ** 28 }) : bytes;
}

const trainNames = ["train", "training"];
const validNames = ["valid", "validation", "test", "testing"];

/**
 * The two parts of a data set from pictures in folders: `train/3/7.png` and `valid/3/8.png`.
 * @throws FileError where there are no such folders, or a picture is damaged or isn't 28×28.
 */
export function digitsFromFolder(
  entries: Iterable<FolderEntry>,
  name: string,
  options: DigitOptions,
): DigitSplits {
  const splits = readImageFolder(entries, name);
  const find = (names: readonly string[]): DigitImages => {
    const set = names.map((split) => splits.get(split)).find((found) => found !== undefined);
    if (set !== undefined) return digitsOf(set, name, options.source);
    throw new FileError({
      file: name,
      got: `the folders ${[...splits.keys()].map((split) => JSON.stringify(split)).join(", ")}`,
      expected: `one of ${names.join(", ")}`,
      hint: "Lay the pictures out as train/CLASS/*.png and valid/CLASS/*.png.",
    });
  };
  const train = find(trainNames);
  const valid = find(validNames);
  if (train.classes.join("\n") !== valid.classes.join("\n")) {
    throw new FileError({
      file: name,
      got: `the classes ${valid.classes.join(", ")} to validate with`,
      expected: `${train.classes.join(", ")}, as in training`,
    });
  }
  return { train, valid };
}

function digitsOf(set: ImageSet, file: string, source: string): DigitImages {
  if (set.width !== side || set.height !== side) {
    const got = `pictures of ${set.width}×${set.height}`;
    throw new FileError({
      file,
      got,
      expected: `${side}×${side}`,
      hint: "prepareDigit brings a picture to that.",
    });
  }
  return { images: set.images, labels: set.labels, width: side, height: side, classes: set.classes, source };
}

/**
 * The two parts of a data set from an archive (.tgz, .tar or .zip) like fastai's `mnist_png.tgz`.
 * @throws FileError as {@link digitsFromFolder} does, or where the archive is damaged.
 */
export function digitsFromArchive({ name, bytes }: NamedBytes, options: DigitOptions): DigitSplits {
  const tar = isGzip(bytes) ? gunzipPieces(bytes, { name }) : bytes;
  return digitsFromFolder(isZip(bytes) ? readZip(bytes, { name }) : readTar(tar, { name }), name, options);
}

/**
 * The two parts of a data set from the files that a person drops in: four IDX files, or one archive of pictures.
 * @throws FileError where they are neither, or damaged.
 */
export function digitsFromFiles(
  files: readonly NamedBytes[],
  classes: readonly string[],
  options: DigitOptions,
): DigitSplits {
  const parts = Object.entries(idxNames).map(([part, name]) => {
    const start = name.slice(0, name.indexOf("-idx"));
    return [part, files.find((file) => file.name.startsWith(start))] as const;
  });
  if (parts.every(([, file]) => file !== undefined)) {
    return digitsFromIdx(Object.fromEntries(parts) as IdxFiles, classes, options);
  }
  const [only, ...others] = files;
  if (only !== undefined && others.length === 0) return digitsFromArchive(only, options);
  throw new FileError({
    file: files.map(({ name }) => name).join(", ") || "no file",
    got: `${files.length} files`,
    expected: `${Object.values(idxNames).join(", ")} (.gz or not), or one archive of pictures`,
  });
}
