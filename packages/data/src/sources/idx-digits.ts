import { gunzip, isGzip } from "../archives/gzip.js";
import { FileError } from "../file-error.js";
import { type IdxFile, readIdx } from "../idx.js";
import { side, toField } from "../images/bring-to-field.js";
import type { DigitImages } from "../images/digit-images.js";
import type { NamedBytes } from "./digit-options.js";
import { idxConventions } from "./idx-names.js";

/** The pictures of an IDX file and the labels of another. */
export interface IdxPair {
  readonly images: NamedBytes;
  readonly labels: NamedBytes;
}

/**
 * Pictures with their labels from two IDX files, packed with gzip or not; `set` as {@link idxName} has it.
 * @throws FileError where a file is damaged or isn't of bytes, or the labels don't fit the pictures or the classes.
 */
export function readIdxPair(
  { images, labels }: IdxPair,
  set: string,
  named: readonly string[] | undefined,
  source: string,
): DigitImages {
  const conventions = idxConventions(set);
  const pictures = picturesOf(images, conventions.isTransposed);
  const numbers = bytesOf(labels, 1);
  const count = pictures.length / side ** 2;
  if (numbers.data.length !== count) {
    throw new FileError({
      file: labels.name,
      offset: 4,
      got: `${numbers.data.length} labels`,
      expected: `${count}, as ${images.name} has pictures`,
      hint: "The two files are of different sets: fetch both again.",
    });
  }
  const { first } = conventions;
  const classes = named ?? conventions.classes ?? classesFor(numbers.data);
  const wrong = numbers.data.findIndex((label) => label < first || label - first >= classes.length);
  if (wrong >= 0) {
    const expected = `${first} to ${first + classes.length - 1}`;
    const got = `the label ${numbers.data[wrong]}`;
    throw new FileError({ file: labels.name, offset: 8 + wrong, got, expected });
  }
  const shifted = first === 0 ? numbers.data : numbers.data.map((label) => label - first);
  return { images: pictures, labels: shifted, width: side, height: side, classes, source };
}

/** Digits, or as many numbers as there are labels. */
function classesFor(labels: Uint8Array): readonly string[] {
  let largest = 9;
  for (const label of labels) largest = Math.max(largest, label);
  return Array.from({ length: largest + 1 }, (_, label) => String(label));
}

function bytesOf(file: NamedBytes, rank: 1 | 3): IdxFile & { readonly dtype: "uint8" } {
  const read = readIdx(unpacked(file), file.name);
  if (read.dtype === "uint8" && read.shape.length === rank) return read;
  const got = `${read.dtype} [${read.shape.join(", ")}]`;
  const expected = rank === 1 ? "uint8 [count]" : "uint8 [count, height, width]";
  throw new FileError({ file: file.name, offset: 2, got, expected });
}

function picturesOf(file: NamedBytes, isTransposed: boolean): Uint8Array {
  const { shape, data } = bytesOf(file, 3);
  const [count, rows, columns] = shape as [number, number, number];
  if (rows === 0 || columns === 0) {
    throw new FileError({
      file: file.name,
      offset: 8,
      got: `pictures of ${columns}×${rows}`,
      expected: "some pixels",
    });
  }
  if (rows === side && columns === side && !isTransposed) return data;
  const pixels = rows * columns;
  const pictures = new Uint8Array(count * side ** 2);
  for (let index = 0; index < count; index++) {
    const own = data.subarray(index * pixels, (index + 1) * pixels);
    const upright = isTransposed ? transposed(own, rows, columns) : own;
    const [width, height] = isTransposed ? [rows, columns] : [columns, rows];
    pictures.set(
      width === side && height === side ? upright : toField(upright, width, height),
      index * side ** 2,
    );
  }
  return pictures;
}

function transposed(picture: Uint8Array, rows: number, columns: number): Uint8Array {
  const turned = new Uint8Array(picture.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = picture[row * columns + column]!;
  return turned;
}

function unpacked({ name, bytes }: NamedBytes): Uint8Array {
  return isGzip(bytes) ? gunzip(bytes, { name, maximumBytes: 2 ** 29 }) : bytes;
}
