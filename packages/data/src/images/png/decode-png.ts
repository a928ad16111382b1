import { ArgumentError, FileError } from "@mnist/tensor";
import { checkSetting, checkSettings } from "../../check-settings.js";
import { readChunks } from "./png-chunks.js";
import { unfilter } from "./png-filters.js";
import { rowBytes, samplesOf } from "./png-header.js";
import { inflatePixels } from "./png-inflate.js";
import { channelsOf, passesOf, writePass } from "./png-pixels.js";

/** Where the size stands in a PNG. */
const headerOffset = 16;

/** A picture as rows of pixels, top left first, each of `channels` bytes. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha. */
  readonly channels: 1 | 2 | 3 | 4;
  /** Samples 0..255, `height × width × channels` of them. */
  readonly data: Uint8Array;
}

export interface DecodePngOptions {
  /** The most pixels that a picture may have. @default 2^24 */
  readonly maximumPixels?: number;
  /** The most bytes that its rows may take before they become 8-bit samples. @default 65 MiB: 4 bytes for each of 2^24 pixels */
  readonly maximumBytes?: number;
}

/** @throws ArgumentError for options that there are not, and limits that are none. */
export function checkDecoding(operation: string, name: unknown, options: DecodePngOptions): void {
  checkSetting(operation, "name", name, "text");
  checkSettings(operation, options, { maximumPixels: "limit", maximumBytes: "limit" });
}

/**
 * Decodes a PNG of any color type, bit depth and interlacing to 8-bit samples, in Node and in the browser.
 * Samples of other depths are scaled to 0..255 and rounded; palettes become RGB, tRNS becomes alpha.
 * @throws FileError where the file is damaged, cut short or too large, and ArgumentError for options that there are not.
 * @example const { width, height, data } = decodePng(bytes, "three.png");
 */
export function decodePng(bytes: Uint8Array, name = "PNG", options: DecodePngOptions = {}): Picture {
  checkDecoding("decodePng", name, options);
  const chunks = readChunks(bytes, name, options.maximumPixels ?? 2 ** 24);
  const { header } = chunks;
  const channels = channelsOf(chunks);
  const passes = passesOf(header.width, header.height, header.interlaced);
  const length = passes.reduce((total, pass) => total + pass.height * (1 + rowBytes(header, pass.width)), 0);
  const { maximumBytes = 65 * 2 ** 20 } = options;
  if (length > maximumBytes) {
    const got = `a picture whose rows take ${length} bytes`;
    const hint = "Make the picture smaller, or raise maximumBytes.";
    throw new FileError({ file: name, offset: headerOffset, got, expected: `at most ${maximumBytes}`, hint });
  }
  const packed = inflatePixels(chunks.compressed, length, name, chunks.compressedOffset);
  const pixelBytes = Math.max(1, (samplesOf(header) * header.bitDepth) >> 3);
  const data = new Uint8Array(header.width * header.height * channels);
  let start = 0;
  for (const pass of passes) {
    const rowLength = rowBytes(header, pass.width);
    unfilter(packed, start, pass.height, rowLength, pixelBytes, {
      file: name,
      offset: chunks.compressedOffset,
    });
    const asStored = header.bitDepth === 8 && channels === samplesOf(header) && header.colorType !== 3;
    if (asStored && !header.interlaced && rowLength >= 16) {
      for (let row = 0; row < pass.height; row++) {
        const from = row * (rowLength + 1) + 1;
        data.set(packed.subarray(from, from + rowLength), row * rowLength);
      }
    } else {
      writePass(chunks, packed, start, rowLength, pass, data);
    }
    start += pass.height * (rowLength + 1);
  }
  return { width: header.width, height: header.height, channels, data };
}

/**
 * One gray byte a pixel: alpha over white, then luma 0.299 R + 0.587 G + 0.114 B, rounded.
 * @throws ArgumentError where the picture's data does not fit its size.
 */
export function toGrayscale(picture: Picture): Uint8Array {
  const { width, height, channels, data } = picture;
  if (data.length !== width * height * channels) {
    throw new ArgumentError({
      operation: "toGrayscale",
      got: `${data.length} bytes for ${width}×${height}×${channels}`,
      expected: `${width * height * channels}`,
    });
  }
  if (channels === 1) return data.slice();
  const gray = new Uint8Array(width * height);
  for (let pixel = 0; pixel < gray.length; pixel++) {
    const at = pixel * channels;
    const luma =
      channels === 2 ? data[at]! : 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
    const alpha = channels === 3 ? 1 : data[at + channels - 1]! / 255;
    gray[pixel] = Math.round(luma * alpha + 255 * (1 - alpha));
  }
  return gray;
}
