import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { strokeDigit } from "../../strokes/strokes.js";
import { centreOfMass, type DrawnImage } from "./ink-picture.js";
import { prepareDigit } from "./prepare-digit.js";

const anIndex = fc.integer({ min: 0, max: 9999 });
const stroke = (index: number): Uint8Array => strokeDigit(77, index).pixels;

function gray(data: Uint8Array, width = 28): DrawnImage {
  return { width, height: data.length / width, channels: 1, data };
}

/** The picture laid into a larger one, each pixel a square of `scale`, on paper of level 0. */
function enlarge(pixels: Uint8Array, scale: number, width: number, height: number, left = 0, top = 0) {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < 28 * scale; y++) {
    for (let x = 0; x < 28 * scale; x++) {
      if (top + y < 0 || left + x < 0 || top + y >= height || left + x >= width) continue;
      data[(top + y) * width + left + x] = pixels[Math.floor(y / scale) * 28 + Math.floor(x / scale)]!;
    }
  }
  return gray(data, width);
}

function withChannels(image: DrawnImage, pixel: (level: number) => readonly number[]): DrawnImage {
  const data = Uint8ClampedArray.from(Array.from(image.data).flatMap(pixel));
  return { ...image, channels: pixel(0).length as 1 | 2 | 3 | 4, data };
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, level, i) => sum + Math.abs(level - b[i]!), 0) / a.length;
}

/** A source of digits that are already as MNIST's are. */
function describeSource(name: string, digit: (index: number) => Uint8Array): void {
  describe(`prepareDigit of ${name}`, () => {
    const leaves = (version: (pixels: Uint8Array) => DrawnImage, atMost = 0) =>
      fc.assert(
        fc.property(anIndex, (index) => {
          const pixels = digit(index);
          const prepared = prepareDigit(version(pixels)).pixels;
          if (atMost === 0) expect(prepared).toEqual(pixels);
          else expect(meanDifference(prepared, pixels)).toBeLessThan(atMost);
        }),
        { numRuns: 60, seed: 1 },
      );
    it("leaves them as they are", () => leaves((pixels) => gray(pixels)));
    it("undoes black on white", () => leaves((pixels) => gray(pixels.map((level) => 255 - level))));
    it("takes RGB, RGBA, and gray with alpha", () => {
      leaves((pixels) => withChannels(gray(pixels), (level) => [level, level, level]));
      leaves((pixels) => withChannels(gray(pixels), (level) => [level, level, level, 255]));
      leaves((pixels) => withChannels(gray(pixels), (level) => [255 - level, 255]));
    });
    it("lays alpha over white, and reads a drawing that alpha alone holds", () => {
      leaves((pixels) => withChannels(gray(pixels), (level) => [0, 0, 0, level]));
      leaves((pixels) => withChannels(gray(pixels), (level) => [255, 255, 255, level]));
    });
    it("undoes 280×280", () => leaves((pixels) => enlarge(pixels, 10, 280, 280)));
    it("undoes a scale that is no whole number, nearly", () =>
      leaves((pixels) => gray(nearest(pixels, 101), 101), 6));
    it("finds them anywhere in a larger picture, nearly", () =>
      leaves((pixels) => enlarge(pixels, 7, 400, 300, 150, 60), 12));
  });
}

function nearest(pixels: Uint8Array, side: number): Uint8Array {
  const from = (place: number): number => Math.floor(((place + 0.5) * 28) / side);
  return Uint8Array.from(
    { length: side * side },
    (_, i) => pixels[from(Math.floor(i / side)) * 28 + from(i % side)]!,
  );
}

describeSource("strokes", stroke);

const testFile = join(process.env.MNIST_HOME ?? "", "t10k-images-idx3-ubyte.gz");
const hasMnist = process.env.MNIST_HOME !== undefined && existsSync(testFile);
describe.runIf(hasMnist)("with MNIST at hand", () => {
  // Read when a test asks: what describe holds is run in any case.
  let images: Uint8Array | undefined;
  const digit = (index: number): Uint8Array => {
    images ??= new Uint8Array(gunzipSync(readFileSync(testFile))).subarray(16);
    return images.subarray(index * 784, (index + 1) * 784);
  };
  describeSource("MNIST", digit);

  it("leaves the 10,000 test pictures as they are and doubts fewer than one in five hundred", () => {
    let doubted = 0;
    for (let index = 0; index < 10_000; index++) {
      const { pixels, warnings } = prepareDigit(gray(digit(index)));
      if (meanDifference(pixels, digit(index)) > 0) throw new Error(`picture ${index} is changed`);
      doubted += Math.min(1, warnings.length);
    }
    expect(doubted).toBeLessThan(20);
  });
});

describe("prepareDigit of any picture", () => {
  it("gives 784 bytes that use the box and keep to the middle", () => {
    const image = fc
      .record({
        width: fc.integer({ min: 1, max: 60 }),
        height: fc.integer({ min: 1, max: 60 }),
        channels: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const),
        seed: fc.integer(),
      })
      .map(({ width, height, channels, seed }) => {
        let state = seed;
        const data = Uint8Array.from({ length: width * height * channels }, () => {
          state = (Math.imul(state, 1664525) + 1013904223) | 0;
          return state >>> 24;
        });
        return { width, height, channels, data };
      });
    fc.assert(
      fc.property(image, fc.boolean(), (picture, deskew) => {
        const { pixels, warnings } = prepareDigit(picture, { deskew });
        expect(pixels.length).toBe(784);
        const isWithout = warnings.some((words) => /the picture is empty|no digit can be told/.test(words));
        expect(isWithout).toBe(pixels.every((level) => level === 0));
      }),
      { seed: 2 },
    );
  });

  it("reads a faint drawing under slanting light with noise as the clean one", () => {
    for (let index = 0; index < 20; index++) {
      const clean = enlarge(stroke(index), 7, 300, 300, 50, 40);
      let state = index;
      const photo = Uint8Array.from(clean.data, (level, i) => {
        state = (Math.imul(state, 1664525) + 1013904223) | 0;
        const light = 225 - 0.15 * (i % 300) - 0.1 * Math.floor(i / 300);
        return light - 0.3 * level + (state >> 29);
      });
      expect(meanDifference(prepareDigit(gray(photo, 300)).pixels, prepareDigit(clean).pixels)).toBeLessThan(
        12,
      );
    }
  });

  it("makes a hair-thin pen's ink dark", () => {
    const data = new Uint8Array(400 * 400).fill(255);
    for (let y = 100; y < 300; y++) data[y * 400 + 200 + Math.floor(y / 20)] = 0;
    expect(Math.max(...prepareDigit(gray(data, 400)).pixels)).toBe(255);
  });

  it("sets a slanted digit upright when asked", () => {
    const data = new Uint8Array(100 * 100);
    for (let y = 10; y < 90; y++)
      data.fill(255, y * 100 + 80 - Math.floor(y / 2), y * 100 + 88 - Math.floor(y / 2));
    const width = (pixels: Uint8Array) =>
      new Set([...pixels.keys()].filter((i) => pixels[i]! > 60).map((i) => i % 28)).size;
    expect(width(prepareDigit(gray(data, 100)).pixels)).toBeGreaterThan(9);
    expect(width(prepareDigit(gray(data, 100), { deskew: true }).pixels)).toBeLessThan(5);
  });
});

describe("prepareDigit passes over what isn't the digit", () => {
  const side = 280;
  const places = Array.from({ length: side * side }, (_, i) => [i % side, Math.floor(i / side)] as const);
  /** A digit of 140 pixels in the middle, with more ink where `isInk` says. */
  const withInk = (index: number, isInk: (x: number, y: number) => boolean, level = 255): DrawnImage => {
    const { data } = enlarge(stroke(index), 5, side, side, 70, 70);
    return gray(
      Uint8Array.from(data, (ink, i) => Math.max(ink, isInk(...places[i]!) ? level : 0)),
      side,
    );
  };
  const plain = (index: number) => prepareDigit(withInk(index, () => false)).pixels;
  const border = (x: number, y: number): number => Math.min(x, y, side - 1 - x, side - 1 - y);

  it.each<[string, (x: number, y: number) => boolean, number, number]>([
    ["one pixel in a corner", (x, y) => x === 0 && y === 0, 255, 8],
    ["a dot", (x, y) => (x - 20) ** 2 + (y - 30) ** 2 < 25, 255, 8],
    ["a frame along the border", (x, y) => border(x, y) < 6, 255, 8],
    ["a frame", (x, y) => Math.abs(border(x, y) - 20) < 4, 255, 8],
    ["two frames", (x, y) => [12, 30].some((inset) => Math.abs(border(x, y) - inset) < 3), 255, 8],
    ["a round frame", (x, y) => Math.abs(Math.hypot(x - 140, y - 140) - 125) < 4, 255, 8],
    ["ruled lines", (_, y) => y % 40 < 2, 255, 12],
    ["squared paper", (x, y) => x % 35 < 2 || y % 35 < 2, 255, 12],
    ["the lines of a cell", (x, y) => [30, 250].includes(x) || [30, 250].includes(y), 255, 8],
    ["an underline", (x, y) => y > 240 && y < 246 && x > 20 && x < 260, 255, 8],
  ])("%s", (_, isInk, level, atMost) => {
    for (let index = 0; index < 10; index++) {
      const { pixels } = prepareDigit(withInk(index, isInk, level));
      expect(meanDifference(pixels, plain(index)), `drawing ${index}`).toBeLessThan(atMost);
    }
  });

  it("but for what is the digit's own: a bar of a 7, the sides of a square 0", () => {
    const bars = [
      (x: number, y: number) => y < 100 && y > 90 && x > 70 && x < 210,
      (x: number, y: number) => y > 90 && y < 200 && x > 200 && x < 210,
      (x: number, y: number) => y < 150 && y > 140 && x > 70 && x < 210,
      (x: number, y: number) => y > 90 && y < 200 && x > 70 && x < 80,
    ];
    const picture = gray(
      Uint8Array.from(places, ([x, y]) => (bars.some((isInk) => isInk(x, y)) ? 255 : 0)),
      side,
    );
    const { steps } = prepareDigit(picture, { steps: true });
    expect(steps.map(({ name }) => name)).not.toContain("clean");
  });

  it("but for a small outline around something smaller, beside a digit", () => {
    const inked = ([x, y]: readonly [number, number]) =>
      Math.abs(Math.max(Math.abs(x - 60), Math.abs(y - 140)) - 40) < 4 || // an outline
      (Math.abs(x - 60) < 5 && Math.abs(y - 140) < 20) || // a bar in it
      (Math.abs(x - 200) < 10 && Math.abs(y - 140) < 125); // a 1 beside them
    const picture = gray(
      Uint8Array.from(places, (place) => (inked(place) ? 255 : 0)),
      side,
    );
    expect(prepareDigit(picture).warnings.join()).toContain("several pieces side by side");
  });

  it("reads several colours of ink as one", () => {
    const inks = [
      [255, 230, 0],
      [200, 0, 0],
      [0, 0, 200],
    ] as const;
    const { data } = withInk(4, () => false);
    const colours = Uint8Array.from({ length: 3 * data.length }, (_, i) => {
      const ink = inks[Math.floor((places[Math.floor(i / 3)]![1] * 3) / side)]!;
      return 255 - (data[Math.floor(i / 3)]! / 255) * (255 - ink[i % 3]!);
    });
    const coloured = prepareDigit({ width: side, height: side, channels: 3, data: colours });
    expect(meanDifference(coloured.pixels, plain(4))).toBeLessThan(12);
  });
});

describe("prepareDigit's steps", () => {
  const image = enlarge(stroke(3), 5, 200, 180, 30, 10);

  it("are told when asked for, each of its size", () => {
    expect(prepareDigit(image).steps).toEqual([]);
    const { steps, pixels } = prepareDigit(image, { steps: true, deskew: true });
    expect(steps.map(({ name }) => name)).toEqual(["gray", "ink", "crop", "deskew", "box", "centre"]);
    for (const { width, height, pixels: picture } of steps) expect(picture.length).toBe(width * height);
    const box = steps[4]!;
    expect(Math.max(box.width, box.height)).toBe(20);
    expect(steps[5]!.pixels).toEqual(pixels);
    const { x, y } = centreOfMass({ width: 28, height: 28, data: Float32Array.from(pixels) });
    expect(Math.max(Math.abs(x - 14), Math.abs(y - 14))).toBeLessThan(0.52);
  });
});

describe("prepareDigit's warnings", () => {
  const beside = (left: number, right: number): DrawnImage => {
    const data = new Uint8Array(56 * 28);
    for (let y = 0; y < 28; y++) {
      data.set(stroke(left).subarray(y * 28, y * 28 + 28), y * 56);
      data.set(stroke(right).subarray(y * 28, y * 28 + 28), y * 56 + 28);
    }
    return gray(data, 56);
  };
  const filled = (width: number, height: number, from: number, to: number): DrawnImage =>
    gray(
      Uint8Array.from({ length: width * height }, (_, i) => {
        const [x, y] = [i % width, Math.floor(i / width)];
        return x >= from && x < to && y >= from && y < height - from ? 255 : 0;
      }),
      width,
    );

  const random = (index: number): number => (Math.imul(index + 1, 2654435761) ^ (index * 40503)) >>> 24;
  const noisy = (light: (x: number) => number, noise: number): DrawnImage =>
    gray(
      Uint8Array.from({ length: 200 * 200 }, (_, i) => light(i % 200) + (noise * random(i)) / 255),
      200,
    );

  it.each([
    ["an empty picture", gray(new Uint8Array(784).fill(200)), "the picture is empty"],
    ["an empty sheet under slanting light", noisy((x) => 220 - x / 4, 3), "the picture is empty"],
    ["nothing but noise", noisy(() => 0, 255), "no digit can be told from the paper"],
    ["two digits", beside(0, 1), "several pieces side by side"],
    ["a filled square", filled(60, 60, 15, 45), "unlike any digit"],
    ["a flat bar", filled(90, 30, 12, 80), "unlike any digit"],
    ["a cut digit", enlarge(stroke(5), 9, 120, 120, -60, -60), "reaches the picture's border"],
    ["a faint digit", gray(stroke(4).map((level) => 200 + level / 8)), "faint"],
  ])("name %s", (_, image, words) => {
    expect(prepareDigit(image).warnings.join("\n")).toContain(words);
  });

  it("refuse data that doesn't fit the size", () => {
    const image = { width: 28, height: 28, channels: 4 as const, data: new Uint8Array(784) };
    expect(() => prepareDigit(image)).toThrow(
      "prepareDigit: got 784 bytes for 28×28 pixels of 4; expected width × height × channels bytes",
    );
    expect(() => prepareDigit({ ...image, width: 0, data: new Uint8Array(0) })).toThrow("at least one pixel");
  });
});
