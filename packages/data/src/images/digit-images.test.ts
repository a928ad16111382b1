import { describe, expect, it } from "vitest";
import { type DigitImages, onlyClasses, sortByClass } from "./digit-images.js";

/** Pictures that are filled with their own number. */
function numbered(labels: number[], classes: string[]): DigitImages {
  const images = Uint8Array.from({ length: labels.length * 784 }, (_, index) => Math.floor(index / 784));
  return { images, labels: Uint8Array.from(labels), width: 28, height: 28, classes, source: "made up" };
}

const numbers = (digits: DigitImages) =>
  Array.from(digits.labels, (_, index) => digits.images[index * 784 + 783]);

describe("sortByClass", () => {
  it("brings classes together and keeps their order within", () => {
    const sorted = sortByClass(numbered([2, 0, 2, 1, 0], ["a", "b", "c"]));
    expect(Array.from(sorted.labels)).toEqual([0, 0, 1, 2, 2]);
    expect(numbers(sorted)).toEqual([1, 4, 3, 0, 2]);
  });
});

describe("onlyClasses", () => {
  it("picks classes and numbers them anew", () => {
    const picked = onlyClasses(numbered([2, 0, 2, 1, 0], ["a", "b", "c"]), ["c", "a"]);
    expect(Array.from(picked.labels)).toEqual([0, 1, 0, 1]);
    expect(numbers(picked)).toEqual([0, 1, 2, 4]);
    expect(picked.classes).toEqual(["c", "a"]);
  });

  it("names a class that isn't there", () => {
    expect(() => onlyClasses(numbered([0], ["a", "b"]), ["x"])).toThrow(
      'onlyClasses: got "x"; expected one of a, b.',
    );
  });
});
