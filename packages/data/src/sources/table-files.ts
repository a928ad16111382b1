import { FileError } from "../file-error.js";
import type { DigitOptions, SplitParts } from "./digit-options.js";
import type { NamedBytes } from "./named-bytes.js";
import { readNumpyDigits } from "./numpy-arrays.js";
import type { PassedOverFiles } from "./passed-over.js";
import { digitsOfTables, readPixelTable, tableKind } from "./pixel-table.js";

const isArrays = (path: string): boolean => /\.np[yz]$/i.test(path);

/** Whether a file, by its name, is a table of pixels or of arrays. */
export function isTable(path: string): boolean {
  return /\.[ct]sv$/i.test(path) || isArrays(path);
}

/** Whether it has rows of pixels or arrays, and doesn't only speak of pictures that are elsewhere. */
export function holdsPictures(file: NamedBytes): boolean {
  return isArrays(file.name) || tableKind(file) !== "no pictures";
}

/**
 * The two parts of a data set from tables of pixels (.csv, .tsv) or NumPy's arrays (.npz, .npy).
 * @throws FileError where they are none, more than one set, or damaged
 */
export function partsOfTables(
  files: readonly NamedBytes[],
  name: string,
  { classes, source }: DigitOptions,
  passedOver: PassedOverFiles,
): SplitParts {
  const arrays = files.filter((file) => isArrays(file.name));
  if (arrays.length > 0) {
    for (const file of files)
      if (!arrays.includes(file)) passedOver.add("files beside the arrays", file.name);
    return readNumpyDigits(arrays, { name, classes, source }, passedOver);
  }
  const labelled = highestCopies(files, passedOver).flatMap((file) => {
    const kind = tableKind(file);
    if (kind === "pictures" || (files.length === 1 && kind === "no pictures"))
      return [{ file, rows: readPixelTable(file) }];
    passedOver.add(kind === "no labels" ? "tables without labels" : "tables without pictures", file.name);
    return [];
  });
  const isValid = (path: string) => /(test|valid|val|t10k)[^/]*$/i.test(path);
  const [train, ...more] = labelled.filter(({ file }) => labelled.length === 1 || !isValid(file.name));
  const valid = labelled.find((table) => table !== train);
  if (train === undefined || more.length > 0 || labelled.length > 2) {
    throw new FileError({
      file: name,
      got: labelled.length === 0 ? "no table with labels" : labelled.map(({ file }) => file.name).join(", "),
      expected: "one table with labels to learn from, and at most one to check with (…test.csv)",
    });
  }
  return digitsOfTables(train.rows, valid?.rows ?? null, classes, source);
}

/** Of tables that have the same name those that lie highest. */
function highestCopies(files: readonly NamedBytes[], passedOver: PassedOverFiles): NamedBytes[] {
  const depth = (path: string) => path.split("/").length;
  const base = (path: string) => path.slice(path.lastIndexOf("/") + 1);
  return files.filter(({ name }) => {
    const isCopy = files.some((other) => base(other.name) === base(name) && depth(other.name) < depth(name));
    if (isCopy) passedOver.add("copies of tables that lie deeper", name);
    return !isCopy;
  });
}
