import { arange, type Tensor, tensor, zeros } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { bceWithLogits } from "../index.js";
import { LBFGS, type LBFGSSettings } from "./index.js";

type Problem = () => readonly [parameters: readonly Tensor[], loss: () => Tensor];

const rosenbrock: Problem = () => {
  const x = tensor([-1.2, 1]).requiresGrad_();
  const [a, b] = [() => x.select(0, 0), () => x.select(0, 1)];
  const loss = () => a().neg().add(1).square().add(b().sub(a().square()).square().mul(100));
  return [[x], loss];
};

const logistic: Problem = () => {
  const x = tensor(Array.from({ length: 60 }, (_, i) => (((i * i) % 7) - 3) / 2)).reshape([20, 3]);
  const y = arange(20).mul(3).remainder(5).lt(2).float();
  const [w, b] = [zeros([3]).requiresGrad_(), zeros([1]).requiresGrad_()];
  return [[w, b], () => bceWithLogits(x.matmul(w).add(b), y).add(w.square().sum().mul(0.01))];
};

type Row = readonly [loss: number, calls: number];

describe("LBFGS with a search in float32 goes PyTorch's way", () => {
  it.each<[string, Problem, Partial<LBFGSSettings>, Row[]]>([
    [
      "Rosenbrock's valley",
      rosenbrock,
      {},
      [
        [24.200005, 25],
        [0.42346111, 44],
        [3.3766412e-10, 45],
        [3.3766412e-10, 46],
        [3.3766412e-10, 47],
      ],
    ],
    [
      "Rosenbrock's valley",
      rosenbrock,
      { maxIter: 4 },
      [
        [24.200005, 5],
        [4.1211271, 10],
        [3.9091432, 15],
        [2.4562583, 20],
        [1.6579658, 25],
      ],
    ],
    [
      "Rosenbrock's valley",
      rosenbrock,
      { lr: 0.3, maxIter: 6 },
      [
        [24.200005, 7],
        [4.1463304, 14],
        [4.0900569, 21],
        [3.956459, 28],
        [3.416513, 35],
      ],
    ],
    [
      "Rosenbrock's valley",
      rosenbrock,
      { historySize: 2 },
      [
        [24.200005, 25],
        [0.55640125, 47],
        [7.730705e-12, 48],
        [7.730705e-12, 49],
        [7.730705e-12, 50],
      ],
    ],
    [
      "logistic regression",
      logistic,
      {},
      [
        [Math.LN2, 9],
        [0.62183851, 10],
        [0.62183851, 11],
      ],
    ],
    [
      "logistic regression",
      logistic,
      { maxIter: 4 },
      [
        [Math.LN2, 5],
        [0.62195832, 10],
        [0.62183851, 11],
      ],
    ],
    [
      "logistic regression",
      logistic,
      { lr: 0.3, maxIter: 6 },
      [
        [Math.LN2, 7],
        [0.62440932, 14],
        [0.62188494, 21],
      ],
    ],
    [
      "logistic regression",
      logistic,
      { historySize: 2, maxIter: 4 },
      [
        [Math.LN2, 5],
        [0.62196052, 10],
        [0.62183893, 13],
      ],
    ],
  ])("%s %#", (_name, problem, options, rows) => {
    const [parameters, loss] = problem();
    const rule = new LBFGS(parameters, { ...options, lineSearchFn: "strong_wolfe" });
    let calls = 0;
    const closure = (): Tensor => {
      calls++;
      rule.zeroGrad();
      const found = loss();
      found.backward();
      return found;
    };
    const found = rows.map(() => [rule.step(closure).itemSync(), calls]);
    expect(found).toEqual(rows.map(([value, count]) => [expect.closeTo(value, 5), count]));
  });
});
