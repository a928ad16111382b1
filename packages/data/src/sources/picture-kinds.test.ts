import { encode } from "jpeg-js";
import { describe, expect, it } from "vitest";
import type { FolderEntry } from "../image-folder.js";
import { encodePng } from "../images/png/encode-png.js";
import { dataErrorOf } from "../testing/expect-error.js";
import { digitsFromFolder } from "./digit-files.js";

const options = { source: "made up" };
const refusal = (action: () => unknown) => dataErrorOf(action).message;

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
