import { manualSeed, randn, type Tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { expectClose, readGolden, type StoredTensor } from "../testing/golden.js";
import * as optim from "./index.js";

interface OptimizerCase {
  readonly optimizer: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly groups: readonly Readonly<Record<string, unknown>>[] | null;
  readonly clip: readonly [string, string] | null;
  readonly losses: readonly number[];
  readonly w: StoredTensor;
  readonly b: StoredTensor;
}

type OptimizerClass = new (parameters: unknown, options: unknown) => optim.Optimizer;

const cases = readGolden<OptimizerCase>("optimizers").map(
  (each) =>
    [
      each.optimizer,
      JSON.stringify({ ...each.options, clip: each.clip, groups: each.groups }),
      each,
    ] as const,
);

/** The problem of tooling/golden/nn_optim.py, and the rule that a case asks for. */
function setUp({ optimizer, options, groups }: OptimizerCase) {
  manualSeed(5);
  const [x, y, w, b] = [[16, 3], [16, 4], [3, 4], [4]].map((shape) => randn(shape)) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  for (const leaf of [w, b]) leaf.requiresGrad_();
  const parameters =
    groups === null ? [w, b] : [w, b].map((parameter, i) => ({ parameters: [parameter], ...groups[i] }));
  const rule = new (Reflect.get(optim, optimizer) as OptimizerClass)(parameters, options);
  const step = (clip: OptimizerCase["clip"] = null): number => {
    const loss = x.matmul(w).add(b).tanh().sub(y).square().mean();
    rule.zeroGrad();
    loss.backward();
    if (clip !== null)
      optim.clipGradNorm_([w, b], Number(clip[0]), { normType: Number(clip[1].replace("inf", "Infinity")) });
    rule.step();
    return loss.itemSync();
  };
  return { w, b, rule, step };
}

describe("optimisers against PyTorch, 50 steps", () => {
  it.each(cases)("%s %s", (_name, _options, golden) => {
    const { w, b, step } = setUp(golden);
    const losses = golden.losses.map(() => step(golden.clip));
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
