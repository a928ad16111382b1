import { encode } from "jpeg-js";
import { describe, expect, it } from "vitest";
import { FileError } from "../../file-error.js";
import { dataErrorOf } from "../../testing/expect-error.js";
import { decodePicture } from "../decode-picture.js";
import { decodeJpeg } from "./decode-jpeg.js";
import { exifOrientation, type Orientation } from "./exif-orientation.js";

/** Dark where x < 8, and darker still where y < 8 as well: no turn or mirror image is like another. */
const [width, height] = [32, 16];
const level = (x: number, y: number) => (x < 8 ? (y < 8 ? 20 : 110) : 220);

function jpeg(): Uint8Array {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.fill(level(x, y), (y * width + x) * 4, (y * width + x) * 4 + 3);
  return Uint8Array.from(encode({ width, height, data }, 100).data);
}

/** The same file with an EXIF block, in either byte order. */
function withOrientation(bytes: Uint8Array, orientation: number, little = false): Uint8Array {
  const block = new Uint8Array(36);
  const view = new DataView(block.buffer);
  view.setUint16(0, 0xffe1);
  view.setUint16(2, 34);
  block.set(new TextEncoder().encode("Exif"), 4);
  view.setUint16(10, little ? 0x4949 : 0x4d4d);
  view.setUint16(12, 42, little);
  view.setUint32(14, 8, little);
  view.setUint16(18, 1, little);
  view.setUint16(20, 0x0112, little);
  view.setUint16(22, 3, little);
  view.setUint32(24, 1, little);
  view.setUint16(28, orientation, little);
  return Uint8Array.from([...bytes.subarray(0, 2), ...block, ...bytes.subarray(2)]);
}

describe("decodeJpeg", () => {
  it("decodes to RGB", () => {
    const picture = decodeJpeg(jpeg());
    expect([picture.width, picture.height, picture.channels]).toEqual([width, height, 3]);
    for (const [x, y] of [
      [2, 2],
      [2, 12],
      [20, 5],
    ] as const) {
      const at = (y * width + x) * 3;
      for (const sample of picture.data.subarray(at, at + 3))
        expect(Math.abs(sample - level(x, y))).toBeLessThan(4);
    }
  });

  // Where the picture's first row and column go: EXIF 2.32, 4.6.4.
  it.each([
    [1, "top", "left"],
    [2, "top", "right"],
    [3, "bottom", "right"],
    [4, "bottom", "left"],
    [5, "left", "top"],
    [6, "right", "top"],
    [7, "right", "bottom"],
    [8, "left", "bottom"],
  ] as const)("orientation %i: row 0 is at the %s, column 0 at the %s", (orientation, row, column) => {
    for (const little of [false, true]) {
      const bytes = withOrientation(jpeg(), orientation, little);
      expect(exifOrientation(bytes)).toBe(orientation);
      const picture = decodePicture(bytes, "photo.jpg");
      const isTurned = (orientation as Orientation) >= 5;
      expect([picture.width, picture.height]).toEqual(isTurned ? [height, width] : [width, height]);
      const darkest = [row, column];
      const x = darkest.includes("left") ? 2 : picture.width - 3;
      const y = darkest.includes("top") ? 2 : picture.height - 3;
      expect(Math.abs(picture.data[(y * picture.width + x) * 3]! - 20)).toBeLessThan(4);
      // The middling stretch continues the dark one along the picture's own columns.
      const [u, v] = isTurned ? [picture.width - 1 - x, y] : [x, picture.height - 1 - y];
      expect(Math.abs(picture.data[(v * picture.width + u) * 3]! - 110)).toBeLessThan(4);
    }
  });

  it("takes nonsense in EXIF for none", () => {
    expect(exifOrientation(withOrientation(jpeg(), 9))).toBe(1);
    expect(exifOrientation(jpeg())).toBe(1);
    expect(exifOrientation(withOrientation(jpeg(), 6).subarray(0, 25))).toBe(1);
  });

  it("says what is wrong with a damaged one, by typed errors alone", () => {
    const bytes = jpeg();
    expect(dataErrorOf(() => decodeJpeg(bytes.subarray(0, 30), "a.jpg")).message).toContain(
      "a.jpg at byte 0: got a JPEG without a frame that gives its size",
    );
    expect(dataErrorOf(() => decodeJpeg(bytes, "a.jpg", { maximumPixels: 100 })).message).toContain(
      "got a picture of 32×16; expected 1 to 100 pixels",
    );
    expect(dataErrorOf(() => decodeJpeg(bytes, "a.jpg", { maximumBytes: 100 })).message).toContain(
      "got 1536 bytes of samples; expected at most 100",
    );
    // The frame's height and width made 4096: 3 × 4096² / 64 blocks, in a file of some hundred bytes.
    const frame = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xc0);
    const grown = bytes.slice();
    grown.set([0x10, 0, 0x10, 0], frame + 5);
    expect(dataErrorOf(() => decodeJpeg(grown, "a.jpg")).message).toContain(
      `got ${bytes.length} bytes; expected at least 98304 for 4096×4096`,
    );
    for (let length = 2; length < bytes.length; length += 13) {
      try {
        decodeJpeg(bytes.subarray(0, length), "a.jpg");
      } catch (error) {
        expect(error).toBeInstanceOf(FileError);
      }
    }
  });
});
