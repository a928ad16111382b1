import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync, zipSync } from "fflate";
import { encode } from "jpeg-js";
import { describe, expect, it } from "vitest";
import type { FolderEntry } from "../image-folder.js";
import type { DigitSplits } from "../images/digit-images.js";
import { encodePng } from "../images/png/encode-png.js";
import { describeReport, readDigits } from "../index.js";
import { dataErrorOf, expectBytes } from "../testing/expect-error.js";
import { makeTar, makeZip } from "../testing/make-archive.js";
import { madePicture, makeIdx, makeIdxFiles } from "../testing/make-digits.js";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { digitsFromArchive, digitsFromFiles, digitsFromFolder } from "./digit-files.js";

const options = { source: "made up" };
const png = (level = 9, width = 28, height = 28) =>
  encodePng({ width, height, channels: 1, data: new Uint8Array(width * height).fill(level) });
const entries = (...paths: string[]): FolderEntry[] =>
  paths.map((path, index) => ({ kind: "file", path, data: png(index) }));
const read = (...paths: string[]) => digitsFromFolder(entries(...paths), "set", options);
const counts = ({ train, valid }: DigitSplits) => [train.labels.length, valid.labels.length];
const refusal = (action: () => unknown) => dataErrorOf(action).message;

/** Writes files into a new folder; answers it. */
function written(files: Record<string, Uint8Array>): string {
  const folder = temporaryFolder();
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

describe("folders as people lay them out", () => {
  it.each([
    ["train", "valid"],
    ["train", "val"],
    ["training", "testing"],
    ["Train", "Test"],
    ["TRAINING", "Validation"],
    ["data/pets/train", "data/pets/test"],
  ])("%s and %s", (train, valid) => {
    const splits = read(`${train}/cat/1.png`, `${train}/dog/2.png`, `${valid}/cat/3.png`);
    expect(counts(splits)).toEqual([2, 1]);
    expect(splits.valid.classes).toEqual(["cat", "dog"]);
    expect(splits.report).toEqual({ passedOver: [], notes: [] });
  });

  it("takes valid before test, and says what becomes of the third", () => {
    const { valid } = read(
      "train/a/1.png",
      "train/b/1.png",
      "test/a/2.png",
      "valid/a/3.png",
      "valid/b/3.png",
    );
    expect(valid.labels).toHaveLength(2);
  });

  it("holds back a share of each class of one flat folder, drawn by the seed", () => {
    const paths = ["cat", "dog", "emu"].flatMap((name) =>
      Array.from({ length: 20 }, (_, index) => `pets/${name}/${index}.png`),
    );
    const splits = digitsFromFolder(entries(...paths), "pets", { ...options, validShare: 0.25, seed: 7 });
    expect(counts(splits)).toEqual([45, 15]);
    const ofEach = (labels: Uint8Array) =>
      [0, 1, 2].map((each) => labels.filter((label) => label === each).length);
    expect([ofEach(splits.train.labels), ofEach(splits.valid.labels)]).toEqual([
      [15, 15, 15],
      [5, 5, 5],
    ]);
    expect(splits.report!.notes).toEqual([
      "15 of them, 25 % of each class, are held back to check with (seed 7)",
    ]);
    const other = digitsFromFolder(entries(...paths), "pets", { ...options, validShare: 0.25, seed: 8 });
    expect(other.valid.images).not.toEqual(splits.valid.images);
    const again = digitsFromFolder(entries(...paths), "pets", { ...options, validShare: 0.25, seed: 7 });
    expectBytes(again.valid.images, splits.valid.images);
  });

  it("takes zero … nine, one class of train without valid, pictures in folders within a class", () => {
    const words = ["zero", "one", "two"].flatMap((name) => [`train/${name}/1.png`, `valid/${name}/1.png`]);
    expect(read(...words).train.classes).toEqual(["one", "two", "zero"]);
    const nested = read("train/cat/2019/1.png", "train/cat/2020/2.png", "train/dog/3.png", "valid/dog/1.png");
    expect([nested.train.classes, Array.from(nested.train.labels)]).toEqual([
      ["cat", "dog"],
      [0, 0, 1],
    ]);
    expect(
      read("all/images/a/1.png", "all/images/a/2.png", "all/images/b/1.png", "all/images/b/2.png").train
        .classes,
    ).toEqual(["a", "b"]);
  });

  it("takes the highest copy and says what it passed over", () => {
    const splits = read(
      ...["train", "valid"].flatMap((split) => ["3", "7"].map((digit) => `${split}/${digit}/1.png`)),
      "old/train/3/1.png",
      "old/train/7/1.png",
      "train/stray.png",
      "train/3/.hidden.png",
      "__MACOSX/train/3/._1.png",
      "labels.csv",
      "readme.txt",
      "train/3/photo.heic",
    );
    expect(counts(splits)).toEqual([2, 2]);
    expect(splits.report!.passedOver).toEqual([
      { reason: "hidden files", count: 2, first: "train/3/.hidden.png" },
      { reason: "files that are no pictures", count: 1, first: "readme.txt" },
      { reason: "pictures in HEIC, which is not read", count: 1, first: "train/3/photo.heic" },
      { reason: "files beside the pictures", count: 1, first: "labels.csv" },
      { reason: "pictures beside the folders to train with", count: 2, first: "old/train/3" },
      { reason: "pictures outside of a class's folder", count: 1, first: "train" },
    ]);
    expect(describeReport(splits)).toMatch(
      /^2 \+ 2 pictures of 2 classes: 3 \(1 \+ 1\), 7 \(1 \+ 1\); passed over: 2 hidden files \(the first train\/3\/\.hidden\.png\), 1 files/,
    );
    const flat = read("cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png", "old/cat/1.png");
    expect(flat.train.classes).toEqual(["cat", "dog"]);
    expect(flat.report!.passedOver[0]!.reason).toBe("copies of the classes that lie deeper");
  });

  it("tells of a class that can be checked but not learned, and of a class's folder without pictures", () => {
    expect(refusal(() => read("train/cat/1.png", "valid/dog/1.png"))).toBe(
      'set: got pictures of "dog" to check with, and none to learn from; expected the classes cat. Add a folder "dog" to those to train with, or take it away.',
    );
    const empty: FolderEntry = { kind: "folder", path: "train/dog", data: new Uint8Array(0) };
    const splits = digitsFromFolder(
      [empty, ...entries("train/cat/1.png", "valid/cat/1.png")],
      "set",
      options,
    );
    expect(splits.report!.passedOver).toEqual([
      { reason: "folders of classes without a picture", count: 1, first: "train/dog" },
    ]);
  });

  it("follows links, but not in a circle", () => {
    const folder = written({
      "real/cat/1.png": png(),
      "real/dog/1.png": png(),
      "real/cat/2.png": png(),
      "real/dog/2.png": png(),
    });
    const set = temporaryFolder();
    symlinkSync(join(folder, "real"), join(set, "train"));
    symlinkSync(join(folder, "real"), join(set, "valid"));
    symlinkSync(folder, join(folder, "real", "cat", "round"));
    symlinkSync(join(set, "nowhere"), join(set, "broken.png"));
    expect(counts(readDigits(set))).toEqual([4, 4]);
  });
});

describe("pictures of any size and kind", () => {
  it("brings sizes and colours to 28×28 in gray, and says so", () => {
    const color = encodePng({
      width: 64,
      height: 48,
      channels: 3,
      data: new Uint8Array(64 * 48 * 3).fill(200),
    });
    const files: FolderEntry[] = ["train/a/1.png", "train/b/1.png", "valid/a/1.png"].map((path) => ({
      kind: "file",
      path,
      data: color,
    }));
    const { train, report } = digitsFromFolder(files, "set", options);
    expect(new Set(train.images)).toEqual(new Set([200]));
    expect(report!.notes).toEqual([
      "3 pictures of 64×48 were scaled to 28×28",
      "3 pictures in colour were turned to gray",
    ]);
    const drawn = digitsFromFolder(files, "set", { ...options, prepare: "digit" });
    expect(drawn.report!.notes).toEqual(["each picture was taken for a drawn digit, cut out and centred"]);
  });

  it("reads JPEG, under whatever name", () => {
    const data = new Uint8Array(28 * 28 * 4).fill(120);
    const jpeg = encode({ width: 28, height: 28, data }, 95).data;
    const files: FolderEntry[] = ["train/a/1.jpg", "train/b/1.png", "valid/a/1.JPEG"].map((path) => ({
      kind: "file",
      path,
      data: jpeg,
    }));
    const { train } = digitsFromFolder(files, "set", options);
    expect(train.labels).toHaveLength(2);
    expect(Math.abs(train.images[400]! - 120)).toBeLessThan(3);
  });

  it("names the picture that is none", () => {
    const text: FolderEntry = {
      kind: "file",
      path: "train/a/1.png",
      data: new TextEncoder().encode("<!DOCTYPE html>"),
    };
    expect(refusal(() => digitsFromFolder([text], "set", options))).toContain(
      "set: train/a/1.png: got a web page (HTML); expected a PNG or a JPEG picture.",
    );
  });
});

describe("archives as people have them", () => {
  it("takes Windows' backslashes and names that Windows cannot write", () => {
    const zip = makeZip({
      "set\\train\\a\\1.png": png(),
      "set\\train\\b\\Screenshot from 2024-01-02 10:11:12.png": png(),
      "set\\valid\\a\\con.png": png(),
    });
    expect(counts(digitsFromArchive({ name: "a.zip", bytes: zip }, options))).toEqual([2, 1]);
    for (const name of ["..\\evil.png", "C:\\evil.png", "a/../../evil.png", "/evil.png"]) {
      expect(
        refusal(() => digitsFromArchive({ name: "a.zip", bytes: makeZip({ [name]: png() }) }, options)),
      ).toContain("expected a path that stays inside");
    }
  });

  it("takes a zip of IDX files, a tar.gz of them, and torchvision's ./data", () => {
    const files = makeIdxFiles(20, 10);
    const zip = makeZip(files);
    expect(counts(digitsFromArchive({ name: "mnist.zip", bytes: zip }, options))).toEqual([20, 10]);
    const tar = gzipSync(
      makeTar(Object.entries(files).map(([name, data]) => ({ name: `mnist/${name}`, data }))),
    );
    expect(counts(digitsFromArchive({ name: "mnist.tar.gz", bytes: tar }, options))).toEqual([20, 10]);
    const data = written(
      Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`MNIST/raw/${name}`, bytes])),
    );
    expect(counts(readDigits(data))).toEqual([20, 10]);
    expect(counts(readDigits(join(data, "MNIST/raw")))).toEqual([20, 10]);
    expect(counts(readDigits(join(data, "MNIST")))).toEqual([20, 10]);
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
    expect(counts(readDigits(kaggle))).toEqual([20, 10]);
    const nested = Object.entries(unpacked).map(([name, data]) => ({
      kind: "file" as const,
      path: `archive/${name}/${name}`,
      data,
    }));
    expect(counts(digitsFromFolder(nested, "archive", options))).toEqual([20, 10]);
  });

  it("takes names that browsers number, and holds back a share where only the training files are there", () => {
    const files = makeIdxFiles(20, 10);
    const renamed = Object.entries(files).map(([name, bytes]) => ({
      name: name.replace(".gz", " (1).gz"),
      bytes,
    }));
    expect(counts(digitsFromFiles(renamed, undefined, options))).toEqual([20, 10]);
    const training = Object.entries(files).filter(([name]) => name.startsWith("train"));
    expect(
      counts(
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
});

describe("tables and arrays", () => {
  const row = (label: string, index: number) => `${label},${madePicture(index).join(",")}`;
  const titles = ["label", ...Array.from({ length: 784 }, (_, pixel) => `pixel${pixel}`)].join(",");
  const bytes = (text: string) => new TextEncoder().encode(text);
  const kaggle = bytes(
    `\uFEFF${titles}\r\n${Array.from({ length: 20 }, (_, index) => row(String(index % 2), index)).join("\r\n")}\r\n`,
  );

  it("reads Kaggle's CSV with BOM and CRLF, and passes over the table without labels", () => {
    const test = bytes(`${titles.replace("label,", "")}\n${madePicture(1).join(",")}\n`);
    const splits = readDigits(
      written({
        "train.csv": kaggle,
        "test.csv": test,
        "sample_submission.csv": bytes("ImageId,Label\n1,0\n"),
      }),
    );
    expect(counts(splits)).toEqual([16, 4]);
    expect(splits.train.classes).toEqual([..."0123456789"]);
    expect(splits.report!.passedOver).toContainEqual({
      reason: "tables without labels",
      count: 1,
      first: "test.csv",
    });
    const whole = digitsFromFiles([{ name: "train.csv", bytes: kaggle }], undefined, {
      ...options,
      validShare: 0.01,
    });
    expectBytes(
      whole.train.images.subarray(0, 784),
      madePicture([0, 1, 2].find((index) => whole.train.images[0] === madePicture(index)[0])!),
    );
  });

  it("reads a pair of tables without titles, and labels that are words", () => {
    const lines = (from: number) => bytes(`${[row("7", from), row("3", from + 1)].join("\n")}`);
    const splits = readDigits(written({ "mnist_train.csv": lines(0), "mnist_test.csv": lines(5) }));
    expect([Array.from(splits.train.labels), Array.from(splits.valid.labels)]).toEqual([
      [7, 3],
      [7, 3],
    ]);
    expectBytes(splits.valid.images, Uint8Array.from([...madePicture(5), ...madePicture(6)]));
    const words = digitsFromFiles(
      [{ name: "pets.csv", bytes: bytes(["cat", "dog", "cat", "dog"].map(row).join("\n")) }],
      undefined,
      { ...options, validShare: 0.5 },
    );
    expect(words.train.classes).toEqual(["cat", "dog"]);
  });

  it("says where a table is wrong", () => {
    const table = (text: string) =>
      refusal(() => digitsFromFiles([{ name: "a.csv", bytes: bytes(text) }], undefined, options));
    expect(table(`${titles}\n${row("1", 0).replace(/,\d+$/, ",300")}`)).toMatch(
      /a\.csv at byte \d+: got "300" as a pixel in line 2; expected a whole number from 0 to 255/,
    );
    expect(table(`${titles}\n${row("1", 0)},5`)).toContain(
      "got more than 785 fields in line 2; expected 785.",
    );
    expect(table(`${titles}\n1,2,3`)).toContain("got 3 fields in line 2; expected 785.");
    expect(table("label,pixel0,pixel1\n1,2,3")).toContain(
      "got 3 columns; expected a label and the pixels of a square picture",
    );
    expect(table(`${titles}\n${row("1", 0).replace(/,\d+$/, ",-1")}`)).toContain('got "-1" as a pixel');
  });

  it("reads Keras' mnist.npz, as NumPy writes it", () => {
    const folder = temporaryFolder();
    const path = join(folder, "mnist.npz");
    const script = `
import numpy as n
x = (n.arange(12 * 784) % 256).reshape(12, 28, 28)
n.savez_compressed(${JSON.stringify(path)}, x_train=x[:8].astype('uint8'), y_train=n.arange(8).astype('int64'), x_test=x[8:].astype('uint8'), y_test=n.arange(4).astype('uint8'))`;
    if (!ranPython(script)) return;
    const { train, valid } = readDigits(path);
    expect([Array.from(train.labels), Array.from(valid.labels)]).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7],
      [0, 1, 2, 3],
    ]);
    expect([train.images[5], valid.images[0]]).toEqual([5, (8 * 784) % 256]);
  });

  it("refuses arrays that are none", () => {
    const npy = (header: string, data: Uint8Array) => {
      const text = bytes(header.padEnd(117, " ").concat("\n"));
      return Uint8Array.from([0x93, ...bytes("NUMPY"), 1, 0, text.length, 0, ...text, ...data]);
    };
    const pictures = npy(
      "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 28, 28), }",
      new Uint8Array(2 * 784),
    );
    const labels = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", Uint8Array.of(0, 1));
    const file = (arrays: Record<string, Uint8Array>) => () =>
      digitsFromFiles([{ name: "a.npz", bytes: zipSync(arrays) }], undefined, {
        ...options,
        validShare: 0.5,
      });
    expect(file({ "x_train.npy": pictures, "y_train.npy": labels })().train.labels).toHaveLength(2);
    expect(refusal(file({ "x.npy": pictures }))).toContain(
      "a.npz: got the arrays x; expected x_train and y_train",
    );
    expect(refusal(file({ "x_train.npy": pictures.subarray(0, 500), "y_train.npy": labels }))).toContain(
      "bytes of elements; expected 1568",
    );
    expect(
      refusal(
        file({
          "x_train.npy": pictures,
          "y_train.npy": npy("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", new Uint8Array(2)),
        }),
      ),
    ).toContain("elements of type |O");
  });
});

describe("what is no data set", () => {
  const named: readonly (readonly [name: string, bytes: readonly number[], says: string])[] = [
    ["data.h5", [0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10], "got an HDF5 file (.h5, .hdf5)"],
    ["train.parquet", [0x50, 0x41, 0x52, 0x31], "got a Parquet table"],
    ["data.pkl", [0x80, 4, 0x95, 0x2e], "got a pickle of Python's"],
    ["mnist.tar.xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "got a file packed with xz"],
    ["mnist.7z", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "got a 7z archive"],
    ["model.onnx", [8, 8, 0x12, 4, 1, 2, 3, 4], "got an ONNX model"],
  ];

  it.each(named)("%s is named, with what to do", (name, start, says) => {
    const bytes = Uint8Array.from([...start, ...new Uint8Array(600), 0x2e]);
    const path = join(written({ [name]: bytes }), name);
    for (const message of [
      refusal(() => readDigits(path)),
      refusal(() => readDigits(dirname(path))),
      refusal(() => digitsFromFiles([{ name, bytes }], undefined, options)),
      refusal(() => digitsFromFiles([{ name: `${name}.gz`, bytes: gzipSync(bytes) }], undefined, options)),
    ]) {
      expect(message).toContain(says);
      expect(message).toMatch(/In Python|Unpack|It is a model/);
    }
  });
});

/** Runs a program that needs NumPy; false where this machine has none. */
function ranPython(script: string): boolean {
  for (const python of ["python3", "/usr/bin/python3"]) {
    try {
      execFileSync(python, ["-c", script], { stdio: "ignore" });
      return true;
    } catch {}
  }
  console.log("no Python with NumPy: Keras' mnist.npz as NumPy writes it is left out");
  return false;
}
