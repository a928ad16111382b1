import { describe, expect, it } from "vitest";
import { powers, tickLabel, ticks } from "./plot-axes.js";

describe("ticks", () => {
  it("are round numbers within the span", () => {
    expect(ticks(0, 1, 4)).toEqual([0, 0.5, 1]);
    expect(ticks(0, 20, 5)).toEqual([0, 5, 10, 15, 20]);
    expect(ticks(-3, 107, 4)).toEqual([0, 50, 100]);
    expect(ticks(1, 1, 4)).toEqual([]);
  });

  it("are powers of ten on a scale of powers", () => {
    expect(powers(0.5, 2000, 6)).toEqual([1, 10, 100, 1000]);
    expect(powers(1e-5, 100, 4)).toEqual([1e-5, 1e-3, 0.1, 10].map((value) => expect.closeTo(value)));
  });

  it("are written short", () => {
    expect([0, 0.25, -3, 12_000, 1e-5, 2e-5, 3e7].map(tickLabel)).toEqual([
      "0",
      "0.25",
      "−3",
      "12,000",
      "10⁻⁵",
      "2·10⁻⁵",
      "3·10⁷",
    ]);
  });
});
