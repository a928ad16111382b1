import { describe, expect, it } from "vitest";
import { lossSurface, turningRate } from "./loss-surface.js";
import { type Dials, toPlain, toScaled } from "./time-scale.js";

const speed = Array.from({ length: 20 }, (_, t) => (t - 10) ** 2 + 3 * Math.sin(7 * t));

function missed([a, b, c]: Dials): number {
  return speed.reduce((sum, value, t) => sum + (value - (a * t * t + b * t + c)) ** 2, 0) / speed.length;
}

describe("lossSurface", () => {
  it("is the mean squared miss, with its slope", () => {
    const { loss, gradient } = lossSurface(speed, false);
    const dials: Dials = [0.8, -15, 70];
    expect(loss(dials)).toBeCloseTo(missed(dials), 6);
    const step = 1e-4;
    gradient(dials).forEach((slope, i) => {
      const moved = (by: number): Dials =>
        dials.map((value, j) => value + (i === j ? by : 0)) as unknown as Dials;
      expect(slope).toBeCloseTo((missed(moved(step)) - missed(moved(-step))) / (2 * step), 2);
    });
  });

  it("knows the loss with one dial at its best for the others", () => {
    const { valley, loss, best } = lossSurface(speed, false);
    expect(valley([best[0], best[1], best[2] + 40], 2)).toBeCloseTo(loss(best), 6);
    const free = Array.from({ length: 400 }, (_, c) => missed([1.1, -16, c / 2]));
    expect(valley([1.1, -16, 0], 2)).toBeCloseTo(Math.min(...free), 0);
  });

  it("has its least where no change helps, in either time", () => {
    const [plain, scaled] = [lossSurface(speed, false), lossSurface(speed, true)];
    expect(plain.least).toBeCloseTo(scaled.least, 6);
    expect(toPlain(scaled.best)).toEqual(plain.best.map((value) => expect.closeTo(value, 6)));
    expect(toScaled(plain.best)).toEqual(scaled.best.map((value) => expect.closeTo(value, 6)));
    expect(plain.steepest / plain.gentlest).toBeGreaterThan(10_000);
    expect(scaled.steepest / scaled.gentlest).toBeLessThan(20);
  });

  it.each([0, 0.9])("knows the rate at which descent with momentum %s flies apart", (momentum) => {
    const surface = lossSurface(speed, true);
    const end = (rate: number): number => {
      let [dials, velocity]: [Dials, Dials] = [
        [1, 2, 3],
        [0, 0, 0],
      ];
      for (let i = 0; i < 2000; i++) {
        const slope = surface.gradient(dials);
        velocity = velocity.map((value, j) => momentum * value + slope[j]!) as unknown as Dials;
        dials = dials.map((value, j) => value - rate * velocity[j]!) as unknown as Dials;
      }
      return surface.loss(dials);
    };
    const turn = turningRate(surface, momentum);
    expect(end(turn * 0.98)).toBeLessThan(1e4);
    expect(end(turn * 1.02)).toBeGreaterThan(1e9);
  });
});
