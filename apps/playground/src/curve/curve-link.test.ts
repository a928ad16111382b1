import { describe, expect, it } from "vitest";
import { formatCurve, parseCurve } from "./curve-link.js";
import { presets } from "./presets.js";

const usual = { ...presets.scaled, seed: 42, speed: null, start: null };

describe("a curve's run in an address", () => {
  it("is only what differs", () => {
    expect(formatCurve(usual)).toBe("");
    expect(parseCurve("")).toEqual(usual);
    expect(formatCurve({ ...usual, ...presets.plain, momentum: 0.9 })).toBe("time=measured&momentum=0.9");
  });

  it("comes back as it was, dragged points and thrown ball too", () => {
    const speed = Array.from({ length: 20 }, (_, time) => Number((time * 1.37 - 4).toFixed(2)));
    const request = { ...presets.plain, lr: 2e-6, steps: 77, momentum: 0.9, seed: 7, speed };
    const start = [1 / 3, -2.5e-7, 1e21] as const;
    expect(parseCurve(formatCurve({ ...request, start }))).toEqual({ ...request, start });
  });

  it("is as usual where it makes no sense", () => {
    const query = "time=never&lr=-1&steps=1e9&momentum=1&seed=1.5&points=1,2,3&start=1,,3";
    expect(parseCurve(query)).toEqual(usual);
    expect(parseCurve("lr=&steps=0&start=NaN,1,2&points=")).toEqual(usual);
  });
});
