import { ArgumentError } from "@mnist/tensor";
import { zlibSync } from "fflate";
import { concatenate } from "../../archives/byte-source.js";
import { crc32 } from "../../archives/checksum.js";
import type { Picture } from "./decode-png.js";
import { signature } from "./png-chunks.js";

const colorTypeOf = { 1: 0, 2: 4, 3: 2, 4: 6 } as const;

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let index = 0; index < 4; index++) bytes[4 + index] = type.charCodeAt(index);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes, 0, 4, data.length + 8));
  return bytes;
}

/** @throws ArgumentError where the picture's data does not fit its size */
export function checkPicture({ width, height, channels, data }: Picture): void {
  if (!(width >= 1 && height >= 1) || data.length !== width * height * channels) {
    throw new ArgumentError({
      operation: "encodePng",
      got: `${data.length} bytes for ${width}×${height}×${channels}`,
      expected: `${width * height * channels} bytes, and at least one pixel`,
    });
  }
}

/**
 * Encodes a picture as an 8-bit PNG; the same picture always gives the same bytes.
 * @throws ArgumentError where the picture's data does not fit its size.
 * @example const bytes = encodePng({ width: 28, height: 28, channels: 1, data });
 */
export function encodePng(picture: Picture): Uint8Array {
  checkPicture(picture);
  const { width, height, channels, data } = picture;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, colorTypeOf[channels], 0, 0, 0], 8);
  const rowLength = width * channels;
  const rows = new Uint8Array(height * (rowLength + 1));
  for (let row = 0; row < height; row++) {
    rows.set(data.subarray(row * rowLength, (row + 1) * rowLength), row * (rowLength + 1) + 1);
  }
  return concatenate([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", zlibSync(rows, { level: 9 })),
    chunk("IEND", new Uint8Array(0)),
  ]);
}
