import { describe, expect, it } from "vitest";

describe("the notes' jobs", () => {
  it("fits the curve", async () => {
    const { losses } = await import("./01-curve.js");
    expect(losses[0]).toBeGreaterThan(1e6);
    expect(losses.at(-1)).toBeCloseTo(1092.2426, 1); // PyTorch, seed 42
  });

  it("tells 3 from 7, by hand and with Learner alike", async () => {
    const { byHand, withLearner } = await import("./02-threes-sevens.js");
    expect(withLearner).toEqual(byHand.map((accuracy) => expect.closeTo(accuracy, 5)));
    expect(byHand.at(-1)).toBeGreaterThan(0.85); // drawn digits are harder than MNIST's, which come to 0.97
  });

  it("shows why one output is not enough", async () => {
    const { hits } = await import("./03-digits-scalar.js");
    const shares = hits.map(([right, all]) => right / all);
    expect(Math.min(...shares)).toBeLessThan(0.5);
  });

  it("reads ten digits, by hand and with Learner alike", async () => {
    const { byHand, withLearner } = await import("./04-digits.js");
    expect(withLearner).toEqual(byHand.map((accuracy) => expect.closeTo(accuracy, 5)));
    expect(byHand.at(-1)).toBeGreaterThan(0.7);
  });

  it("reads a drawn digit", async () => {
    const { digit } = await import("./05-my-digit.js");
    expect(digit).toBe(3);
  });
});
