import { join } from "node:path";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readDigits } from "../index.js";
import { written } from "../testing/made-files.js";
import { digitsFromFiles, type NamedBytes } from "./digit-files.js";

const encode = (text: string) => new TextEncoder().encode(text);

/** An array as NumPy writes it. */
function npy(dtype: string, shape: readonly number[], data: ArrayBufferView, order = "False"): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  return withHeader(`{'descr': '${dtype}', 'fortran_order': ${order}, 'shape': (${sizes}), }`, data);
}

function withHeader(dictionary: string, data: ArrayBufferView): Uint8Array {
  const header = encode(dictionary.padEnd(117, " ").concat("\n"));
  return Uint8Array.from([
    0x93,
    ...encode("NUMPY"),
    1,
    0,
    header.length,
    0,
    ...header,
    ...new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  ]);
}

const count = 6;
const levels = Uint8Array.from({ length: count * 784 }, (_, at) => (at * 7) % 256);
const places = Uint8Array.from({ length: count }, (_, at) => at % 3);
const pictures = npy("|u1", [count, 28, 28], levels);
const labels = npy("|u1", [count], places);
const read = (arrays: Readonly<Record<string, Uint8Array>>) => {
  const named = Object.entries(arrays).map(([name, data]) => [`${name}.npy`, data] as const);
  return digitsFromFiles([{ name: "a.npz", bytes: zipSync(Object.fromEntries(named)) }], undefined, {
    source: "made up",
  });
};

describe("arrays as programs save them", () => {
  it.each<[string, readonly [x: string, y: string], readonly [x: string, y: string]]>([
    ["Keras'", ["x_train", "y_train"], ["x_test", "y_test"]],
    ["scikit-learn's", ["X_train", "y_train"], ["X_test", "y_test"]],
    ["MedMNIST's", ["train_images", "train_labels"], ["val_images", "val_labels"]],
    ["others'", ["train_x", "train_y"], ["test_x", "test_y"]],
  ])("%s names", (_, [x, y], [validX, validY]) => {
    const { train, valid } = read({ [x]: pictures, [y]: labels, [validX]: pictures, [validY]: labels });
    expect(train.images).toEqual(levels);
    expect([train.labels, valid.labels]).toEqual([places, places]);
    expect(train.classes).toEqual(["0", "1", "2"]);
  });

  it.each([
    ["X", "y"],
    ["images", "labels"],
    ["data", "target"],
  ])("%s and %s alone, of which a share is held back", (x, y) => {
    const { train, valid } = read({ [x]: pictures, [y]: labels });
    expect([train.labels.length, valid.labels.length]).toEqual([3, 3]);
  });

  it.each<[string, Uint8Array]>([
    ["rows of pixels", npy("|u1", [count, 784], levels)],
    ["one channel last", npy("|u1", [count, 28, 28, 1], levels)],
    ["one channel first", npy("|u1", [count, 1, 28, 28], levels)],
    ["whole numbers of 64 bits", npy("<i8", [count, 28, 28], BigInt64Array.from(levels, BigInt))],
    [
      "numbers 0..1",
      npy(
        "<f4",
        [count, 28, 28],
        Float32Array.from(levels, (level) => level / 255),
      ),
    ],
    [
      "numbers of either byte order",
      npy(
        ">u2",
        [count, 28, 28],
        Uint16Array.from(levels, (level) => level << 8),
      ),
    ],
    [
      "columns first",
      npy(
        "|u1",
        [count, 28, 28],
        levels.map(
          (_, at) =>
            levels[(at % count) * 784 + (Math.floor(at / count) % 28) * 28 + Math.floor(at / count / 28)]!,
        ),
        "True",
      ),
    ],
    [
      "Python 2 wrote them",
      withHeader(`{'descr': '|u1', 'fortran_order': False, 'shape': (${count}L, 28L, 28L), }`, levels),
    ],
    [
      "other keys first",
      withHeader(`{"shape": (${count}, 28, 28,), "fortran_order": False, "descr": "uint8"}`, levels),
    ],
    ["numbers 0..255", npy("<f8", [count, 28, 28], Float64Array.from(levels))],
  ])("pictures as %s", (_, x) => {
    expect(read({ x_train: x, y_train: labels, x_test: x, y_test: labels }).train.images).toEqual(levels);
  });

  it.each<[string, Uint8Array]>([
    ["a column", npy("|u1", [count, 1], places)],
    ["decimals", npy("<f4", [count], Float32Array.from(places))],
    [
      "one-hot rows",
      npy(
        "<f4",
        [count, 3],
        Float32Array.from({ length: 3 * count }, (_, at) => Number(at % 3 === places[Math.floor(at / 3)])),
      ),
    ],
  ])("labels as %s", (_, y) => {
    expect(read({ x_train: pictures, y_train: y, x_test: pictures, y_test: y }).valid.labels).toEqual(places);
  });

  it("reads True as 255, and halves", () => {
    const ink = levels.map((level) => Number(level > 127));
    const both = (x: Uint8Array) =>
      read({ x_train: x, y_train: labels, x_test: x, y_test: labels }).train.images;
    expect(both(npy("|b1", [count, 28, 28], ink))).toEqual(ink.map((level) => 255 * level));
    const halves = Uint16Array.from(ink, (level) => (level === 1 ? 0x3c00 : 0x3800));
    expect(both(npy("<f2", [count, 28, 28], halves))).toEqual(ink.map((level) => (level === 1 ? 255 : 128)));
  });

  it.each<[string, number[]]>([
    ["two of a row's classes", [1, 1, 0]],
    ["none", [0, 0, 0]],
    ["shares", [0.2, 0.3, 0.5]],
    ["a digit and its writer", [0, 7, 1]],
  ])("refuses labels that say %s", (_, row) => {
    const y = npy(
      "<f4",
      [count, 3],
      Float32Array.from({ length: 3 * count }, (_, at) => row[at % 3]!),
    );
    expect(() => read({ x: pictures, y })).toThrow(
      `got labels [6, 3] whose row 0 is ${Float32Array.from(row).join(", ")}; expected a label for each picture`,
    );
  });

  it.each(["(2,,3)", "(02, 3)", "(6)", "(6,) + (1,)"])("refuses the shape %s, as NumPy does", (shape) => {
    const x = withHeader(`{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}, }`, levels);
    expect(() => read({ x, y: labels })).toThrow("got the header {'descr'");
  });

  it("refuses numbers that are no levels, and labels that are no places", () => {
    const odd = npy(
      "<f4",
      [count, 28, 28],
      Float32Array.from(levels, (level) => level - 9),
    );
    expect(() => read({ x: odd, y: labels })).toThrow(
      "got the level -9 in pictures [6, 28, 28]; expected pictures of 0..255 or 0..1. Scale them first",
    );
    expect(() => read({ x: pictures, y: npy("<f4", [count], Float32Array.of(0, 1, 2, 0, 1, 0.5)) })).toThrow(
      "got the label 0.5",
    );
  });
});

describe("arrays in files of their own", () => {
  const file = (name: string, array: Uint8Array): NamedBytes =>
    name.endsWith(".npy") ? { name, bytes: array } : { name, bytes: zipSync({ "arr_0.npy": array }) };
  const four = (images: (part: string) => string, other: (part: string) => string) =>
    ["train", "test"].flatMap((part) => [file(images(part), pictures), file(other(part), labels)]);
  const readFiles = (files: readonly NamedBytes[]) =>
    digitsFromFiles(files, undefined, { source: "made up" });

  it.each<[string, NamedBytes[]]>([
    [
      "KMNIST's",
      four(
        (part) => `kmnist-${part}-imgs.npz`,
        (part) => `kmnist-${part}-labels.npz`,
      ),
    ],
    [
      "Kuzushiji-49's",
      four(
        (part) => `k49-${part}-imgs.npz`,
        (part) => `k49-${part}-labels.npz`,
      ),
    ],
    [
      "scikit-learn's",
      four(
        (part) => `X_${part}.npy`,
        (part) => `y_${part}.npy`,
      ),
    ],
    [
      "camel case",
      four(
        (part) => `${part}Images.npy`,
        (part) => `${part}Labels.npy`,
      ),
    ],
  ])("%s", (_, files) => {
    const { train, valid, report } = readFiles(files);
    expect([train.images, valid.images]).toEqual([levels, levels]);
    expect([train.labels, valid.labels]).toEqual([places, places]);
    expect(report).toEqual({ passedOver: [], notes: [] });
  });

  it("names KMNIST's classes, finds the files beside one, and asks which of two sets is meant", () => {
    const kmnist = four(
      (part) => `kmnist-${part}-imgs.npz`,
      (part) => `kmnist-${part}-labels.npz`,
    );
    const k49 = four(
      (part) => `k49-${part}-imgs.npz`,
      (part) => `k49-${part}-labels.npz`,
    );
    expect(readFiles(kmnist).train.classes.slice(0, 3)).toEqual(["o", "ki", "su"]);
    const folder = written(Object.fromEntries([...kmnist, ...k49].map(({ name, bytes }) => [name, bytes])));
    expect(readDigits(join(folder, "k49-test-labels.npz")).train.classes).toEqual(["0", "1", "2"]);
    expect(() => readDigits(folder)).toThrow(
      "got the arrays of 2 data sets: k49, kmnist; expected those of one. Name one of its files.",
    );
  });

  it("tells of the arrays that it does not need", () => {
    const files = {
      x_train: pictures,
      y_train: labels,
      x_valid: pictures,
      y_valid: labels,
      x_test: pictures,
    };
    const npz = Object.entries({ ...files, ids: labels }).map(
      ([name, data]) => [`${name}.npy`, data] as const,
    );
    expect(
      readFiles([{ name: "a.npz", bytes: zipSync(Object.fromEntries(npz)) }]).report!.passedOver,
    ).toEqual([{ reason: "other arrays", count: 2, first: "a.npz: x_test" }]);
  });

  it("says what is missing of a single array", () => {
    expect(() => readFiles([file("y_train.npy", labels)])).toThrow(
      "y_train.npy: got the arrays y_train; expected x_train and y_train, and x_test and y_test to check with.",
    );
  });
});
