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

  it("goes through the chapter line by line", async () => {
    const { byDistance, byHand, linear, accuracies, distance, table } = await import("./06-chapter.js");
    // On MNIST_SAMPLE what PyTorch comes to; drawn digits are harder.
    const [leastThrees, leastSevens, least] = process.env.MNIST_HOME
      ? [0.9168, 0.9854, 0.97]
      : [0.7, 0.9, 0.85];
    expect(byDistance.threes).toBeGreaterThan(leastThrees - 1e-4);
    expect(byDistance.sevens).toBeGreaterThan(leastSevens - 1e-4);
    expect(distance.abs3.itemSync()).toBeLessThan(distance.l1.itemSync());
    expect(distance.sqr3.itemSync()).toBeLessThan(distance.rmse.itemSync());
    expect(table).toContain("</table>");
    expect(byHand.at(-1)).toBeGreaterThan(least - 0.01);
    expect(`${linear}`).toMatch(/^epoch {2}train_loss {2}valid_loss {2}batchAccuracy {2}time\n1 /);
    expect(accuracies).toHaveLength(40);
    expect(accuracies.at(-1)).toBeGreaterThan(least);
  });
});
