import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FolderEntry } from "../image-folder.js";
import { describeReport, readDigits } from "../index.js";
import { dataErrorOf, expectBytes } from "../testing/expect-error.js";
import { countsOf, pictureEntries, png, readPictures, written } from "../testing/made-files.js";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { digitsFromFolder } from "./digit-files.js";

const options = { source: "made up" };
const refusal = (action: () => unknown) => dataErrorOf(action).message;

describe("folders as people lay them out", () => {
  it.each([
    ["train", "valid"],
    ["train", "val"],
    ["training", "testing"],
    ["Train", "Test"],
    ["TRAINING", "Validation"],
    ["data/pets/train", "data/pets/test"],
  ])("%s and %s", (train, valid) => {
    const splits = readPictures(`${train}/cat/1.png`, `${train}/dog/2.png`, `${valid}/cat/3.png`);
    expect(countsOf(splits)).toEqual([2, 1]);
    expect(splits.valid.classes).toEqual(["cat", "dog"]);
    expect(splits.report).toEqual({ passedOver: [], notes: [] });
  });

  it("takes valid before test, and says what becomes of the third", () => {
    const { valid } = readPictures(
      "train/a/1.png",
      "train/b/1.png",
      "test/a/2.png",
      "valid/a/3.png",
      "valid/b/3.png",
    );
    expect(valid.labels).toHaveLength(2);
  });

  it("has no use for a share where there are pictures to check with", () => {
    const entries = pictureEntries("train/a/1.png", "train/b/1.png", "valid/a/3.png", "valid/b/3.png");
    expect(() => digitsFromFolder(entries, "pets", { ...options, validShare: 0.25 })).toThrow(
      /^validShare: got 0\.25 for .*, which has pictures of its own to check with; expected data of one part\. Leave it out\.$/,
    );
  });

  it("holds back a share of each class of one flat folder, drawn by the seed", () => {
    const paths = ["cat", "dog", "emu"].flatMap((name) =>
      Array.from({ length: 20 }, (_, index) => `pets/${name}/${index}.png`),
    );
    const splits = digitsFromFolder(pictureEntries(...paths), "pets", {
      ...options,
      validShare: 0.25,
      seed: 7,
    });
    expect(countsOf(splits)).toEqual([45, 15]);
    const ofEach = (labels: Uint8Array) =>
      [0, 1, 2].map((each) => labels.filter((label) => label === each).length);
    expect([ofEach(splits.train.labels), ofEach(splits.valid.labels)]).toEqual([
      [15, 15, 15],
      [5, 5, 5],
    ]);
    expect(splits.report!.notes).toEqual([
      "15 of them, 25 % of each class, are held back to check with (seed 7)",
    ]);
    const other = digitsFromFolder(pictureEntries(...paths), "pets", {
      ...options,
      validShare: 0.25,
      seed: 8,
    });
    expect(other.valid.images).not.toEqual(splits.valid.images);
    const again = digitsFromFolder(pictureEntries(...paths), "pets", {
      ...options,
      validShare: 0.25,
      seed: 7,
    });
    expectBytes(again.valid.images, splits.valid.images);
  });

  it("takes zero … nine, one class of train without valid, pictures in folders within a class", () => {
    const words = ["zero", "one", "two"].flatMap((name) => [`train/${name}/1.png`, `valid/${name}/1.png`]);
    expect(readPictures(...words).train.classes).toEqual(["one", "two", "zero"]);
    const nested = readPictures(
      "train/cat/2019/1.png",
      "train/cat/2020/2.png",
      "train/dog/3.png",
      "valid/dog/1.png",
    );
    expect([nested.train.classes, Array.from(nested.train.labels)]).toEqual([
      ["cat", "dog"],
      [0, 0, 1],
    ]);
    expect(
      readPictures("all/images/a/1.png", "all/images/a/2.png", "all/images/b/1.png", "all/images/b/2.png")
        .train.classes,
    ).toEqual(["a", "b"]);
  });

  it("takes the highest copy and says what it passed over", () => {
    const splits = readPictures(
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
    expect(countsOf(splits)).toEqual([2, 2]);
    expect(splits.report!.passedOver).toEqual([
      { reason: "hidden files", count: 2, first: "train/3/.hidden.png" },
      { reason: "files that are no pictures", count: 1, first: "readme.txt" },
      { reason: "pictures in HEIC, which is not read", count: 1, first: "train/3/photo.heic" },
      { reason: "pictures beside the folders to train with", count: 2, first: "old/train/3" },
      { reason: "pictures outside of a class's folder", count: 1, first: "train" },
      { reason: "files beside the pictures", count: 1, first: "labels.csv" },
    ]);
    expect(describeReport(splits)).toMatch(
      /^2 \+ 2 pictures of 2 classes: 3 \(1 \+ 1\), 7 \(1 \+ 1\); passed over: 2 hidden files \(the first train\/3\/\.hidden\.png\), 1 files/,
    );
    const flat = readPictures("cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png", "old/cat/1.png");
    expect(flat.train.classes).toEqual(["cat", "dog"]);
    expect(flat.report!.passedOver[0]!.reason).toBe("copies of the classes that lie deeper");
  });

  it("tells of a class that can be checked but not learned, and of a class's folder without pictures", () => {
    expect(refusal(() => readPictures("train/cat/1.png", "valid/dog/1.png"))).toBe(
      'set: got pictures of "dog" to check with, and none to learn from; expected the classes cat. Add a folder "dog" to those to train with, or take it away.',
    );
    const empty: FolderEntry = { kind: "folder", path: "train/dog", data: new Uint8Array(0) };
    const splits = digitsFromFolder(
      [empty, ...pictureEntries("train/cat/1.png", "valid/cat/1.png")],
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
    expect(countsOf(readDigits(set))).toEqual([4, 4]);
  });
});
