import { describe, expect, it } from "vitest";
import { strokeDigit, strokes } from "./strokes.js";

describe("strokes", () => {
  it("gives the same picture by index in any order", () => {
    const set = strokes({ count: 50, seed: 9 });
    for (const index of [49, 0, 17]) {
      const { pixels, label } = strokeDigit(9, index);
      expect(pixels).toEqual(set.images.subarray(index * 784, (index + 1) * 784));
      expect(label).toBe(set.labels[index]);
    }
  });

  it("draws other pictures for another seed, another index, a seed beyond 32 bits", () => {
    const first = strokeDigit(1, 0).pixels;
    for (const other of [strokeDigit(2, 0), strokeDigit(1, 1), strokeDigit(1 + 2 ** 32, 0)]) {
      expect(other.pixels).not.toEqual(first);
    }
  });

  it("draws only the classes asked for and names its source", () => {
    const set = strokes({ count: 100, seed: 3, classes: [3, "7"] });
    expect(set.classes).toEqual(["3", "7"]);
    expect([...new Set(set.labels)].sort()).toEqual([0, 1]);
    expect(set.source).toBe("strokes (seed 3)");
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
