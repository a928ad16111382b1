import { gunzipSync, gzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readTar } from "../archives/tar.js";
import { dataErrorOf, expectBytes } from "../testing/expect-error.js";
import { makeTar, makeZip } from "../testing/make-archive.js";
import {
  madePicture,
  makeFolderArchive,
  makeFolderEntries,
  makeIdx,
  makeIdxFiles,
} from "../testing/make-digits.js";
import { digitsFromArchive, digitsFromFiles, digitsFromFolder, type NamedBytes } from "./digit-files.js";
import { URLs } from "./urls.js";

const { classes } = URLs.MNIST_IDX;
const options = { source: "made up" };
const named = (files: Record<string, Uint8Array>): NamedBytes[] =>
  Object.entries(files).map(([name, bytes]) => ({ name, bytes }));

describe("digitsFromFiles", () => {
  it("gives the same from four IDX files, packed or not, and from archives", () => {
    const options = { source: "made up", order: "class" } as const;
    const packed = digitsFromFiles(named(makeIdxFiles(40, 20)), classes, options);
    const plain = Object.entries(makeIdxFiles(40, 20)).map(([name, bytes]) => [
      name.slice(0, -3),
      gunzipSync(bytes),
    ]);
    const tgz = makeFolderArchive("mnist_png/", 40, 20);
    const zip = makeZip(
      Object.fromEntries(makeFolderEntries("", 40, 20).map(({ name, data }) => [name, data!])),
    );
    expectBytes(packed.train.images.subarray(784, 1568), madePicture(10));
    expect([packed.train.labels.length, packed.valid.labels.length]).toEqual([40, 20]);
    expect(packed.train.source).toBe("made up");
    for (const other of [
      digitsFromFiles(named(Object.fromEntries(plain)), classes, options),
      digitsFromFiles([{ name: "a.tgz", bytes: tgz }], classes, options),
      digitsFromArchive({ name: "a.zip", bytes: zip }, options),
    ]) {
      for (const split of ["train", "valid"] as const) {
        expectBytes(other[split].images, packed[split].images);
        expectBytes(other[split].labels, packed[split].labels);
        expect(other[split].classes).toEqual(classes);
      }
    }
  });

  it("keeps the file's order unless asked for the classes'", () => {
    const { train } = digitsFromFiles(named(makeIdxFiles(12, 5)), classes, options);
    expect(Array.from(train.labels)).toEqual([0, 7, 4, 1, 8, 5, 2, 9, 6, 3, 0, 7]);
    expectBytes(train.images.subarray(784, 1568), madePicture(1));
  });

  it("says what does not fit", () => {
    const files = makeIdxFiles(12, 5);
    const message = (name: string, bytes: Uint8Array) =>
      dataErrorOf(() => digitsFromFiles(named({ ...files, [name]: bytes }), classes, options)).message;
    const labels = "train-labels-idx1-ubyte.gz";
    expect(message(labels, makeIdx([11], new Uint8Array(11)))).toContain(
      "train-labels-idx1-ubyte.gz at byte 4: got 11 labels; expected 12, as train-images-idx3-ubyte.gz has pictures.",
    );
    expect(message(labels, makeIdx([12], new Uint8Array(12).fill(10)))).toContain(
      "at byte 8: got the label 10; expected 0 to 9",
    );
    expect(message(labels, makeIdx([3, 4], new Uint8Array(12)))).toContain(
      "got uint8 [3, 4]; expected uint8 [count]",
    );
    const flat = makeIdx([5, 784], new Uint8Array(5 * 784));
    expect(message("t10k-images-idx3-ubyte.gz", gzipSync(flat))).toContain(
      "got uint8 [5, 784]; expected uint8 [count, height, width]",
    );
    expect(dataErrorOf(() => digitsFromFiles([], classes, options)).message).toContain(
      "no file: got no picture; expected pictures in one folder a class",
    );
  });
});

describe("digitsFromFolder", () => {
  const folder = (names: string[]) => {
    const data = makeFolderEntries("", 1, 0)[0]!.data!;
    return readTar(makeTar(names.map((name) => ({ name, data }))));
  };

  it("takes train and valid by any of their names", () => {
    for (const [train, valid] of [
      ["train", "valid"],
      ["training", "testing"],
      ["train", "test"],
    ] as const) {
      const splits = digitsFromFolder(folder([`${train}/3/1.png`, `${valid}/3/1.png`]), "a", options);
      expect(splits.valid.classes).toEqual(["3"]);
    }
  });

  it("says which folder or class is missing", () => {
    const message = (...names: string[]) =>
      dataErrorOf(() => digitsFromFolder(folder(names), "a.tgz", options)).message;
    expect(message("1.png", "2.png")).toContain(
      "a.tgz: got 2 pictures in no class's folder; expected pictures in one folder a class, like train/3/12.png",
    );
    expect(message("train/3/1.png", "valid/7/1.png")).toContain(
      'got pictures of "7" to check with, and none to learn from; expected the classes 3. Add a folder "7"',
    );
  });
});
