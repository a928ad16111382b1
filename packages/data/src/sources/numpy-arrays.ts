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
 * [count, height, width] or [count, height, width, 3], labels [count] or one-hot
 * rows [count, classes]; those to check with may be missing.
 * @throws FileError where an array is missing, damaged or of another kind
 */
export function readNumpyDigits(
  files: readonly NamedBytes[],
  { name, classes: named, source }: { name: string; classes: readonly string[] | undefined; source: string },
  passedOver: PassedOverFiles,
): SplitParts {
  const { train, valid } = chooseArrays(files.flatMap(arraysOf), name, passedOver);
  const part = (pair: ArrayPair) => ({
    images: asLevels(readNpy({ name: pair.images.at, bytes: pair.images.bytes }), pair.images.at),
    labels: asPlaces(readNpy({ name: pair.labels.at, bytes: pair.labels.bytes }), pair.labels.at),
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
  { images, labels }: { images: Levels; labels: Places },
  file: string,
  classes: readonly string[],
  source: string,
): DigitImages {
  const [count = 0, height = 0, width = 0, channels = 1] = pictureShape(images.shape);
  const isPictures = height > 0 && (channels === 1 || channels === 3);
  if (!isPictures || labels.values.length !== count) {
    const got = `pictures [${images.shape.join(", ")}] and labels [${labels.shape.join(", ")}]`;
    throw new FileError({
      file,
      got,
      expected: "pictures [count, height, width] and as many labels",
    });
  }
  const pixels = height * width * channels;
  const pictures = new Uint8Array(count * side ** 2);
  for (let index = 0; index < count; index++) {
    const data = images.values.subarray(index * pixels, (index + 1) * pixels);
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

/** Pictures as bytes, and labels as numbers of classes. */
interface Levels {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}
interface Places {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** Pictures' levels as bytes: of 0..255, of 0..1 as networks want them, or of True and False. */
function asLevels({ shape, values, isBool }: NumpyArray, file: string): Levels {
  if (values instanceof Uint8Array)
    return { shape, values: isBool ? values.map((value) => (value === 0 ? 0 : 255)) : values };
  let top = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    top = Math.max(top, value);
    if (value >= 0 && value <= 255) continue;
    const got = `the level ${value} in pictures [${shape.join(", ")}]`;
    const hint = "Scale them first, as (x - x.min()) / (x.max() - x.min()).";
    throw new FileError({ file, got, expected: "pictures of 0..255 or 0..1", hint });
  }
  const scale = top <= 1 ? 255 : 1;
  return { shape, values: Uint8Array.from(values, (value) => Math.round(scale * value)) };
}

/** Labels as the places of their classes: of one-hot rows [count, classes], where the 1 is. */
function asPlaces({ shape, values }: NumpyArray, file: string): Places {
  const [count = 0, classes = 1] = shape;
  if (shape.length !== 2 || classes === 1) return { shape, values };
  const places = Array.from({ length: count }, (_, row) => {
    const own = Array.from({ length: classes }, (_, place) => values[row * classes + place]!);
    const place = own.indexOf(1);
    if (place >= 0 && own.every((value, other) => value === Number(other === place))) return place;
    const got = `labels [${shape.join(", ")}] whose row ${row} is ${own.slice(0, 5).join(", ")}${classes > 5 ? ", …" : ""}`;
    throw new FileError({ file, got, expected: "a label for each picture [count], or rows with a single 1" });
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
