import { readZip } from "../archives/zip.js";
import { FileError } from "../file-error.js";
import { type ArrayName, arrayName } from "./array-names.js";
import type { NamedBytes } from "./named-bytes.js";
import type { PassedOverFiles } from "./passed-over.js";
import { trainWords, validWords } from "./split-names.js";

/** An array of a file. */
interface FoundArray {
  /** For messages: the file, and the name in it. */
  readonly at: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One whose name says what it is. */
interface NamedArray extends FoundArray, ArrayName {}

/** The arrays of one file; a single one that savez was given no name for is called as its file. */
export function arraysOf({ name, bytes }: NamedBytes): FoundArray[] {
  const stem = name.slice(name.lastIndexOf("/") + 1).replace(/(\.np[yz])+$/i, "");
  const entries = /\.npy$/i.test(name)
    ? [{ path: stem, data: bytes }]
    : [...readZip(bytes, { name, maximumEntryBytes: 2 ** 30 })];
  return entries.map(({ path, data }) => {
    const own = path.replace(/\.npy$/, "");
    const called = entries.length === 1 && own === "arr_0" ? stem : own;
    const at = called === stem ? name : `${name}: ${called}`;
    return { at, name: called, bytes: data, ...arrayName(called) };
  });
}

export interface ArrayPair {
  readonly images: NamedArray;
  readonly labels: NamedArray;
}

/**
 * The arrays to learn from and those to check with, of the one data set that there is; the others are passed over.
 * @throws FileError where there is none, or several
 */
export function chooseArrays(
  arrays: readonly FoundArray[],
  file: string,
  passedOver: PassedOverFiles,
): { readonly train: ArrayPair; readonly valid: ArrayPair | null } {
  const known = arrays.filter((array): array is NamedArray => "kind" in array);
  const pairOf = (split: string, set: string): ArrayPair | null => {
    const own = known.filter((array) => array.set === set && array.split === split);
    const find = (kind: ArrayName["kind"]) =>
      own.filter((array) => array.kind === kind).sort((left, right) => left.rank - right.rank)[0];
    const [images, labels] = [find("images"), find("labels")];
    return images === undefined || labels === undefined ? null : { images, labels };
  };
  const first = (splits: readonly string[], set: string) =>
    splits.map((split) => pairOf(split, set)).find((pair) => pair !== null) ?? null;
  const complete = [...new Set(known.map(({ set }) => set))].flatMap((set) => {
    const train = first([...trainWords, ""], set);
    return train === null ? [] : [{ train, valid: first(validWords, set) }];
  });
  const [only, ...others] = complete;
  if (only === undefined || others.length > 0) {
    const got =
      only === undefined
        ? `the arrays ${arrays.map(({ name }) => name).join(", ")}`
        : `the arrays of ${complete.length} data sets: ${complete.map(({ train }) => train.images.set || train.images.name).join(", ")}`;
    const expected =
      only === undefined ? "x_train and y_train, and x_test and y_test to check with" : "those of one";
    const hint = others.length > 0 ? { hint: "Name one of its files." } : {};
    throw new FileError({ file, got, expected, ...hint });
  }
  const taken = [only.train, only.valid].flatMap((pair) => (pair === null ? [] : [pair.images, pair.labels]));
  for (const array of arrays)
    if (!taken.some(({ at }) => at === array.at)) passedOver.add("other arrays", array.at);
  return only;
}
