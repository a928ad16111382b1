import { compile, manualSeed, randn, type Tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { Parameter } from "../parameter.js";
import { Adagrad, Adam, AdamW, Lion, Optimizer, type OptimizerSettings, RMSprop, SGD } from "./index.js";

/** An optimiser as people write them: it uses its rate and a number of its own as they are. */
class Signs extends Optimizer<OptimizerSettings> {
  static override readonly name = "Signs";
  calls = 0;

  protected override check(): void {}

  protected override updateParameter(
    parameter: Tensor,
    gradient: Tensor,
    _state: unknown,
    { lr }: OptimizerSettings,
  ): void {
    this.calls++;
    parameter.sub_(gradient.sign().mul(lr / this.calls));
  }
}

const rules: Record<string, (parameters: Parameter[]) => Optimizer> = {
  SGD: (parameters) => new SGD(parameters, { lr: 0.1, momentum: 0.9, weightDecay: 0.01, dampening: 0.1 }),
  Adam: (parameters) => new Adam(parameters, { amsgrad: true, weightDecay: 0.01 }),
  AdamW: (parameters) => new AdamW(parameters),
  RMSprop: (parameters) => new RMSprop(parameters, { momentum: 0.9, centered: true }),
  Adagrad: (parameters) => new Adagrad(parameters, { lrDecay: 0.1 }),
  Lion: (parameters) => new Lion(parameters, { weightDecay: 0.1 }),
  "one of one's own": (parameters) => new Signs(parameters, { lr: 0.1 }),
};

/** Losses of steps during which everything that can be set is set to something else. */
function train(
  make: (parameters: Parameter[]) => Optimizer,
  around: (step: (x: Tensor) => Tensor[]) => (x: Tensor) => Tensor[],
): number[] {
  manualSeed(1);
  const [weight, bias] = [new Parameter(randn([3, 2])), new Parameter(randn([2]))];
  const rule = make([weight, bias]);
  const step = around((x) => {
    rule.zeroGrad();
    const loss = x.matmul(weight).add(bias).square().mean();
    loss.backward();
    rule.step();
    return [loss];
  });
  return Array.from({ length: 12 }, (_, i) => {
    const group = rule.paramGroups[0]!;
    group.lr = i === 7 ? 0 : 0.1 / (i + 1);
    if (i === 4 && "momentum" in group) group.momentum = 0.5;
    if (i === 6 && "weightDecay" in group) group.weightDecay = 0;
    if (i === 9) rule.loadStateDict(rule.stateDict());
    return step(randn([5, 3]))[0]!.itemSync();
  });
}

describe.each(Object.entries(rules))("a recorded step of %s", (_name, make) => {
  it("does at every call what it would do unrecorded", () => {
    const expected = train(make, (step) => step);
    const compiled = train(make, (step) => compile(step));
    expect(compiled).toEqual(expected.map((loss) => expect.closeTo(loss, 5)));
  });

  it("is recorded anew for other operations, and not for other numbers", () => {
    let recorded = { explain: () => "" };
    train(make, (step) => {
      const compiled = compile(step);
      recorded = compiled;
      return compiled;
    });
    const ways = recorded.explain().match(/operations in/g) ?? [];
    expect(ways.length).toBeGreaterThan(0);
    expect(ways.length).toBeLessThan(4);
  });
});
