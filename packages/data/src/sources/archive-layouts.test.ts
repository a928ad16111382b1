import { join } from "node:path";
import { gzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readDigits } from "../index.js";
import { dataErrorOf } from "../testing/expect-error.js";
import { countsOf, png, written } from "../testing/made-files.js";
import { makeTar, makeZip } from "../testing/make-archive.js";
import { makeIdx, makeIdxFiles } from "../testing/make-digits.js";
import { digitsFromArchive, digitsFromFiles, digitsFromFolder } from "./digit-files.js";

const options = { source: "made up" };
const refusal = (action: () => unknown) => dataErrorOf(action).message;

describe("archives as people have them", () => {
  it("takes Windows' backslashes and names that Windows cannot write", () => {
    const zip = makeZip({
      "set\\train\\a\\1.png": png(),
      "set\\train\\b\\Screenshot from 2024-01-02 10:11:12.png": png(),
      "set\\valid\\a\\con.png": png(),
    });
    expect(countsOf(digitsFromArchive({ name: "a.zip", bytes: zip }, options))).toEqual([2, 1]);
    for (const name of ["..\\evil.png", "C:\\evil.png", "a/../../evil.png", "/evil.png"]) {
      expect(
        refusal(() => digitsFromArchive({ name: "a.zip", bytes: makeZip({ [name]: png() }) }, options)),
      ).toContain("expected a path that stays inside");
    }
  });

  it("takes a zip of IDX files, a tar.gz of them, and torchvision's ./data", () => {
    const files = makeIdxFiles(20, 10);
    const zip = makeZip(files);
    expect(countsOf(digitsFromArchive({ name: "mnist.zip", bytes: zip }, options))).toEqual([20, 10]);
    const tar = gzipSync(
      makeTar(Object.entries(files).map(([name, data]) => ({ name: `mnist/${name}`, data }))),
    );
    expect(countsOf(digitsFromArchive({ name: "mnist.tar.gz", bytes: tar }, options))).toEqual([20, 10]);
    const data = written(
      Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`MNIST/raw/${name}`, bytes])),
    );
    expect(countsOf(readDigits(data))).toEqual([20, 10]);
    expect(countsOf(readDigits(join(data, "MNIST/raw")))).toEqual([20, 10]);
    expect(countsOf(readDigits(join(data, "MNIST")))).toEqual([20, 10]);
  });

  it("takes Kaggle's folders that hide the files they are named after", () => {
    const files = makeIdxFiles(20, 10);
    const unpacked = Object.fromEntries(
      Object.keys(files).map((name) => [name.replace(".gz", ""), makeIdxFiles(20, 10)[name]!]),
    );
    const kaggle = written(
      Object.fromEntries(
        Object.entries(unpacked).flatMap(([name, bytes]) => [
          [`${name}/${name}`, bytes],
          [name.replace("-idx", ".idx"), bytes],
        ]),
      ),
    );
    expect(countsOf(readDigits(kaggle))).toEqual([20, 10]);
    const nested = Object.entries(unpacked).map(([name, data]) => ({
      kind: "file" as const,
      path: `archive/${name}/${name}`,
      data,
    }));
    expect(countsOf(digitsFromFolder(nested, "archive", options))).toEqual([20, 10]);
  });

  it("takes names that browsers number, and holds back a share where only the training files are there", () => {
    const files = makeIdxFiles(20, 10);
    const renamed = Object.entries(files).map(([name, bytes]) => ({
      name: name.replace(".gz", " (1).gz"),
      bytes,
    }));
    expect(countsOf(digitsFromFiles(renamed, undefined, options))).toEqual([20, 10]);
    const training = Object.entries(files).filter(([name]) => name.startsWith("train"));
    expect(
      countsOf(
        digitsFromFiles(
          training.map(([name, bytes]) => ({ name, bytes })),
          undefined,
          options,
        ),
      ),
    ).toEqual([10, 10]);
    const three = renamed.filter(({ name }) => !name.startsWith("t10k-labels"));
    expect(refusal(() => digitsFromFiles(three, undefined, options))).toContain(
      "expected t10k-labels-idx1-ubyte (.gz or not) beside them.",
    );
  });

  it("sets EMNIST's pictures upright, and names its letters", () => {
    const lying = new Uint8Array(2 * 784);
    for (let x = 0; x < 28; x++) lying[x * 28 + 3] = 255; // a row in the file's columns: row 3 when it stands
    const files = {
      "emnist-letters-train-images-idx3-ubyte.gz": gzipSync(makeIdx([2, 28, 28], lying)),
      "emnist-letters-train-labels-idx1-ubyte.gz": gzipSync(makeIdx([2], Uint8Array.of(1, 26))),
      "emnist-letters-test-images-idx3-ubyte.gz": gzipSync(makeIdx([1, 28, 28], lying.slice(0, 784))),
      "emnist-letters-test-labels-idx1-ubyte.gz": gzipSync(makeIdx([1], Uint8Array.of(5))),
      "emnist-letters-mapping.txt": new TextEncoder().encode("1 65 97"),
    };
    const { train, valid } = readDigits(written(files));
    expect(Array.from(train.labels, (label) => train.classes[label])).toEqual(["a", "z"]);
    expect(valid.classes[valid.labels[0]!]).toBe("e");
    expect(new Set(train.images.subarray(3 * 28, 4 * 28))).toEqual(new Set([255]));
    const all = {
      ...files,
      ...Object.fromEntries(
        Object.entries(files).map(([name, bytes]) => [name.replace("letters", "digits"), bytes]),
      ),
    };
    const folder = written(all);
    expect(refusal(() => readDigits(folder))).toContain(
      "got the IDX files of 2 data sets: emnist-digits, emnist-letters; expected those of one. Name its folder, or one of its files.",
    );
    expect(readDigits(join(folder, "emnist-letters-train-images-idx3-ubyte.gz")).train.classes).toHaveLength(
      26,
    );
  });

  it("takes QMNIST's files, whose labels are rows of numbers", () => {
    const numbers = (count: number) => {
      const rows = new Uint8Array(count * 8 * 4);
      for (let row = 0; row < count; row++) {
        rows[32 * row + 3] = row % 10; // the class, then the writer, as big-endian numbers of 32 bits
        rows[32 * row + 6] = 9;
      }
      return gzipSync(makeIdx([count, 8], rows, 12));
    };
    const images = (count: number) =>
      gzipSync(makeIdx([count, 28, 28], new Uint8Array(count * 784).fill(count)));
    const files = {
      "qmnist-train-images-idx3-ubyte.gz": images(20),
      "qmnist-train-labels-idx2-int.gz": numbers(20),
      "qmnist-test-images-idx3-ubyte.gz": images(10),
      "qmnist-test-labels-idx2-int.gz": numbers(10),
    };
    const folder = written(files);
    for (const path of [folder, join(folder, "qmnist-test-labels-idx2-int.gz")]) {
      const splits = readDigits(path);
      expect(countsOf(splits)).toEqual([20, 10]);
      expect(Array.from(splits.valid.labels)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(splits.train.images[0]).toBe(20);
    }
  });
});
