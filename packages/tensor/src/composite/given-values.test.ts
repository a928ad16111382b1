import { describe, expect, it } from "vitest";
import {
  arange,
  corrcoef,
  gcd,
  interpolate,
  lcm,
  linspace,
  manualSeed,
  ones,
  randint,
  tensor,
} from "../index.js";

const lowest = -(2 ** 31);

describe("gcd and lcm", () => {
  it("of −2³¹, whose size int32 does not hold", () => {
    const [a, b] = [
      tensor([lowest, 6, 0, lowest, lowest]).int(),
      tensor([6, lowest, lowest, lowest, -1]).int(),
    ];
    expect(gcd(a, b).arraySync()).toEqual([2, 2, lowest, lowest, 1]);
    expect(gcd(tensor([-12, 18]).int(), tensor([[18], [-12]]).int()).arraySync()).toEqual([
      [6, 18],
      [12, 6],
    ]);
  });

  it("of truths and bytes are bytes", () => {
    const [truths, bytes] = [tensor([true, false]), tensor([6, 200], { dtype: "uint8" })];
    expect([gcd(truths, bytes).dtype, gcd(truths, bytes).arraySync()]).toEqual(["uint8", [1, 200]]);
    expect([lcm(bytes, truths).dtype, lcm(bytes, truths).arraySync()]).toEqual(["uint8", [6, 0]]);
  });
});

describe("what is no number, no option or too much", () => {
  const untyped = { arange, linspace, corrcoef } as unknown as Record<string, (...all: unknown[]) => unknown>;

  it.each<[string, unknown[], string]>([
    ["arange", [true], "arange: got end true; expected a number"],
    ["arange", [0, true], "arange: got end true; expected a number"],
    ["arange", ["3"], 'arange: got end "3"; expected a number'],
    ["arange", [0, 3, true], "arange: got step true; expected a number"],
    ["linspace", [true, 1, 3], "linspace: got start true; expected a number"],
    ["corrcoef", [ones([2, 3]), { rowvar: false }], "corrcoef: got an option rowvar; expected none"],
    ["corrcoef", [ones([2, 3]), false], "corrcoef: got false in place of options"],
  ])("%s(%j)", (name, given, words) => {
    expect(() => untyped[name]!(...given)).toThrow(words);
  });

  it("interpolate takes a size or a factor", () => {
    const image = ones([1, 1, 2, 2]);
    expect(() => interpolate(image, { size: 3, scaleFactor: 2 })).toThrow("interpolate: got both; expected");
    expect(() => interpolate(image, {})).toThrow(
      "interpolate: got neither; expected a size or a scaleFactor",
    );
  });
});

it("randint in float32 draws PyTorch's numbers beyond 2²⁴ too", () => {
  manualSeed(0);
  const draw = (low: number, high: number) => randint(low, high, [3], { dtype: "float32" }).arraySync();
  expect(draw(0, 2 ** 25)).toEqual([8325944, 29665988, 18261804]);
  expect(draw(0, 2 ** 24 + 1)).toEqual([2214888, 5157545, 10637856]);
  expect(draw(-(2 ** 25), 5)).toEqual([-8555158, -18515124, -25910532]);
});
