import { FileError } from "../../file-error.js";

/** What a PNG's header chunk says. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits of one sample in the file: 1, 2, 4, 8 or 16. */
  readonly bitDepth: number;
  /** 0 gray, 2 RGB, 3 palette, 4 gray with alpha, 6 RGB with alpha. */
  readonly colorType: 0 | 2 | 3 | 4 | 6;
  readonly interlaced: boolean;
}

/** Samples of a pixel, and the bit depths allowed, by color type. */
const colorTypes: Record<number, { samples: number; depths: readonly number[] }> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};

/** Samples that the file holds for one pixel. */
export function samplesOf(header: PngHeader): number {
  return colorTypes[header.colorType]!.samples;
}

/** Bytes of one row of `width` pixels, without its filter byte. */
export function rowBytes(header: PngHeader, width: number): number {
  return Math.ceil((width * samplesOf(header) * header.bitDepth) / 8);
}

/**
 * Reads the 13 bytes of an IHDR chunk that lie at `offset`.
 * @throws FileError where a field is out of range or the picture has more than `maximumPixels`.
 */
export function readHeader(view: DataView, offset: number, file: string, maximumPixels: number): PngHeader {
  const refuse = (at: number, got: string, expected: string, hint?: string) =>
    new FileError({ file, offset: offset + at, got, expected, ...(hint === undefined ? {} : { hint }) });
  const width = view.getUint32(offset);
  const height = view.getUint32(offset + 4);
  const bitDepth = view.getUint8(offset + 8);
  const colorType = view.getUint8(offset + 9);
  const interlace = view.getUint8(offset + 12);
  if (width === 0 || height === 0) throw refuse(0, `a picture of ${width}×${height} pixels`, "at least one");
  if (width * height > maximumPixels) {
    const expected = `at most ${maximumPixels} pixels`;
    throw refuse(
      0,
      `a picture of ${width}×${height} pixels`,
      expected,
      "Make the picture smaller, or raise maximumPixels.",
    );
  }
  if (!colorTypes[colorType]?.depths.includes(bitDepth)) {
    throw refuse(
      8,
      `color type ${colorType} with ${bitDepth} bits`,
      "one of PNG's pairs of color type and bit depth",
    );
  }
  if (view.getUint8(offset + 10) !== 0)
    throw refuse(10, `compression ${view.getUint8(offset + 10)}`, "0 (deflate)");
  if (view.getUint8(offset + 11) !== 0) throw refuse(11, `filter method ${view.getUint8(offset + 11)}`, "0");
  if (interlace > 1) throw refuse(12, `interlace method ${interlace}`, "0 (none) or 1 (Adam7)");
  return {
    width,
    height,
    bitDepth,
    colorType: colorType as PngHeader["colorType"],
    interlaced: interlace === 1,
  };
}
