import { manualSeed, randn, type Tensor } from "@mnist/tensor";
import { addRecorder } from "@mnist/tensor/internal";
import { beforeEach, describe, expect, it } from "vitest";
import { Parameter } from "../parameter.js";
import { Adagrad, Adam, AdamW, Lion, type Optimizer, RMSprop, SGD } from "./index.js";

/** What a piece of work dispatches, and the scalars it reads that it did not make. */
function watch(work: () => void): { names: string[]; scalars: Set<Tensor> } {
  const names: string[] = [];
  const made = new Set<Tensor>();
  const scalars = new Set<Tensor>();
  const stop = addRecorder({
    record(primitive, inputs, _attributes, output, inPlace) {
      names.push(inPlace ? `${primitive.name}_` : primitive.name);
      for (const input of inputs) if (input.ndim === 0 && !made.has(input)) scalars.add(input);
      made.add(output);
    },
  });
  work();
  stop();
  return { names, scalars };
}

const rules: Record<string, (parameters: Parameter[]) => Optimizer> = {
  SGD: (parameters) => new SGD(parameters, { lr: 0.1, momentum: 0.9, weightDecay: 0.01, dampening: 0.1 }),
  Adam: (parameters) => new Adam(parameters, { amsgrad: true, weightDecay: 0.01 }),
  AdamW: (parameters) => new AdamW(parameters),
  RMSprop: (parameters) => new RMSprop(parameters, { momentum: 0.9, centered: true }),
  Adagrad: (parameters) => new Adagrad(parameters, { lrDecay: 0.1 }),
  Lion: (parameters) => new Lion(parameters, { weightDecay: 0.1 }),
};

describe.each(Object.entries(rules))("a recorded step of %s", (_name, make) => {
  let parameters: Parameter[];
  let rule: Optimizer;

  beforeEach(() => {
    manualSeed(1);
    parameters = [new Parameter(randn([3, 2])), new Parameter(randn([2]))];
    rule = make(parameters);
    for (const parameter of parameters) parameter.grad = randn(parameter.shape);
    rule.step();
    rule.step();
  });

  it("dispatches the same operations on the same scalars every time", () => {
    rule.advance();
    const first = watch(() => rule.update());
    rule.paramGroups[0]!.lr = 0.03;
    rule.advance();
    const second = watch(() => rule.update());
    expect(second.names).toEqual(first.names);
    expect([...second.scalars]).toEqual([...first.scalars]);
    expect([...second.scalars].every((scalar, i) => scalar === [...first.scalars][i])).toBe(true);
  });

  it("reads the learning rate and what varies by step from those scalars alone", () => {
    const twin = make(parameters.map((parameter) => new Parameter(parameter.detach().clone())));
    const copies = twin.paramGroups[0]!.parameters;
    twin.loadStateDict(rule.stateDict());
    copies.forEach((copy, i) => {
      copy.grad = parameters[i]!.grad;
    });
    rule.paramGroups[0]!.lr = 0.5;
    twin.paramGroups[0]!.lr = 0.5;
    rule.step();
    twin.advance();
    twin.update();
    copies.forEach((copy, i) => {
      expect(copy.dataSync()).toEqual(parameters[i]!.dataSync());
    });
  });

  it("counts a revision for new memory, switches and loaded state, and none for other numbers", () => {
    const before = rule.revision;
    rule.step();
    rule.paramGroups[0]!.lr = 0.5;
    rule.step();
    expect(rule.revision).toBe(before);
    rule.paramGroups[0]!.lr = 0;
    expect(rule.revision).toBe(before + 1);
    rule.loadStateDict(rule.stateDict());
    const loaded = rule.revision;
    expect(loaded).toBeGreaterThan(before + 1);
    const late = new Parameter(randn([2]));
    rule.addParamGroup({ parameters: [late] });
    const added = rule.revision;
    expect(added).toBeGreaterThan(loaded);
    late.grad = randn([2]);
    rule.step();
    expect(rule.revision).toBeGreaterThan(added);
  });
});
