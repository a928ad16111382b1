import { describe, expect, it } from "vitest";
import type { FolderEntry } from "../image-folder.js";
import { encodePng } from "../images/png/encode-png.js";
import { digitsFromFolder } from "./digit-files.js";
import { splitName, splitsAmong } from "./split-names.js";

const png = (level: number) =>
  encodePng({ width: 28, height: 28, channels: 1, data: new Uint8Array(784).fill(level) });
const read = (paths: readonly string[], empty: readonly string[] = []) =>
  digitsFromFolder(
    [
      ...paths.map((path, index): FolderEntry => ({ kind: "file", path, data: png(index) })),
      ...empty.map((path): FolderEntry => ({ kind: "file", path, data: new Uint8Array(0) })),
    ],
    "set",
    { source: "made up" },
  );

describe("folders that name their parts in other words", () => {
  it.each<[train: string, valid: string]>([
    ["training_set/training_set", "test_set/test_set"],
    ["dataset/training_set", "dataset/test_set"],
    ["seg_train/seg_train", "seg_test/seg_test"],
    ["train", "dev"],
    ["train", "holdout"],
    ["train", "eval"],
    ["Train", "Evaluation"],
    ["train_data", "val_data"],
    ["train-images", "valid-images"],
    ["TrainSet", "TestSet"].map((name) => name.replace("Set", " Set")) as [string, string],
    ["images/train", "images/val"],
    ["train1", "test1"],
    ["pets-train", "pets-val"],
    ["pets/pets.train", "pets/pets.test"],
    ["chest_xray/train", "chest_xray/val"],
  ])("%s and %s", (train, valid) => {
    const splits = read([`${train}/cat/1.jpg`, `${train}/dog/1.jpg`, `${valid}/cat/2.jpg`]);
    expect(splits.train.classes).toEqual(["cat", "dog"]);
    expect([splits.train.labels.length, splits.valid.labels.length]).toEqual([2, 1]);
    expect(splits.report).toEqual({ passedOver: [], notes: [] });
  });

  it.each<[string, string[]]>([
    ["things that are called so", ["test tubes", "trainers"]],
    ["plants", ["training wheels", "wheels"]],
    ["years", ["1999", "2001"]],
    ["other letters", ["Größe", "猫"]],
    ["names with dots and spaces", ["T-shirt or top", "v1.2"]],
    ["ImageNet's", ["n01440764", "n01443537"]],
  ])("leaves classes alone: %s", (_, classes) => {
    const { train } = read(classes.flatMap((name) => [`${name}/1.png`, `${name}/2.png`]));
    expect([...train.classes].sort()).toEqual([...classes].sort());
  });

  it("takes a class called as a part is, within a part", () => {
    const splits = read(["train/test/1.png", "train/valid/1.png", "valid/test/1.png"]);
    expect(splits.train.classes).toEqual(["test", "valid"]);
    expect(splits.valid.labels).toHaveLength(1);
  });

  it("takes one class for é in one letter and in two, as macOS writes it", () => {
    const splits = read(["train/e\u0301/1.png", "train/b/1.png", "valid/\u00e9/2.png", "valid/b/2.png"]);
    expect(splits.train.classes).toEqual(["b", "\u00e9"]);
    expect([...splits.valid.labels].sort()).toEqual([0, 1]);
  });

  it("counts the later of two files with one name, as tar does", () => {
    const { train } = read([
      "train/a/1.png",
      "train/a/2.png",
      "train/b/1.png",
      "train/a/1.png",
      "valid/a/1.png",
    ]);
    expect(Array.from(train.labels, (_, index) => train.images[784 * index])).toEqual([3, 1, 2]);
  });

  it("reads names word by word", () => {
    expect(splitName("Training Set")).toEqual({ word: "training", isTrain: true, whole: "" });
    expect(splitName("pets-val1")).toEqual({ word: "val", isTrain: false, whole: "pets 1" });
    expect(splitName("trainers")).toBeNull();
    expect([...splitsAmong(["pets-train", "cars-val", "test tubes"])]).toEqual([]);
  });
});

describe("files that are no pictures of the set", () => {
  it.each<[reason: string, paths: string[], empty: string[], first: string]>([
    ["empty files", [], ["Cat/666.jpg"], "Cat/666.jpg"],
    [
      "hidden files",
      ["Cat/@eaDir/1.png/SYNOPHOTO_THUMB_M.jpg"],
      [],
      "Cat/@eaDir/1.png/SYNOPHOTO_THUMB_M.jpg",
    ],
    [
      "hidden files",
      ["Cat/.ipynb_checkpoints/1-checkpoint.png"],
      [],
      "Cat/.ipynb_checkpoints/1-checkpoint.png",
    ],
    ["files that are no pictures", ["Cat/Thumbs.db"], [], "Cat/Thumbs.db"],
    ["copies of the classes that lie deeper", ["copy/Cat/1.png", "copy/Dog/1.png"], [], "copy/Cat"],
    ["files beside the pictures", ["_classes.csv"], [], "_classes.csv"],
  ])("%s are passed over, and said: %s", (reason, paths, empty, first) => {
    const splits = read(["Cat/1.jpe", "Cat/2.jfif", "Dog/1.JPG", "Dog/2.png", ...paths], empty);
    expect(splits.train.labels.length + splits.valid.labels.length).toBe(4);
    expect(splits.report!.passedOver[0]).toMatchObject({ reason, first });
  });
});
