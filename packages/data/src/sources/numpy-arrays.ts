import { FileError } from "../file-error.js";
import { side, toField } from "../images/bring-to-field.js";
import type { DigitImages } from "../images/digit-images.js";
import { toGrayscale } from "../images/png/decode-png.js";
import { type ArrayPair, arraysOf, chooseArrays } from "./choose-arrays.js";
import type { SplitParts } from "./digit-options.js";
import type { NamedBytes } from "./named-bytes.js";
import { type NumpyArray, readNpy } from "./npy.js";
import type { PassedOverFiles } from "./passed-over.js";
import { URLs } from "./urls.js";

/**
 * The pictures of NumPy's files: one such as Keras' `mnist.npz`, or several that belong together, such as KMNIST's
 * `kmnist-train-imgs.npz` and `kmnist-train-labels.npz`, or `X_train.npy` and `y_train.npy`. Pictures are
 * [count, height, width] or [count, height, width, 3], labels [count]; those to check with may be missing.
 * @throws FileError where an array is missing, damaged or of another kind
 */
export function readNumpyDigits(
  files: readonly NamedBytes[],
  { name, classes: named, source }: { name: string; classes: readonly string[] | undefined; source: string },
  passedOver: PassedOverFiles,
): SplitParts {
  const { train, valid } = chooseArrays(files.flatMap(arraysOf), name, passedOver);
  const part = (pair: ArrayPair) => ({
    images: asBytes(readNpy({ name: pair.images.at, bytes: pair.images.bytes })),
    labels: asPlaces(readNpy({ name: pair.labels.at, bytes: pair.labels.bytes })),
  });
  const [learned, checked] = [part(train), valid && part(valid)];
  const last = Math.max(...[learned, checked].map((each) => largest(each?.labels.values ?? [])));
  const classes = named ?? (train.images.set === "kmnist" ? URLs.KMNIST.classes : numbered(last));
  return {
    train: digitsOf(learned, name, classes, source),
    valid: checked && digitsOf(checked, name, classes, source),
  };
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
