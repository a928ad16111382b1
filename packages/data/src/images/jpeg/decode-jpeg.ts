import { decode } from "jpeg-js";
import { FileError } from "../../file-error.js";
import { checkDecoding, type Picture } from "../png/decode-png.js";
import { exifOrientation, upright } from "./exif-orientation.js";

export interface DecodeJpegOptions {
  /** The most pixels that a picture may have. @default 2^24 */
  readonly maximumPixels?: number;
  /** The most bytes that its samples may take. @default 65 MiB: 4 bytes for each of 2^24 pixels */
  readonly maximumBytes?: number;
}

/** What a frame's header says. */
interface Frame {
  readonly width: number;
  readonly height: number;
  /** Samples of a pixel, and blocks of 8×8 samples in the whole picture, about. */
  readonly samples: number;
  readonly blocks: number;
  /** Where the header lies. */
  readonly offset: number;
}

/** True where `bytes` begin as a JPEG does. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/**
 * Decodes a JPEG, baseline or progressive, to RGB samples, upright as its EXIF orientation says.
 * @throws FileError where the file is damaged, cut short or too large, and ArgumentError for options that there are not.
 * @example const { width, height, data } = decodeJpeg(bytes, "photo.jpg");
 */
export function decodeJpeg(bytes: Uint8Array, name = "JPEG", options: DecodeJpegOptions = {}): Picture {
  checkDecoding("decodeJpeg", name, options);
  const { maximumPixels = 2 ** 24, maximumBytes = 65 * 2 ** 20 } = options;
  const frame = frameOf(bytes);
  const refuse = (got: string, expected: string, hint: string, cause?: unknown) =>
    new FileError({ file: name, offset: frame?.offset ?? 0, got, expected, hint }, { cause });
  const damaged = "The picture is damaged: save it again.";
  if (frame === null) throw refuse("a JPEG without a frame that gives its size", "a whole JPEG", damaged);
  const { width, height, samples, blocks } = frame;
  if (width * height === 0 || width * height > maximumPixels) {
    throw refuse(`a picture of ${width}×${height}`, `1 to ${maximumPixels} pixels`, "Make it smaller first.");
  }
  const size = width * height * samples;
  if (size > maximumBytes)
    throw refuse(`${size} bytes of samples`, `at most ${maximumBytes}`, "Make it smaller first.");
  // Every block takes a bit at least: what can't be whole is refused before memory is taken for it.
  if (bytes.length < blocks / 8)
    throw refuse(
      `${bytes.length} bytes`,
      `at least ${Math.ceil(blocks / 8)} for ${width}×${height}`,
      damaged,
    );
  try {
    const decoded = decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxMemoryUsageInMB: 512,
    });
    const picture: Picture = { width, height, channels: 3, data: decoded.data };
    return upright(picture, exifOrientation(bytes));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw refuse(`a JPEG that does not decode (${reason})`, "a whole JPEG", damaged, cause);
  }
}

/** What the frame header says; null where there is none. */
function frameOf(bytes: Uint8Array): Frame | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 10 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const [height, width, samples] = [view.getUint16(at + 5), view.getUint16(at + 7), bytes[at + 9]!];
      // How often a component is sampled across and down, as two halves of a byte.
      const rates = Array.from({ length: samples }, (_, index) => bytes[at + 11 + 3 * index] ?? 0);
      const most = Math.max(...rates.map((rate) => rate >> 4)) * Math.max(...rates.map((rate) => rate & 15));
      const share = rates.reduce((sum, rate) => sum + ((rate >> 4) * (rate & 15)) / most, 0);
      return { width, height, samples, blocks: ((width * height) / 64) * share, offset: at };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
