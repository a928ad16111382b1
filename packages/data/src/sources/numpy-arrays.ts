import { readZip } from "../archives/zip.js";
import { FileError, hexadecimal } from "../file-error.js";
import { side, toField } from "../images/bring-to-field.js";
import type { DigitImages } from "../images/digit-images.js";
import { toGrayscale } from "../images/png/decode-png.js";
import type { NamedBytes } from "./digit-options.js";

/** An array of whole numbers as NumPy wrote it. */
interface NumpyArray {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

const integers: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  "|b1": (view, at) => view.getUint8(at),
  "|u1": (view, at) => view.getUint8(at),
  "|i1": (view, at) => view.getInt8(at),
  "<u2": (view, at) => view.getUint16(at, true),
  "<i2": (view, at) => view.getInt16(at, true),
  "<u4": (view, at) => view.getUint32(at, true),
  "<i4": (view, at) => view.getInt32(at, true),
  "<i8": (view, at) => Number(view.getBigInt64(at, true)),
  "<u8": (view, at) => Number(view.getBigUint64(at, true)),
};

/**
 * Reads one `.npy` array of whole numbers.
 * @throws FileError where it is no such array, or its size isn't the file's
 * @source numpy.lib.format, versions 1.0 to 3.0
 */
function readIntegers({ name, bytes }: NamedBytes): NumpyArray {
  const refuse = (got: string, expected: string, offset = 0) =>
    new FileError({ file: name, offset, got, expected });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isNumpy =
    bytes.length >= 12 && bytes[0] === 0x93 && new TextDecoder().decode(bytes.subarray(1, 6)) === "NUMPY";
  if (!isNumpy) throw refuse(hexadecimal(bytes), "an array of NumPy's, which begins 93 4e 55 4d 50 59");
  const start = bytes[6] === 1 ? 10 : 12;
  const end = start + (bytes[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > bytes.length) throw refuse(`a header up to byte ${end}`, `at most ${bytes.length}`, 8);
  const header = new TextDecoder().decode(bytes.subarray(start, end));
  const dtype = /'descr': *'([^']*)'/.exec(header)?.[1] ?? "none";
  const sizes = /'shape': *\(([^)]*)\)/.exec(header)?.[1];
  const shape = sizes?.split(",").flatMap((size) => (size.trim() === "" ? [] : [Number(size)])) ?? [];
  const read = integers[dtype];
  if (read === undefined)
    throw refuse(`elements of type ${dtype}`, "whole numbers, such as uint8 or int64", start);
  if (sizes === undefined || !shape.every(Number.isSafeInteger) || /'fortran_order': *True/.test(header))
    throw refuse(`the header ${header.trim()}`, "a shape, row by row", start);
  const width = Number(dtype.slice(2));
  const count = shape.reduce((product, length) => product * length, 1);
  if (end + count * width !== bytes.length)
    throw refuse(
      `${bytes.length - end} bytes of elements`,
      `${count * width} for the shape [${shape.join(", ")}]`,
      end,
    );
  if (width === 1 && dtype !== "|i1") return { shape, values: bytes.subarray(end) };
  return { shape, values: Array.from({ length: count }, (_, index) => read(view, end + index * width)) };
}

/** Names that arrays of pictures and of labels go by in Keras' and MedMNIST's files. */
const names = {
  train: { images: ["x_train", "train_images"], labels: ["y_train", "train_labels"] },
  valid: {
    images: ["x_test", "x_valid", "test_images", "val_images"],
    labels: ["y_test", "y_valid", "test_labels", "val_labels"],
  },
} as const;

/**
 * The pictures of an `.npz` file such as Keras' `mnist.npz`: `x_train` [count, height, width] or [count, height, width,
 * 3] as uint8, `y_train` [count], and `x_test` and `y_test` where they are.
 * @throws FileError where an array is missing, damaged or of another kind
 */
export function readNumpyDigits(
  { name, bytes }: NamedBytes,
  named: readonly string[] | undefined,
  source: string,
): { readonly train: DigitImages; readonly valid: DigitImages | null } {
  const arrays = new Map<string, Uint8Array>();
  for (const { path, data } of readZip(bytes, { name, maximumEntryBytes: 2 ** 30 }))
    arrays.set(path.replace(/\.npy$/, ""), data);
  const array = (choices: readonly string[]): NumpyArray | null => {
    const key = choices.find((choice) => arrays.has(choice));
    return key === undefined ? null : readIntegers({ name: `${name}: ${key}`, bytes: arrays.get(key)! });
  };
  const part = (split: keyof typeof names) => {
    const [images, labels] = [array(names[split].images), array(names[split].labels)];
    return images === null || labels === null ? null : { images, labels };
  };
  const [train, valid] = [part("train"), part("valid")];
  if (train === null) {
    const got = `the arrays ${[...arrays.keys()].join(", ")}`;
    throw new FileError({
      file: name,
      got,
      expected: "x_train and y_train, and x_test and y_test to check with",
    });
  }
  const classes =
    named ?? numbered(Math.max(9, ...[train, valid].map((each) => largest(each?.labels.values ?? []))));
  const digits = (arrays: { images: NumpyArray; labels: NumpyArray }): DigitImages =>
    digitsOf(arrays, name, classes, source);
  return { train: digits(train), valid: valid && digits(valid) };
}

function digitsOf(
  { images, labels }: { images: NumpyArray; labels: NumpyArray },
  file: string,
  classes: readonly string[],
  source: string,
): DigitImages {
  const [count = 0, height = 0, width = 0, channels = 1] = images.shape;
  const isPictures =
    images.values instanceof Uint8Array && images.shape.length >= 3 && (channels === 1 || channels === 3);
  if (!isPictures || labels.values.length !== count) {
    const got = `pictures [${images.shape.join(", ")}] and labels [${labels.shape.join(", ")}]`;
    throw new FileError({ file, got, expected: "uint8 [count, height, width] and as many labels" });
  }
  const pixels = height * width * channels;
  const all = images.values as Uint8Array;
  const pictures = new Uint8Array(count * side ** 2);
  for (let index = 0; index < count; index++) {
    const data = all.subarray(index * pixels, (index + 1) * pixels);
    const gray = channels === 1 ? data : toGrayscale({ width, height, channels: 3, data });
    pictures.set(width === side && height === side ? gray : toField(gray, width, height), index * side ** 2);
  }
  const wrong = Array.from(labels.values).find((label) => label < 0 || label >= classes.length);
  if (wrong !== undefined)
    throw new FileError({ file, got: `the label ${wrong}`, expected: `0 to ${classes.length - 1}` });
  return {
    images: pictures,
    labels: Uint8Array.from(labels.values),
    width: side,
    height: side,
    classes,
    source,
  };
}

function largest(values: ArrayLike<number>): number {
  let top = 0;
  for (let index = 0; index < values.length; index++) top = Math.max(top, values[index]!);
  return Math.min(top, 255);
}

function numbered(last: number): readonly string[] {
  return Array.from({ length: last + 1 }, (_, label) => String(label));
}
