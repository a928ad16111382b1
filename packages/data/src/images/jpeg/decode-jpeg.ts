import { decode } from "jpeg-js";
import { FileError } from "../../file-error.js";
import type { Picture } from "../png/decode-png.js";
import { exifOrientation, upright } from "./exif-orientation.js";

export interface DecodeJpegOptions {
  /** The most pixels that a picture may have. @default 2^24 */
  readonly maximumPixels?: number;
}

/** True where `bytes` begin as a JPEG does. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/**
 * Decodes a JPEG, baseline or progressive, to RGB samples, upright as its EXIF orientation says.
 * @throws FileError where the file is damaged, cut short or too large.
 * @example const { width, height, data } = decodeJpeg(bytes, "photo.jpg");
 */
export function decodeJpeg(bytes: Uint8Array, name = "JPEG", options: DecodeJpegOptions = {}): Picture {
  const { maximumPixels = 2 ** 24 } = options;
  const size = sizeOf(bytes);
  const refuse = (got: string, expected: string, hint: string, cause?: unknown) =>
    new FileError({ file: name, offset: size?.offset ?? 0, got, expected, hint }, { cause });
  const damaged = "The picture is damaged: save it again.";
  if (size === null) throw refuse("a JPEG without a frame that gives its size", "a whole JPEG", damaged);
  const { width, height } = size;
  if (width * height === 0 || width * height > maximumPixels) {
    throw refuse(`a picture of ${width}×${height}`, `1 to ${maximumPixels} pixels`, "Make it smaller first.");
  }
  try {
    const decoded = decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxMemoryUsageInMB: 1024,
    });
    const picture: Picture = { width, height, channels: 3, data: decoded.data };
    return upright(picture, exifOrientation(bytes));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw refuse(`a JPEG that does not decode (${reason})`, "a whole JPEG", damaged, cause);
  }
}

/** The size that the frame header gives, and where that lies; null where there is none. */
function sizeOf(bytes: Uint8Array): { width: number; height: number; offset: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5), offset: at };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
