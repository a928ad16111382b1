import { manualSeed, randn, type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { readGolden } from "../testing/golden.js";
import { LBFGS, type LBFGSSettings } from "./index.js";

interface Case {
  readonly options: Partial<LBFGSSettings>;
  readonly losses: readonly number[];
  readonly calls: number;
}

/** The problem of tooling/golden/nn_lbfgs.py. */
function problem(options: Partial<LBFGSSettings>) {
  manualSeed(5);
  const drawn = (shape: readonly number[]): Tensor => randn(shape).to("float64");
  const [x, y] = [drawn([16, 3]), drawn([16, 4])];
  const parameters = [drawn([3, 4]), drawn([4])] as const;
  for (const each of parameters) each.requiresGrad_();
  const [w, b] = parameters;
  const rule = new LBFGS(parameters, options);
  let calls = 0;
  const closure = (): Tensor => {
    calls++;
    rule.zeroGrad();
    const loss = x.matmul(w).add(b).tanh().sub(y).square().mean();
    loss.backward();
    return loss;
  };
  return { rule, parameters, calls: () => calls, step: () => rule.step(closure).itemSync() };
}

describe("LBFGS", () => {
  const cases = readGolden<Case>("lbfgs");
  it.each(cases.map((each) => [JSON.stringify(each.options), each] as const))(
    "has PyTorch's losses and as many calls: %s",
    (_text, { options, losses, calls }) => {
      const { step, ...rest } = problem(options);
      for (const loss of losses) expect(Math.abs(step() - loss)).toBeLessThan(1e-6);
      expect(rest.calls()).toBe(calls);
    },
  );

  it("goes on from its state with the same bits", () => {
    const [unbroken, first, second] = [0, 1, 2].map(() => problem({ maxIter: 3 })) as [
      ReturnType<typeof problem>,
      ReturnType<typeof problem>,
      ReturnType<typeof problem>,
    ];
    for (let i = 0; i < 4; i++) unbroken.step();
    for (let i = 0; i < 2; i++) first.step();
    second.parameters.forEach((each, i) => {
      each.detach().copy_(first.parameters[i]!.detach());
    });
    second.rule.loadStateDict(first.rule.stateDict());
    for (let i = 0; i < 2; i++) second.step();
    second.parameters.forEach((each, i) => {
      expect(each.dataSync()).toEqual(unbroken.parameters[i]!.dataSync());
    });
  });

  it.each([null, "strong_wolfe"] as const)("goes past parameters without elements: %s", (lineSearchFn) => {
    const [w, empty] = [tensor([1, -2]).requiresGrad_(), tensor([]).requiresGrad_()];
    const rule = new LBFGS([empty, w], { lineSearchFn });
    rule.step(() => {
      rule.zeroGrad();
      const loss = w.square().sum().add(empty.sum());
      loss.backward();
      return loss;
    });
    expect(w.arraySync()).toEqual([expect.closeTo(0, 5), expect.closeTo(0, 5)]);
  });

  it("asks for a closure, and for one group", () => {
    const { rule } = problem({});
    expect(() => rule.step()).toThrow("LBFGS: got a step without a closure");
    const group = () => ({ parameters: [tensor([1]).requiresGrad_()] });
    expect(() => new LBFGS([group(), group()])).toThrow("LBFGS: got several groups");
  });
});
