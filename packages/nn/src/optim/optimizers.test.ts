import { tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { Parameter } from "../parameter.js";
import { expectClose, readGolden } from "../testing/golden.js";
import { type OptimizerCase, setUp } from "../testing/optimizer-case.js";
import { NAdam } from "./index.js";

const cases = readGolden<OptimizerCase>("optimizers").map(
  (each) =>
    [
      each.optimizer,
      JSON.stringify({ ...each.options, clip: each.clip, groups: each.groups }),
      each,
    ] as const,
);

describe("optimisers against PyTorch, 50 steps", () => {
  it.each(cases)("%s %s", (_name, _options, golden) => {
    const { w, b, step } = setUp(golden);
    const losses = golden.losses.map(() => step(golden.clip).itemSync());
    losses.forEach((loss, i) => {
      expect(Math.abs(loss - golden.losses[i]!), `loss ${i}`).toBeLessThan(1e-5);
    });
    const tolerance = { absolute: 2e-5, relative: 1e-4 };
    expectClose(w, golden.w, "w", tolerance);
    expectClose(b, golden.b, "b", tolerance);
  });
});

describe("every optimiser", () => {
  it.each(cases)("goes on from its state with the same bits: %s %s", (_name, _options, golden) => {
    const unbroken = setUp(golden);
    for (let i = 0; i < 12; i++) unbroken.step();
    const first = setUp(golden);
    for (let i = 0; i < 5; i++) first.step();
    const state = first.rule.stateDict();
    const saved = JSON.parse(JSON.stringify({ paramGroups: state.paramGroups, steps: state.steps }));
    const second = setUp(golden);
    second.w.detach().copy_(first.w.detach());
    second.b.detach().copy_(first.b.detach());
    second.rule.loadStateDict({ ...saved, tensors: state.tensors });
    for (let i = 5; i < 12; i++) second.step();
    expect(second.w.dataSync()).toEqual(unbroken.w.dataSync());
    expect(second.b.dataSync()).toEqual(unbroken.b.dataSync());
  });

  it.each(cases)("remembers in tensors that are made once: %s %s", (_name, _options, golden) => {
    const { rule, step } = setUp(golden);
    step();
    const before = rule.stateDict().tensors;
    step();
    step();
    for (const [name, tensor] of Object.entries(rule.stateDict().tensors)) expect(tensor).toBe(before[name]);
  });
});

describe("NAdam", () => {
  const make = (values: readonly number[]) => {
    const w = new Parameter(tensor(values));
    return { w, rule: new NAdam([w], { lr: 0.05, betas: [0.9, 0.99] }) };
  };
  const train = ({ w, rule }: ReturnType<typeof make>) => {
    for (let i = 0; i < 4; i++) {
      rule.zeroGrad();
      w.square().sum().backward();
      rule.step();
    }
  };

  it("goes on as PyTorch's where its betas have changed", () => {
    const first = make([1, -2, 0.5]);
    train(first);
    first.rule.paramGroups[0]!.betas = [0.6, 0.99];
    const { tensors, ...rest } = first.rule.stateDict();
    expect(Object.keys(rest.numbers!)).toEqual(["0.muProduct"]);
    const second = make([...first.w.dataSync()]);
    second.rule.loadStateDict({ ...JSON.parse(JSON.stringify(rest)), tensors });
    const third = make([...first.w.dataSync()]);
    third.rule.loadStateDict({ paramGroups: rest.paramGroups, steps: rest.steps, tensors });
    for (const each of [first, second, third]) train(each);
    expect([...first.w.dataSync()]).toEqual(
      [0.6734585165977478, -1.660116195678711, 0.20326972007751465].map((each) => expect.closeTo(each, 6)),
    );
    expect(second.w.dataSync()).toEqual(first.w.dataSync());
    expect(third.w.dataSync()).not.toEqual(first.w.dataSync()); // without its product, today's betas stand in for those before
  });
});
