import { readZip } from "../archives/zip.js";
import { FileError, hexadecimal } from "../file-error.js";
import { side, toField } from "../images/bring-to-field.js";
import type { DigitImages } from "../images/digit-images.js";
import { toGrayscale } from "../images/png/decode-png.js";
import type { NamedBytes } from "./digit-options.js";

/** An array of numbers as NumPy wrote it. */
interface NumpyArray {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

const readers: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  "|b1": (view, at) => view.getUint8(at),
  "|u1": (view, at) => view.getUint8(at),
  "|i1": (view, at) => view.getInt8(at),
  "<u2": (view, at) => view.getUint16(at, true),
  "<i2": (view, at) => view.getInt16(at, true),
  "<u4": (view, at) => view.getUint32(at, true),
  "<i4": (view, at) => view.getInt32(at, true),
  "<i8": (view, at) => Number(view.getBigInt64(at, true)),
  "<u8": (view, at) => Number(view.getBigUint64(at, true)),
  "<f4": (view, at) => view.getFloat32(at, true),
  "<f8": (view, at) => view.getFloat64(at, true),
};

/**
 * Reads one `.npy` array of numbers.
 * @throws FileError where it is no such array, or its size isn't the file's
 * @source numpy.lib.format, versions 1.0 to 3.0
 */
function readNumbers({ name, bytes }: NamedBytes): NumpyArray {
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
  const read = readers[dtype];
  if (read === undefined) throw refuse(`elements of type ${dtype}`, "numbers, such as uint8 or int64", start);
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
  const values = dtype === "<f4" ? new Float32Array(count) : new Float64Array(count);
  for (let index = 0; index < count; index++) values[index] = read(view, end + index * width);
  return { shape, values };
}

/** Names that arrays of pictures and of labels go by in Keras', MedMNIST's and scikit-learn's files, in small letters. */
const names = {
  train: {
    images: ["x_train", "train_images", "train_x", "x", "images", "data"],
    labels: ["y_train", "train_labels", "train_y", "y", "labels", "target"],
  },
  valid: {
    images: ["x_test", "x_valid", "test_images", "val_images", "test_x"],
    labels: ["y_test", "y_valid", "test_labels", "val_labels", "test_y"],
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
    arrays.set(path.replace(/\.npy$/, "").toLowerCase(), data);
  const array = (choices: readonly string[]): NumpyArray | null => {
    const key = choices.find((choice) => arrays.has(choice));
    return key === undefined ? null : readNumbers({ name: `${name}: ${key}`, bytes: arrays.get(key)! });
  };
  const part = (split: keyof typeof names) => {
    const [images, labels] = [array(names[split].images), array(names[split].labels)];
    return images === null || labels === null ? null : { images: asBytes(images), labels: asPlaces(labels) };
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
    named ?? numbered(Math.max(...[train, valid].map((each) => largest(each?.labels.values ?? []))));
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
  const [count = 0, height = 0, width = 0, channels = 1] = pictureShape(images.shape);
  const isPictures = images.values instanceof Uint8Array && height > 0 && (channels === 1 || channels === 3);
  if (!isPictures || labels.values.length !== count) {
    const got = `pictures [${images.shape.join(", ")}] and labels [${labels.shape.join(", ")}]`;
    throw new FileError({
      file,
      got,
      expected: "pictures of 0..255 or 0..1 [count, height, width] and as many labels",
    });
  }
  const pixels = height * width * channels;
  const all = images.values as Uint8Array;
  const pictures = new Uint8Array(count * side ** 2);
  for (let index = 0; index < count; index++) {
    const data = all.subarray(index * pixels, (index + 1) * pixels);
    const gray = channels === 1 ? data : toGrayscale({ width, height, channels: 3, data });
    pictures.set(width === side && height === side ? gray : toField(gray, width, height), index * side ** 2);
  }
  const wrong = Array.from(labels.values).find(
    (label) => !Number.isInteger(label) || label < 0 || label >= classes.length,
  );
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

/** [count, height, width, channels] of what may be rows of a square's pixels, or have an axis of one channel. */
function pictureShape(shape: readonly number[]): readonly number[] {
  const [count = 0, pixels = 0] = shape;
  const width = Math.sqrt(pixels);
  if (shape.length === 2) return Number.isInteger(width) ? [count, width, width] : [];
  return shape.length === 4 && shape[1] === 1 ? [count, shape[2]!, shape[3]!] : shape;
}

/** Pictures' levels as bytes, where they are 0..255 or, as networks want them, 0..1. */
function asBytes({ shape, values }: NumpyArray): NumpyArray {
  if (values instanceof Uint8Array) return { shape, values };
  let top = 0;
  let isLevel = true;
  for (let index = 0; index < values.length; index++) {
    top = Math.max(top, values[index]!);
    isLevel &&= values[index]! >= 0 && values[index]! <= 255;
  }
  if (!isLevel) return { shape, values };
  const scale = top <= 1 ? 255 : 1;
  return { shape, values: Uint8Array.from(values, (value) => Math.round(scale * value)) };
}

/** Labels as the places of their classes: what is one-hot [count, classes] by where it is highest. */
function asPlaces({ shape, values }: NumpyArray): NumpyArray {
  const [count = 0, classes = 1] = shape;
  if (shape.length !== 2 || classes === 1) return { shape, values };
  const places = Array.from({ length: count }, (_, row) => {
    const own = Array.from({ length: classes }, (_, place) => values[row * classes + place]!);
    return own.indexOf(Math.max(...own));
  });
  return { shape: [count], values: places };
}

function largest(values: ArrayLike<number>): number {
  let top = 0;
  for (let index = 0; index < values.length; index++) top = Math.max(top, values[index]!);
  return Math.min(top, 255);
}

function numbered(last: number): readonly string[] {
  return Array.from({ length: last + 1 }, (_, label) => String(label));
}
