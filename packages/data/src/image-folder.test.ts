import { describe, expect, it } from "vitest";
import { readTar } from "./archives/tar.js";
import { type FolderEntry, readImageFolder } from "./image-folder.js";
import { encodePng } from "./images/png/encode-png.js";
import { dataErrorOf, expectBytes } from "./testing/expect-error.js";
import { makeTar } from "./testing/make-archive.js";
import { madePicture, makeFolderEntries } from "./testing/make-digits.js";

/** A file of one gray pixel. */
const dot = (path: string, value: number): FolderEntry => ({
  kind: "file",
  path,
  data: encodePng({ width: 1, height: 1, channels: 1, data: Uint8Array.of(value) }),
});

describe("readImageFolder", () => {
  it("orders class by class and by file number, whatever the archive's order", () => {
    const entries = [
      dot("r/train/7/10.png", 1),
      dot("r/train/3/9.png", 2),
      dot("r/train/7/9.png", 3),
      dot("r/train/3/100.png", 4),
    ];
    const set = readImageFolder(entries).get("train")!;
    expect(set.classes).toEqual(["3", "7"]);
    expect(Array.from(set.images)).toEqual([2, 4, 3, 1]);
    expect(Array.from(set.labels)).toEqual([0, 0, 1, 1]);
  });

  it("reads a tar of two splits", () => {
    const sets = readImageFolder(readTar(makeTar(makeFolderEntries("mnist_png/", 50, 20))));
    expect([...sets.keys()]).toEqual(["training", "testing"]);
    const { images, labels, width, height } = sets.get("training")!;
    expect([labels.length, width, height]).toEqual([50, 28, 28]);
    // Class 0 holds pictures 0, 10, 20, …; class 1 holds 3, 13, …, for 3 × 7 mod 10 is 1.
    expectBytes(images.subarray(784, 2 * 784), madePicture(10));
    expectBytes(images.subarray(5 * 784, 6 * 784), madePicture(3));
  });

  it("passes over hidden files, other files, folders and pictures without a class", () => {
    const entries: FolderEntry[] = [
      dot("train/a/1.png", 1),
      dot("train/a/._1.png", 9),
      { kind: "file", path: "train/a/notes.txt", data: new Uint8Array(3) },
      { kind: "folder", path: "train/b", data: new Uint8Array(0) },
      dot("test/5.png", 9),
      dot("stray.png", 9),
    ];
    const sets = readImageFolder(entries);
    expect([...sets.keys()]).toEqual(["train"]);
    expect(Array.from(sets.get("train")!.images)).toEqual([1]);
  });

  it("answers classes without a split under the empty name, and turns colors to gray", () => {
    const data = encodePng({ width: 1, height: 1, channels: 3, data: Uint8Array.of(0, 255, 0) });
    const set = readImageFolder([{ kind: "file", path: "b/1.PNG", data }, dot("a/1.png", 5)]).get("")!;
    expect(set.classes).toEqual(["a", "b"]);
    expect(Array.from(set.images)).toEqual([5, 150]);
  });

  it("says which picture is wrong", () => {
    const wide = encodePng({ width: 2, height: 1, channels: 1, data: new Uint8Array(2) });
    const odd: FolderEntry = { kind: "file", path: "train/a/2.png", data: wide };
    expect(dataErrorOf(() => readImageFolder([dot("train/a/1.png", 0), odd], "set.tgz")).message).toBe(
      "set.tgz: train/a/2.png: got a picture of 2×1; expected 1×1, as the first one has. Bring them to one size first.",
    );
    const cut = { ...odd, data: wide.subarray(0, 20) };
    expect(dataErrorOf(() => readImageFolder([cut], "set.tgz")).message).toMatch(
      /^set\.tgz: train\/a\/2\.png at byte/,
    );
    expect(dataErrorOf(() => readImageFolder([], "set.tgz")).message).toContain("got no picture");
  });
});
