import { deflateSync } from "node:zlib";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { concatenate } from "../../archives/byte-source.js";
import { dataErrorOf, expectBytes } from "../../testing/expect-error.js";
import { makePng, type PngPlan, pngChunk, pngHeader } from "../../testing/make-png.js";
import { randomBytes, seeded } from "../../testing/random.js";
import { decodePng, type Picture, toGrayscale } from "./decode-png.js";
import { signature } from "./png-chunks.js";

const depths = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] } as const;
const colorTypes = [0, 2, 3, 4, 6] as const;

/** Red, green, blue and alpha, which is what pngjs answers. */
function toRgba({ data, channels }: Picture): Uint8Array {
  const pixels = data.length / channels;
  const rgba = new Uint8Array(pixels * 4);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const at = (sample: number) => data[pixel * channels + sample]!;
    const color = channels >= 3 ? [at(0), at(1), at(2)] : [at(0), at(0), at(0)];
    rgba.set([...color, channels % 2 === 0 ? at(channels - 1) : 255], pixel * 4);
  }
  return rgba;
}

/** Pixels that cannot be seen may have any color: black. */
function blackened(rgba: Uint8Array): Uint8Array {
  return rgba.map((byte, index) => (rgba[index | 3] === 0 ? 0 : byte));
}

function plansOf(random: () => number): PngPlan[] {
  return colorTypes.flatMap((colorType) =>
    depths[colorType].flatMap((bitDepth) =>
      [false, true].flatMap((interlaced) => {
        const palette = colorType === 3 ? { palette: randomBytes(3 * 2 ** bitDepth, bitDepth) } : {};
        const size = { width: 1 + Math.floor(random() * 40), height: 1 + Math.floor(random() * 20) };
        return [{ ...size, colorType, bitDepth, interlaced, random, ...palette }];
      }),
    ),
  );
}

describe("decodePng", () => {
  it("gives the pixels that pngjs gives, for every color type, depth, filter and interlacing", () => {
    const random = seeded(1);
    for (let round = 0; round < 20; round++) {
      for (const plan of plansOf(random)) {
        const bytes = makePng({ ...plan, chunkBytes: round % 2 === 0 ? 50 : 1e6 });
        const theirs = PNG.sync.read(Buffer.from(bytes));
        const ours = decodePng(bytes);
        expect([ours.width, ours.height]).toEqual([theirs.width, theirs.height]);
        expectBytes(toRgba(ours), theirs.data);
      }
    }
  });

  it("turns transparency into alpha, as pngjs does", () => {
    const random = seeded(2);
    for (const plan of plansOf(random)) {
      if (plan.colorType === 4 || plan.colorType === 6 || plan.bitDepth === 16) continue;
      const entry = Uint8Array.of(0, 1, 0, 1, 0, 1);
      const transparency =
        plan.colorType === 3 ? Uint8Array.of(0, 100) : entry.subarray(0, plan.colorType === 0 ? 2 : 6);
      const bytes = makePng({ ...plan, transparency });
      expectBytes(blackened(toRgba(decodePng(bytes))), blackened(PNG.sync.read(Buffer.from(bytes)).data));
    }
  });

  it("compares a 16-bit color with all its bits before it is transparent", () => {
    const row = Uint8Array.of(0, 0x12, 0x34, 0x12, 0x35);
    const plan = {
      width: 2,
      height: 1,
      colorType: 0,
      bitDepth: 16,
      transparency: Uint8Array.of(0x12, 0x34),
    } as const;
    let at = 0;
    // makePng asks for five bytes, then overwrites the first with a filter.
    const bytes = makePng({ ...plan, random: () => (at < row.length ? row[at++]! / 256 : 0) });
    expect(decodePng(bytes)).toMatchObject({ channels: 2, data: Uint8Array.of(18, 0, 18, 255) });
  });

  it("passes over chunks it doesn't know, and refuses critical ones", () => {
    const insert = (type: string) => {
      const bytes = makePng({ width: 2, height: 2, colorType: 0, bitDepth: 8, random: seeded(3) });
      return concatenate([bytes.subarray(0, 33), pngChunk(type, randomBytes(9, 1)), bytes.subarray(33)]);
    };
    expect(decodePng(insert("teXt")).width).toBe(2);
    expect(dataErrorOf(() => decodePng(insert("TEXt"), "a.png")).message).toContain(
      'a.png at byte 33: got a critical chunk "TEXt"',
    );
  });
});

describe("decodePng with damaged files", () => {
  const whole = makePng({ width: 9, height: 9, colorType: 2, bitDepth: 8, random: seeded(4) });
  const message = (bytes: Uint8Array) => dataErrorOf(() => decodePng(bytes, "a.png")).message;
  const withHeader = (plan: Partial<PngPlan>, body = randomBytes(40, 1)) => {
    const header = pngHeader({ width: 9, height: 9, colorType: 0, bitDepth: 8, ...plan });
    return concatenate([
      signature,
      pngChunk("IHDR", header),
      pngChunk("IDAT", body),
      pngChunk("IEND", new Uint8Array(0)),
    ]);
  };

  it("notices a cut at any byte", () => {
    for (let length = 0; length < whole.length; length++) message(whole.subarray(0, length));
    expect(message(whole.subarray(0, whole.length - 1))).toMatch(
      /^a\.png at byte \d+: got the end of the file/,
    );
  });

  it("notices a change of any byte", () => {
    for (let at = 0; at < whole.length; at++) {
      const wrong = whole.slice();
      wrong[at]! ^= 1;
      message(wrong);
    }
  });

  it("refuses a picture of 100,000×100,000 by its header", () => {
    expect(message(withHeader({ width: 1e5, height: 1e5 }))).toBe(
      "a.png at byte 16: got a picture of 100000×100000 pixels; expected at most 16777216 pixels. " +
        "Make the picture smaller, or raise maximumPixels.",
    );
  });

  it("refuses a size that so few bytes cannot hold, before it allocates", () => {
    expect(message(withHeader({ width: 4000, height: 4000 }))).toContain(
      "got 40 compressed bytes; expected at least 15508",
    );
  });

  it("refuses headers that make no sense", () => {
    expect(message(withHeader({ width: 0 }))).toContain("a picture of 0×9 pixels");
    expect(message(withHeader({ bitDepth: 3 }))).toContain("color type 0 with 3 bits");
    expect(message(withHeader({ colorType: 3 }))).toContain("a palette picture without a palette");
    expect(message(withHeader({}))).toContain("a zlib header that is wrong");
    expect(message(new TextEncoder().encode("JFIF"))).toContain(
      "got a file that begins 4a 46 49 46; expected a PNG or a JPEG picture",
    );
  });
});

describe("decodePng and what Pillow makes of the same file", () => {
  const rows = Uint8Array.from({ length: 28 * 29 }, (_, at) => (at % 29 === 0 ? 0 : at % 4));
  const packed = new Uint8Array(deflateSync(rows));
  const png = (colorType: 0 | 3, ...chunks: Uint8Array[]) =>
    concatenate([
      signature,
      pngChunk("IHDR", pngHeader({ width: 28, height: 28, bitDepth: 8, colorType })),
      ...chunks,
      pngChunk("IEND", new Uint8Array(0)),
    ]);
  const palette = pngChunk("PLTE", Uint8Array.of(10, 20, 30, 40, 50, 60));
  const pixels = pngChunk("IDAT", packed);

  it.each([
    ["bytes after the end", concatenate([png(0, pixels), randomBytes(40, 1)]), [1, 2, 3, 0]],
    ["another PNG after the end", concatenate([png(0, pixels), png(0, pixels)]), [1, 2, 3, 0]],
    ["pixels beyond the palette", png(3, palette, pixels), [40, 50, 60, 0, 0, 0]],
    [
      "more alphas than colors",
      png(3, palette, pngChunk("tRNS", new Uint8Array(20).fill(7)), pixels),
      [40, 50, 60, 7],
    ],
    ["more rows than the picture", png(0, pngChunk("IDAT", deflateSync(concatenate([rows, rows])))), [1, 2]],
  ])("both read %s", (_what, bytes, first) => {
    expect([...decodePng(bytes).data.subarray(0, first.length)]).toEqual(first);
  });

  it.each([
    ["no pixels", new Uint8Array(0), "0 compressed bytes"],
    ["a header alone", packed.slice(0, 2), "a zlib header that is wrong"],
    ["half of the stream", packed.slice(0, packed.length / 2), "unexpected EOF"],
    ["half of the rows", new Uint8Array(deflateSync(rows.subarray(0, 14 * 29))), "406 bytes of pixels"],
    [
      "a wrong check value",
      packed.map((byte, at) => (at < packed.length - 1 ? byte : byte ^ 1)),
      "check value",
    ],
  ])("a PNG with %s is refused, whatever lay in memory", (_what, stream, says) => {
    const { message } = dataErrorOf(() => decodePng(png(0, pngChunk("IDAT", stream)), "a.png"));
    expect(message).toContain("a.png at byte 41: got ");
    expect(message).toContain(says);
  });
});

describe("toGrayscale", () => {
  const gray = (channels: Picture["channels"], ...data: number[]) =>
    Array.from(toGrayscale({ width: 1, height: 1, channels, data: Uint8Array.from(data) }));

  it("weighs colors by luma, over white paper", () => {
    expect(gray(1, 7)).toEqual([7]);
    expect(gray(3, 255, 0, 0)).toEqual([76]);
    expect(gray(3, 9, 9, 9)).toEqual([9]);
    expect(gray(4, 0, 0, 0, 0)).toEqual([255]);
    expect(gray(4, 0, 0, 0, 255)).toEqual([0]);
    expect(gray(2, 0, 128)).toEqual([127]);
  });

  it("says when the data does not fit the size", () => {
    expect(() => gray(3, 1)).toThrow("toGrayscale: got 1 bytes for 1×1×3; expected 3.");
  });
});

it("holds the size that a picture claims against a limit before it unpacks it", () => {
  const header = pngHeader({ width: 4096, height: 4096, colorType: 6, bitDepth: 16, interlaced: false });
  const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...pngChunk("IHDR", header)]);
  const pixels = pngChunk("IDAT", deflateSync(new Uint8Array(10)));
  const file = new Uint8Array([...bytes, ...pixels, ...pngChunk("IEND", new Uint8Array(0))]);
  expect(() => decodePng(file, "a.png")).toThrow(
    /^a\.png at byte 16: got a picture whose rows take 134221824 bytes; expected at most 68157440/,
  );
});
