import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { parseForm } from "./form.js";
import { digitForms } from "./forms/digit-forms.js";
import { strokeDigit, strokes } from "./strokes.js";

const set = strokes({ count: 3000, seed: 9 });
const picture = (index: number): Uint8Array => set.images.subarray(index * 784, (index + 1) * 784);

/** Mass, centre of mass and inked rows and columns of a picture. */
function measure(pixels: Uint8Array) {
  let mass = 0;
  let massX = 0;
  let massY = 0;
  const rows = new Set<number>();
  const columns = new Set<number>();
  pixels.forEach((ink, pixel) => {
    mass += ink;
    massX += ink * (pixel % 28);
    massY += ink * Math.floor(pixel / 28);
    if (ink > 0) {
      rows.add(Math.floor(pixel / 28));
      columns.add(pixel % 28);
    }
  });
  return { mass, x: massX / mass, y: massY / mass, rows, columns };
}

describe("strokes", () => {
  it("gives the same bytes from the same seed in every engine and every version", () => {
    const { images, labels } = strokes({ count: 100, seed: 42 });
    const hash = createHash("sha256").update(images).update(labels).digest("hex");
    expect(hash).toMatchInlineSnapshot(`"8441653fa0451da960216441affb281de099c4db757f3c259ff252506a3f5147"`);
  });

  it("gives the same picture by index in any order, and the same first pictures whatever the count", () => {
    for (const index of [2999, 0, 17]) {
      const { pixels, label } = strokeDigit(9, index);
      expect(pixels).toEqual(picture(index));
      expect(label).toBe(set.labels[index]);
    }
    expect(strokes({ count: 20, seed: 9 }).images).toEqual(set.images.subarray(0, 20 * 784));
  });

  it("draws other pictures for another seed, another index, a seed beyond 32 bits", () => {
    const first = strokeDigit(1, 0).pixels;
    for (const other of [strokeDigit(2, 0), strokeDigit(1, 1), strokeDigit(1 + 2 ** 32, 0)]) {
      expect(other.pixels).not.toEqual(first);
    }
  });

  it("draws no picture twice and every class about as often", () => {
    const seen = new Set<string>();
    const counts = new Array<number>(10).fill(0);
    for (let index = 0; index < 3000; index++) {
      seen.add(createHash("md5").update(picture(index)).digest("hex"));
      counts[set.labels[index]!]!++;
    }
    expect(seen.size).toBe(3000);
    expect(Math.min(...counts)).toBeGreaterThan(240);
    expect(Math.max(...counts)).toBeLessThan(360);
  });

  it("fills a 20×20 box and centres its mass, as MNIST does", () => {
    for (let index = 0; index < 1000; index++) {
      const { x, y, rows, columns } = measure(picture(index));
      expect(Math.max(rows.size, columns.size)).toBeGreaterThanOrEqual(19);
      expect(Math.max(rows.size, columns.size)).toBeLessThanOrEqual(20);
      expect(Math.abs(x - 14)).toBeLessThan(0.51);
      expect(Math.abs(y - 14)).toBeLessThan(0.51);
    }
  });

  it("has MNIST's amount of ink: 13 % of the picture in the mean, white at its darkest", () => {
    let mass = 0;
    for (const ink of set.images) mass += ink;
    expect(mass / 255 / set.images.length).toBeGreaterThan(0.115);
    expect(mass / 255 / set.images.length).toBeLessThan(0.145);
    for (let index = 0; index < 1000; index++) expect(Math.max(...picture(index))).toBeGreaterThan(160);
  });

  it("writes each digit in all of its forms", () => {
    const drawn = new Set<string>();
    for (let index = 0; index < 6000; index++) drawn.add(strokeDigit(5, index).form);
    expect([...drawn].sort()).toEqual(digitForms.flatMap((forms) => forms.map(({ name }) => name)).sort());
    for (const forms of digitForms) expect(forms.length).toBeGreaterThanOrEqual(3);
  });

  it("draws only the classes asked for and names its source", () => {
    const pair = strokes({ count: 100, seed: 3, classes: [3, "7"] });
    expect(pair.classes).toEqual(["3", "7"]);
    expect([...new Set(pair.labels)].sort()).toEqual([0, 1]);
    expect(pair.source).toBe("strokes (seed 3)");
    for (let index = 0; index < 20; index++) {
      expect(strokeDigit(3, index, [3, "7"]).form).toMatch(pair.labels[index] === 0 ? /^three/ : /^seven/);
    }
  });

  it.each([
    [{ count: -1, seed: 0 }, "strokes: got count -1; expected a whole number"],
    [{ count: 1, seed: 0.5 }, "strokes: got seed 0.5; expected a whole number"],
    [
      { count: 1, seed: 0, classes: ["x"] },
      "strokes: got classes [x]; expected one or more of the digits 0 to 9.",
    ],
    [{ count: 1, seed: 0, classes: [] }, "strokes: got classes []"],
  ])("refuses %o", (options, message) => {
    expect(() => strokes(options)).toThrow(message);
  });
});

describe("parseForm", () => {
  it("reads points, corners and lifted pens", () => {
    const { poses, curves } = parseForm({
      name: "t",
      weight: 1,
      poses: ["0 0  50 10 / 20 100 ; 0 50  100 50"],
    });
    expect([...poses[0]!]).toEqual([0, 0, 0.5, 0.1, 0.2, 1, 0, 0.5, 1, 0.5]);
    expect(curves).toEqual([
      { first: 0, last: 1, begins: true, ends: false },
      { first: 1, last: 2, begins: false, ends: true },
      { first: 3, last: 4, begins: true, ends: true },
    ]);
  });

  it.each([
    [["0 0 1 1", "0 0 1 1 2 2"], "form t, pose 1: got other strokes than pose 0 has"],
    [["0 0 1"], "form t, pose 0: got a text that is not pairs of numbers"],
    [["0 0 x 1"], "form t, pose 0: got a text that is not pairs of numbers"],
    [[], "form t: got no pose"],
  ])("refuses %o", (poses, message) => {
    expect(() => parseForm({ name: "t", weight: 1, poses })).toThrow(message);
  });
});
