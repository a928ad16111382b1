import type { Picture } from "../png/decode-png.js";

/** How a camera was held, as EXIF numbers it; 1 is upright. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const orientationTag = 0x0112;

/**
 * The orientation that a JPEG's EXIF block states; 1 where it has none or states nonsense.
 * @source Exif 2.32, 4.6.4 (tag 274) and TIFF 6.0, section 2
 */
export function exifOrientation(bytes: Uint8Array): Orientation {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Segments up to the picture's own data: a marker, then a length that counts itself.
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
    const length = view.getUint16(at + 2);
    if (bytes[at + 1] === 0xe1) {
      const found = orientationIn(view, at + 4, Math.min(at + 2 + length, bytes.length));
      if (found !== null) return found;
    }
    at += 2 + length;
  }
  return 1;
}

/** Looks through the first directory of an EXIF block; null where it is none, or says nothing. */
function orientationIn(view: DataView, start: number, end: number): Orientation | null {
  const isExif = start + 14 <= end && view.getUint32(start) === 0x45786966 && view.getUint16(start + 4) === 0;
  if (!isExif) return null;
  const tiff = start + 6;
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  if (directory + 2 > end) return null;
  const entries = view.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + 12 * entry;
    if (at + 12 > end) return null;
    if (view.getUint16(at, little) !== orientationTag) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? (value as Orientation) : null;
  }
  return null;
}

/** The picture as it was seen: turned and mirrored as its orientation says. */
export function upright(picture: Picture, orientation: Orientation): Picture {
  if (orientation === 1) return picture;
  const { width, height, channels, data } = picture;
  const isTurned = orientation >= 5;
  const [columns, rows] = isTurned ? [height, width] : [width, height];
  const mirrored = [2, 3, 7, 8].includes(orientation);
  const flipped = [3, 4, 6, 7].includes(orientation);
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const across = isTurned ? y : x;
      const down = isTurned ? x : y;
      const column = mirrored ? width - 1 - across : across;
      const row = flipped ? height - 1 - down : down;
      const from = (row * width + column) * channels;
      for (let c = 0; c < channels; c++) turned[(y * columns + x) * channels + c] = data[from + c]!;
    }
  }
  return { width: columns, height: rows, channels, data: turned };
}
