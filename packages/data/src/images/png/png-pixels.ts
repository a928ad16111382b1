import type { PngChunks } from "./png-chunks.js";
import { samplesOf } from "./png-header.js";

/** Where a pass of the picture goes: the whole of it, or one of Adam7's seven. */
export interface Pass {
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
  readonly width: number;
  readonly height: number;
}

const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** The passes of a picture that hold any pixel. */
export function passesOf(width: number, height: number, interlaced: boolean): Pass[] {
  if (!interlaced) return [{ x: 0, y: 0, stepX: 1, stepY: 1, width, height }];
  return adam7
    .map(([x, y, stepX, stepY]) => {
      return {
        x,
        y,
        stepX,
        stepY,
        width: Math.ceil((width - x) / stepX),
        height: Math.ceil((height - y) / stepY),
      };
    })
    .filter((pass) => pass.width > 0 && pass.height > 0);
}

/** Samples of a pixel once decoded: 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha. */
export function channelsOf({ header, transparency }: PngChunks): 1 | 2 | 3 | 4 {
  const alpha = header.colorType === 4 || header.colorType === 6 || transparency !== undefined;
  const color = header.colorType === 2 || header.colorType === 3 || header.colorType === 6;
  return color ? (alpha ? 4 : 3) : alpha ? 2 : 1;
}

/** Reads the samples of an unfiltered row, whatever their bits. */
function sampleReader(bytes: Uint8Array, bitDepth: number): (rowStart: number, index: number) => number {
  if (bitDepth === 8) return (rowStart, index) => bytes[rowStart + index]!;
  if (bitDepth === 16)
    return (rowStart, index) => (bytes[rowStart + 2 * index]! << 8) | bytes[rowStart + 2 * index + 1]!;
  const perByte = 8 / bitDepth;
  const mask = (1 << bitDepth) - 1;
  return (rowStart, index) => {
    const shift = 8 - bitDepth * ((index % perByte) + 1);
    return (bytes[rowStart + Math.floor(index / perByte)]! >> shift) & mask;
  };
}

/** Writes the pixels of one pass into `data`, as 8-bit samples; `start` is the pass's first filter byte. */
export function writePass(
  chunks: PngChunks,
  bytes: Uint8Array,
  start: number,
  rowLength: number,
  pass: Pass,
  data: Uint8Array,
): void {
  const { header, palette, transparency } = chunks;
  const samples = samplesOf(header);
  const channels = channelsOf(chunks);
  const read = sampleReader(bytes, header.bitDepth);
  const largest = 2 ** header.bitDepth - 1;
  const clear = header.colorType === 3 ? undefined : transparentSamples(transparency, samples);
  for (let row = 0; row < pass.height; row++) {
    const rowStart = start + row * (rowLength + 1) + 1;
    const line = (pass.y + row * pass.stepY) * header.width;
    for (let column = 0; column < pass.width; column++) {
      const to = (line + pass.x + column * pass.stepX) * channels;
      if (header.colorType === 3) {
        const entry = read(rowStart, column);
        // An entry past the palette's end is black, as libpng has it.
        for (let channel = 0; channel < 3; channel++)
          data[to + channel] = palette?.[entry * 3 + channel] ?? 0;
        if (channels === 4) data[to + 3] = transparency?.[entry] ?? 255;
      } else {
        let matches = clear !== undefined;
        for (let sample = 0; sample < samples; sample++) {
          const value = read(rowStart, column * samples + sample);
          if (matches && value !== clear?.[sample]) matches = false;
          data[to + sample] = Math.floor((value * 255) / largest + 0.5);
        }
        if (clear !== undefined) data[to + samples] = matches ? 0 : 255;
      }
    }
  }
}

/** The one gray or color that a tRNS chunk makes transparent. */
function transparentSamples(transparency: Uint8Array | undefined, samples: number): number[] | undefined {
  if (transparency === undefined || samples % 2 === 0) return undefined;
  return Array.from({ length: samples }, (_, index) => {
    return ((transparency[2 * index] ?? 0) << 8) | (transparency[2 * index + 1] ?? 0);
  });
}
