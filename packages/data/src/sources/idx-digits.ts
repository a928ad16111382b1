import { gunzip, isGzip } from "../archives/gzip.js";
import { FileError } from "../file-error.js";
import { readIdx } from "../idx.js";
import { side, toField } from "../images/bring-to-field.js";
import type { DigitImages } from "../images/digit-images.js";
import { idxConventions } from "./idx-names.js";
import type { NamedBytes } from "./named-bytes.js";

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
  const numbers = labelsOf(labels);
  const count = pictures.length / side ** 2;
  if (numbers.length !== count) {
    throw new FileError({
      file: labels.name,
      offset: 4,
      got: `${numbers.length} labels`,
      expected: `${count}, as ${images.name} has pictures`,
      hint: "The two files are of different sets: fetch both again.",
    });
  }
  const { first } = conventions;
  const classes = named ?? conventions.classes ?? classesFor(numbers);
  const wrong = numbers.findIndex((label) => label < first || label - first >= classes.length);
  if (wrong >= 0) {
    const expected = `${first} to ${first + classes.length - 1}`;
    const got = `the label ${numbers[wrong]}`;
    throw new FileError({
      file: labels.name,
      ...(numbers instanceof Uint8Array && { offset: 8 + wrong }),
      got,
      expected,
    });
  }
  const shifted = Uint8Array.from(numbers, (label) => label - first);
  return { images: pictures, labels: shifted, width: side, height: side, classes, source };
}

/** Digits, or as many numbers as there are labels. */
function classesFor(labels: ArrayLike<number>): readonly string[] {
  let largest = 9;
  for (let index = 0; index < labels.length; index++)
    largest = Math.max(largest, Math.min(labels[index]!, 255));
  return Array.from({ length: largest + 1 }, (_, label) => String(label));
}

/** The labels: a number for each picture or, as QMNIST has them, a row that begins with it. */
function labelsOf(file: NamedBytes): Uint8Array | Int32Array {
  const { dtype, shape, data } = readIdx(unpacked(file), file.name);
  const [count = 0, columns = 1] = shape;
  if (dtype === "uint8" && shape.length === 1) return data;
  if (dtype !== "int32" || shape.length > 2 || columns === 0)
    throw otherNumbers(file, dtype, shape, "[count]");
  return Int32Array.from({ length: count }, (_, row) => data[row * columns]!);
}

function otherNumbers(
  { name }: NamedBytes,
  dtype: string,
  shape: readonly number[],
  expected: string,
): FileError {
  const got = `${dtype} [${shape.join(", ")}]`;
  return new FileError({ file: name, offset: 2, got, expected: `uint8 ${expected}` });
}

function picturesOf(file: NamedBytes, isTransposed: boolean): Uint8Array {
  const { dtype, shape, data } = readIdx(unpacked(file), file.name);
  if (dtype !== "uint8" || shape.length !== 3)
    throw otherNumbers(file, dtype, shape, "[count, height, width]");
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
