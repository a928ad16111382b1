import { describe, expect, it } from "vitest";
import { Series } from "./series.js";

describe("Series", () => {
  it("keeps few values as they are", () => {
    const series = new Series();
    series.add([3, 2, 1]);
    expect(series.points()).toEqual({ x: Float64Array.of(1, 2, 3), y: Float64Array.of(3, 2, 1) });
    expect([series.count, series.last]).toEqual([3, 1]);
  });

  it("thins out many in a fixed room, by their means", () => {
    const series = new Series();
    const count = 100_000;
    series.add(Float32Array.from({ length: count }, (_, i) => i));
    const { x, y } = series.points();
    expect(x.length).toBeLessThanOrEqual(2048);
    expect(x.length).toBeGreaterThan(1000);
    expect(x.at(-1)).toBeGreaterThan(count - 128);
    const stride = x[1]! - x[0]!;
    expect([...y]).toEqual([...y].map((_, i) => expect.closeTo(i * stride + (stride - 1) / 2, 6)));
  });

  it("comes back from what it saved", () => {
    const series = new Series();
    series.add(Array.from({ length: 5000 }, (_, i) => 1 / (i + 1)));
    const loaded = Series.load(series.save());
    expect(loaded.points()).toEqual(series.points());
    expect(loaded.count).toBe(5000);
  });
});
