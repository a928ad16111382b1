import { tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { MnistLoss, mnistLoss } from "../index.js";

describe("mnistLoss", () => {
  const [scores, truth] = [tensor([[0.9], [0.4], [0.2]]), tensor([[1], [0], [1]])];

  it("is how far the scores are from the truth", () => {
    expect(mnistLoss(scores, truth).itemSync()).toBeCloseTo((0.1 + 0.4 + 0.8) / 3, 6); // fastbook's own example
    expect(new MnistLoss()(scores, truth).itemSync()).toBe(mnistLoss(scores, truth).itemSync());
  });

  it("pulls each score towards its truth", () => {
    const leaf = scores.clone().requiresGrad_();
    mnistLoss(leaf, truth).backward();
    expect(leaf.grad!.mul(3).flatten().arraySync()).toEqual([-1, 1, -1]);
  });
});
