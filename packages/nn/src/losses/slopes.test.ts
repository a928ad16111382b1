import { grad } from "@mnist/autograd";
import { type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { bceLoss, huberLoss, smoothL1 } from "../index.js";

const infinity = Number.POSITIVE_INFINITY;
const none = { reduction: "none" } as const;

type Loss = (input: Tensor, target: Tensor) => Tensor;

/** Input, target, and PyTorch's slopes with respect to both, and how the first of them changes with the input. */
const cases: Record<string, [Loss, number[], number[], number[], number[], number[]]> = {
  bceLoss: [
    (x, t) => bceLoss(x, t, none),
    [0.2, 0.7],
    [0.3, 1],
    [-0.625, -1.4285715],
    [1.3862944, -0.8472978],
    [8.593749, 2.0408171],
  ],
  smoothL1: [
    (x, t) => smoothL1(x, t, { ...none, beta: 0.5 }),
    [1, 1.2, 3, -3, infinity, -infinity, 1.5],
    [1, 1, 1, 1, 1, 1, 1],
    [0, 0.4, 1, -1, 1, -1, 1],
    [0, -0.4, -1, 1, -1, 1, -1],
    [2, 2, 0, 0, 0, 0, 0],
  ],
  huberLoss: [
    (x, t) => huberLoss(x, t, { ...none, delta: 0.5 }),
    [1, 1.2, 3, -3, infinity, -infinity, 1.5],
    [1, 1, 1, 1, 1, 1, 1],
    [0, 0.2, 0.5, -0.5, 0.5, -0.5, 0.5],
    [0, -0.2, -0.5, 0.5, -0.5, 0.5, -0.5],
    [1, 1, 0, 0, 0, 0, 0],
  ],
  "huberLoss that is a square everywhere": [
    (x, t) => huberLoss(x, t, { ...none, delta: infinity }),
    [1, 3],
    [1, 1],
    [0, 2],
    [0, -2],
    [1, 1],
  ],
};

describe("slopes of losses against PyTorch", () => {
  it.each(Object.entries(cases))("%s", (_name, [loss, input, target, ...expected]) => {
    const [x, t] = [tensor(input).requiresGrad_(), tensor(target).requiresGrad_()];
    const slopes = grad(loss(x, t).sum(), [x, t], { createGraph: true });
    const [bend] = grad(slopes[0]!.sum(), [x]);
    for (const [i, each] of [...slopes, bend!].entries())
      for (const [j, value] of [...each.detach().dataSync()].entries())
        expect(value).toBeCloseTo(expected[i]![j]!, 5);
  });
});
