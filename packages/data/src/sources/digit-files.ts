import { ArgumentError } from "@mnist/tensor";
import { gunzip, gunzipPieces, isGzip } from "../archives/gzip.js";
import { readTar } from "../archives/tar.js";
import { endOfZip, isZip, readZip } from "../archives/zip.js";
import { FileError } from "../file-error.js";
import { type FolderEntry, ImageFolderReader, reasonToPass } from "../image-folder.js";
import { FieldPictures } from "../images/bring-to-field.js";
import { type DigitImages, type DigitSplits, sortByClass } from "../images/digit-images.js";
import { checkDigitOptions, type DigitOptions, type SplitParts } from "./digit-options.js";
import { recognizeFormat, wrongFormat } from "./file-formats.js";
import { holdBack } from "./hold-back.js";
import { readIdxPair } from "./idx-digits.js";
import { type IdxPart, idxName, partNames } from "./idx-names.js";
import { chooseIdxSet, type IdxSet } from "./idx-set.js";
import type { NamedBytes } from "./named-bytes.js";
import { PassedOverFiles } from "./passed-over.js";
import { splitName, trainWords, validWords } from "./split-names.js";
import { holdsPictures, isTable, partsOfTables } from "./table-files.js";

export type { DigitOptions } from "./digit-options.js";
export type { NamedBytes } from "./named-bytes.js";

/** The four files of a data set in MNIST's format, packed with gzip or not. */
export type IdxFiles = Readonly<Record<IdxPart, NamedBytes>>;

/** Settles what is left of reading: the order, the share to check with, the report. */
function finish(
  { train, valid }: SplitParts,
  { order, validShare, seed }: DigitOptions,
  passedOver: PassedOverFiles,
  notes: readonly string[] = [],
): DigitSplits {
  if (valid !== null && validShare !== undefined) {
    throw new ArgumentError({
      operation: "validShare",
      got: `${validShare} for ${train.source}, which has pictures of its own to check with`,
      expected: "data of one part",
      hint: "Leave it out.",
    });
  }
  const sorted = (digits: DigitImages) => (order === "class" ? sortByClass(digits) : digits);
  const splits = valid === null ? holdBack(train, validShare, seed) : { train, valid };
  const held = `${splits.valid.labels.length} of them, ${Math.round(100 * (validShare ?? 0.2))} % of each class, are held back to check with (seed ${seed ?? 42})`;
  return {
    train: sorted(splits.train),
    valid: sorted(splits.valid),
    report: { passedOver: passedOver.list(), notes: valid === null ? [...notes, held] : notes },
  };
}

/**
 * The two parts of a data set from its four IDX files.
 * @throws FileError where a file is damaged, isn't of bytes, or the labels don't fit the pictures or the classes, and ArgumentError for options
 * that there are not.
 */
export function digitsFromIdx(
  files: IdxFiles,
  classes: readonly string[] | undefined,
  options: DigitOptions,
): DigitSplits {
  checkDigitOptions("digitsFromIdx", options);
  const { trainImages, trainLabels, validImages, validLabels } = files;
  const set = idxName(trainImages.name)?.set ?? "";
  const train = readIdxPair({ images: trainImages, labels: trainLabels }, set, classes, options.source);
  const valid = readIdxPair({ images: validImages, labels: validLabels }, set, train.classes, options.source);
  return finish({ train, valid }, options, new PassedOverFiles());
}

/**
 * The two parts of a data set from the files of a folder or an archive: pictures in folders of classes, of any size
 * (`train/3/7.png` and `valid/3/8.png`, `cat/1.jpg` and `dog/2.jpg`), IDX files, a table, or NumPy's arrays.
 * @throws FileError where there is no such thing, or a file is damaged, and ArgumentError for options that there are not.
 * @example digitsFromFolder(folderEntries("pets"), "pets", { source: "pets" }).report
 */
export function digitsFromFolder(
  entries: Iterable<FolderEntry>,
  name: string,
  options: DigitOptions,
): DigitSplits {
  checkDigitOptions("digitsFromFolder", options);
  const passedOver = new PassedOverFiles();
  const field = new FieldPictures(options.prepare);
  const pictures = new ImageFolderReader(name, passedOver, field.bring);
  // By path, as an archive that was added to has a file twice, and the later one counts.
  const idxByPath = new Map<string, FolderEntry>();
  const tablesByPath = new Map<string, NamedBytes>();
  let other: FolderEntry | null = null;
  for (const entry of entries) {
    const { kind, path } = entry;
    if (kind !== "file") {
      pictures.addFolder(path);
      continue;
    }
    const { data } = entry;
    const reason = data.length === 0 ? "empty files" : reasonToPass(path);
    if (reason === null) pictures.add(path, data);
    else if (reason === "hidden files") passedOver.add(reason, path);
    else if (idxName(path) !== null) idxByPath.set(path, entry);
    else if (isTable(path)) tablesByPath.set(path, { name: path, bytes: data });
    else {
      passedOver.add(reason, path);
      other ??= entry;
    }
  }
  const [idx, tables] = [[...idxByPath.values()], [...tablesByPath.values()]];
  const isLoose = pictures.isLoose && (idx.length > 0 || tables.some(holdsPictures));
  if (isLoose) passedOver.add("pictures beside the data set's files", "the top folder", pictures.count);
  const isEmpty = pictures.count === 0 || isLoose;
  if (isEmpty && idx.length > 0)
    return finish(partsOfIdx(chooseIdxSet(idx, name, passedOver), name, options), options, passedOver);
  if (isEmpty && tables.length > 0)
    return finish(partsOfTables(tables, name, options, passedOver), options, passedOver);
  if (isEmpty && other !== null && recognizeFormat(other.data, other.path) !== undefined)
    throw wrongFormat(other.path === name ? name : `${name}: ${other.path}`, other.data, "data", other.path);
  const beside = [...idx.map((entry) => entry.path), ...tables.map((table) => table.name)];
  const parts = partsOf(pictures, tables, name, options.source);
  for (const path of beside.filter((each) => each !== pictures.table))
    passedOver.add("files beside the pictures", path);
  const splits = finish(parts, options, passedOver, [...pictures.notes, ...field.notes()]);
  const { preparation } = field;
  return preparation === undefined ? splits : { ...splits, preparation };
}

function partsOf(
  pictures: ImageFolderReader,
  tables: readonly NamedBytes[],
  name: string,
  source: string,
): SplitParts {
  const found = pictures.splits(tables);
  const splits = new Map([...found].map(([split, set]) => [splitName(split)?.word ?? "", set]));
  const find = (words: readonly string[]): DigitImages | null => {
    const set = words.map((word) => splits.get(word)).find((found) => found !== undefined);
    return set === undefined
      ? null
      : { images: set.images, labels: set.labels, width: 28, height: 28, classes: set.classes, source };
  };
  const train = find([...trainWords, ""]);
  if (train === null)
    throw new FileError({ file: name, got: "pictures to check with alone", expected: "train/CLASS/*.png" });
  const valid = find(validWords);
  for (const [split, { images, labels }] of found)
    if (images !== train.images && images !== valid?.images)
      pictures.passedOver.add("pictures of a third part", split, labels.length);
  return { train, valid: valid && labelledAs(train.classes, valid, name) };
}

/** Pictures to check with under the labels of those to learn from. */
function labelledAs(classes: readonly string[], valid: DigitImages, name: string): DigitImages {
  const unknown = valid.classes.find((label) => !classes.includes(label));
  if (unknown !== undefined) {
    throw new FileError({
      file: name,
      got: `pictures of ${JSON.stringify(unknown)} to check with, and none to learn from`,
      expected: `the classes ${classes.join(", ")}`,
      hint: `Add a folder ${JSON.stringify(unknown)} to those to train with, or take it away.`,
    });
  }
  const labels = valid.labels.map((label) => classes.indexOf(valid.classes[label]!));
  return { ...valid, labels, classes };
}

function partsOfIdx({ set, files }: IdxSet, name: string, { classes, source }: DigitOptions): SplitParts {
  const pair = (images: IdxPart, labels: IdxPart) => {
    const [pictures, numbers] = [files.get(images), files.get(labels)];
    if (pictures === undefined && numbers === undefined) return null;
    if (pictures !== undefined && numbers !== undefined) return { images: pictures, labels: numbers };
    throw missing(pictures === undefined ? images : labels);
  };
  const missing = (part: IdxPart) =>
    new FileError({
      file: name,
      got: [...files.values()].map((file) => file.name).join(", "),
      expected: `${partNames[part]} (.gz or not) beside ${files.size > 1 ? "them" : "it"}`,
    });
  const train = pair("trainImages", "trainLabels");
  if (train === null) throw missing("trainImages");
  const digits = readIdxPair(train, set, classes, source);
  const valid = pair("validImages", "validLabels");
  return { train: digits, valid: valid && readIdxPair(valid, set, digits.classes, source) };
}

/** The files and folders of an archive (.tgz, .tar or .zip). @throws FileError where it is none, or damaged */
export function archivedEntries({ name, bytes }: NamedBytes): Iterable<FolderEntry> {
  if (isZip(bytes) || (/\.zip$/i.test(name) && endOfZip(bytes) !== null)) {
    const format = recognizeFormat(bytes, name);
    if (format === "an npz file of NumPy's arrays (zip)")
      return [{ kind: "file", path: `${name}.npz`, data: bytes }];
    if (format === undefined || format === "a zip archive") return readZip(bytes, { name });
    throw wrongFormat(name, bytes, "data");
  }
  const isTar = (start: Uint8Array) =>
    new TextDecoder().decode(start.subarray(257, 262)) === "ustar" || /\.tar$/i.test(name);
  if (isGzip(bytes)) {
    if (/\.(tgz|tar\.gz|taz)$/i.test(name)) return readTar(gunzipPieces(bytes, { name }), { name });
    const [first = new Uint8Array(0)] = gunzipPieces(bytes, { name });
    if (isTar(first)) return readTar(gunzipPieces(bytes, { name }), { name });
    const inside = name.replace(/\.gz$/i, "");
    if (idxName(inside) === null && !isTable(inside)) throw wrongFormat(name, first, "data");
    return [{ kind: "file", path: inside, data: gunzip(bytes, { name, maximumBytes: 2 ** 29 }) }];
  }
  if (isTar(bytes)) return readTar(bytes, { name });
  throw wrongFormat(name, bytes, "data");
}

/**
 * The two parts of a data set from an archive (.tgz, .tar or .zip) like fastai's `mnist_png.tgz`.
 * @throws FileError as {@link digitsFromFolder} does, or where the archive is damaged.
 */
export function digitsFromArchive(archive: NamedBytes, options: DigitOptions): DigitSplits {
  return digitsFromFolder(archivedEntries(archive), archive.name, options);
}

/**
 * The two parts of a data set from the files that a person drops in: IDX files, one archive, a table or NumPy's arrays,
 * or pictures whose names hold their folders.
 * @throws FileError where they are none of these, or damaged.
 */
export function digitsFromFiles(
  files: readonly NamedBytes[],
  classes: readonly string[] | undefined,
  options: DigitOptions,
): DigitSplits {
  const named: DigitOptions = classes === undefined ? options : { ...options, classes };
  const [only, ...others] = files;
  const name = files.map((file) => file.name).join(", ") || "no file";
  const isPlain = (path: string) => reasonToPass(path) === null || idxName(path) !== null || isTable(path);
  if (only !== undefined && others.length === 0 && !isPlain(only.name)) return digitsFromArchive(only, named);
  return digitsFromFolder(
    files.map(({ name: path, bytes }) => ({ kind: "file", path, data: bytes })),
    name,
    named,
  );
}
