import { describe, expect, it } from "vitest";
import { lossCurve } from "./loss-curve.js";

const epoch = (number: number, validLoss: number) => ({
  epoch: number,
  trainLoss: 0,
  validLoss,
  metrics: {},
  seconds: 0,
  validSeconds: 0,
});

describe("lossCurve", () => {
  it("puts batches and epochs on one axis of epochs", () => {
    const [across, each, smooth, valid] = lossCurve([4, 2, 2, 1], 2, [epoch(1, 3), epoch(2, 1.5)]);
    expect(across).toEqual([0.5, 1, 1.5, 2]);
    expect(each).toEqual([4, 2, 2, 1]);
    expect(smooth[0]).toBeCloseTo(4);
    expect(smooth.at(-1)).toBeLessThan(smooth[0]!);
    expect(valid).toEqual([null, 3, null, 1.5]);
  });

  it("keeps every epoch's end where it thins out", () => {
    const epochs = Array.from({ length: 50 }, (_, i) => epoch(i + 1, i));
    const [across, , , valid] = lossCurve(Array<number>(50 * 235).fill(1), 235, epochs);
    expect(across.length).toBeLessThan(1700);
    expect(valid.filter((value) => value !== null)).toEqual(epochs.map(({ validLoss }) => validLoss));
  });

  it("leaves out what is no number, and is empty before the first batch", () => {
    expect(lossCurve([1, Number.NaN], 2, [])[1]).toEqual([1, null]);
    expect(lossCurve([], 0, [])).toEqual([[], [], [], []]);
  });
});
