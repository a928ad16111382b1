import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readDigits } from "../index.js";
import { dataErrorOf } from "../testing/expect-error.js";
import { countsOf, png, readPictures, written } from "../testing/made-files.js";

const numbers = Array.from({ length: 10 }, (_, index) => index);
const text = (lines: readonly string[]) => new TextEncoder().encode(lines.join("\n"));
const pictures = (...paths: string[]) =>
  written(Object.fromEntries(paths.map((path, level) => [path, png(level)])));

describe("pictures whose names hold their class", () => {
  it.each<[string, (name: string, index: number) => string]>([
    ["cat.0.jpg, as Kaggle's", (name, index) => `${name}.${index}.jpg`],
    ["cat_001.png", (name, index) => `${name}_00${index}.png`],
    ["cat-1.png", (name, index) => `${name}-${index}.png`],
    ["cat (1).png, as Windows names copies", (name, index) => `${name} (${index}).png`],
    ["cat1.png", (name, index) => `${name}${index}.png`],
    ["001_cat.png", (name, index) => `00${index}_${name}.png`],
  ])("%s", (_, nameOf) => {
    const files = ["cat", "dog"].flatMap((name) => numbers.map((index) => nameOf(name, index)));
    for (const folder of ["", "train/", "images/", "pets/images/"]) {
      const splits = readPictures(...files.map((file) => `${folder}${file}`));
      expect(splits.train.classes).toEqual(["cat", "dog"]);
      expect(countsOf(splits)).toEqual([16, 4]);
      expect(splits.report!.notes[0]).toBe("each picture has the class that its name holds");
    }
  });

  it("takes digits by their names, and the parts that folders are", () => {
    const files = (part: string) =>
      ["3", "7"].flatMap((digit) => numbers.map((i) => `${part}/${digit}_${i}.png`));
    const splits = readPictures(...files("train"), ...files("test"));
    expect(splits.train.classes).toEqual(["3", "7"]);
    expect(countsOf(splits)).toEqual([20, 20]);
  });

  it("reads Kaggle's dogs and cats as they unpack, and tells of the pictures without a class", () => {
    const files = ["cat", "dog"].flatMap((name) => numbers.map((index) => `train/${name}.${index}.jpg`));
    const splits = readDigits(pictures(...files, ...numbers.map((index) => `test1/${index}.jpg`)));
    expect(splits.train.classes).toEqual(["cat", "dog"]);
    expect(splits.report!.passedOver).toEqual([
      { reason: "pictures whose names hold no class", count: 10, first: "test1/0.jpg" },
    ]);
  });

  it("makes no classes of a camera's numbers, nor where folders are the classes", () => {
    for (const folder of ["", "train/", "images/"])
      expect(dataErrorOf(() => readPictures(...numbers.map((i) => `${folder}IMG_00${i}.png`))).message).toBe(
        "set: got 10 pictures in no class's folder; expected pictures in one folder a class, like train/3/12.png, or with their class in their names, like cat.12.png.",
      );
    const splits = readPictures(
      ...["a", "b"].flatMap((name) => numbers.map((i) => `${name}/x${i % 2}_${i}.png`)),
    );
    expect(splits.train.classes).toEqual(["a", "b"]);
  });
});

describe("pictures with a table of their classes", () => {
  const rows = (row: (index: number) => string) => numbers.map(row);
  const breed = (index: number) => ["cat", "dog"][index % 2]!;
  it.each<[string, string[]]>([
    ["names with endings", ["filename,label", ...rows((i) => `p${i}.png,${breed(i)}`)]],
    ["names without", ["id,breed", ...rows((i) => `p${i},${breed(i)}`)]],
    ["paths", ["file,class", ...rows((i) => `train/p${i}.png,${breed(i)}`)]],
    ["more columns", ["id,image,width,label", ...rows((i) => `${i + 50},p${i}.png,28,${breed(i)}`)]],
    ["no titles, quoted", rows((i) => `"p${i}.png","${breed(i)}"`)],
  ])("%s", (_, lines) => {
    const files = Object.fromEntries(numbers.map((index) => [`train/p${index}.png`, png(index)]));
    const test = { "test/q1.png": png(), "test/q2.png": png() };
    const splits = readDigits(written({ ...files, ...test, "labels.csv": text(lines) }));
    expect(splits.train.classes).toEqual(["cat", "dog"]);
    expect(countsOf(splits)).toEqual([8, 2]);
    for (const [index, label] of splits.train.labels.entries())
      expect(splits.train.images[784 * index]! % 2).toBe(label);
    expect(splits.report).toMatchObject({
      passedOver: [{ reason: "pictures that the table does not name", count: 2, first: "test/q1.png" }],
    });
    expect(splits.report!.notes[0]).toBe("each picture has the class that labels.csv gives it");
  });
});

describe("each class with parts of its own", () => {
  it("puts cat/train and dog/train under train", () => {
    const paths = ["cat", "dog"].flatMap((name) => [
      ...["train", "test"].flatMap((part) => [`${name}/${part}/1.png`, `${name}/${part}/2.png`]),
      `${name}/loose.png`,
    ]);
    for (const above of ["", "pets/"]) {
      const splits = readDigits(join(pictures(...paths.map((path) => `${above}${path}`)), above));
      expect(countsOf(splits)).toEqual([4, 4]);
      expect(splits.train.classes).toEqual(["cat", "dog"]);
      expect(splits.report!.passedOver).toMatchObject([
        { reason: "pictures beside the folders to train with", count: 2 },
      ]);
    }
  });
});

it("tells of a third part that is not taken", () => {
  const { report } = readPictures("train/a/1.png", "valid/a/1.png", "test/a/1.png", "test/a/2.png");
  expect(report!.passedOver).toEqual([{ reason: "pictures of a third part", count: 2, first: "test" }]);
});
