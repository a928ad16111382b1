import { describe, expect, it } from "vitest";
import { expectClose, readGolden } from "../testing/golden.js";
import { type OptimizerCase, setUp } from "../testing/optimizer-case.js";

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
