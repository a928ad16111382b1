import { noGrad } from "@mnist/autograd";
import { ArgumentError, DataError, type Tensor, tensor, zeros } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { Linear } from "../layers/linear.js";
import { Parameter } from "../parameter.js";
import {
  Adam,
  clipGradNorm_,
  clipGradValue_,
  type ParametersOrGroups,
  SGD,
  type SGDSettings,
} from "./index.js";

describe("SGD", () => {
  it("goes against the gradient, at the rate its group has now", () => {
    const parameter = new Parameter(tensor([1, 2]));
    const optimizer = new SGD([parameter], { lr: 0.1 });
    parameter.square().sum().backward();
    optimizer.step();
    expect(parameter.dataSync()).toEqual(new Float32Array([0.8, 1.6]));
    optimizer.paramGroups[0]!.lr = 0.5;
    optimizer.step();
    expect(parameter.dataSync()[0]).toBeCloseTo(-0.2, 6);
    optimizer.zeroGrad();
    expect(parameter.grad).toBeNull();
  });

  it("takes a closure, with gradients, and answers its loss", () => {
    const parameter = new Parameter(tensor([1, 2]));
    const optimizer = new SGD([parameter], { lr: 0.1 });
    const loss = noGrad(() =>
      optimizer.step(() => {
        optimizer.zeroGrad();
        const each = parameter.square().sum();
        each.backward();
        return each;
      }),
    );
    expect((loss as Tensor).itemSync()).toBe(5);
    expect(parameter.dataSync()).toEqual(new Float32Array([0.8, 1.6]));
    expect(optimizer.step()).toBeUndefined();
  });

  it("leaves parameters without a gradient alone", () => {
    const [used, unused] = [new Parameter(tensor([1])), new Parameter(tensor([1]))];
    const optimizer = new SGD([used, unused], { lr: 1, momentum: 0.9, weightDecay: 0.1 });
    used.sum().backward();
    optimizer.step();
    expect([used.itemSync(), unused.itemSync()]).toEqual([expect.closeTo(-0.1, 5), 1]);
  });

  it("trains float64 parameters in float64", () => {
    const parameter = new Parameter(tensor([1], { dtype: "float64" }));
    const optimizer = new SGD([parameter], { lr: 0.1 });
    parameter.sum().backward();
    optimizer.step();
    expect(parameter.itemSync()).toBe(1 - 0.1);
  });
});

describe("settings", () => {
  const betasOf = (optimizer: Adam) => optimizer.paramGroups[0]!.betas as unknown as number[];

  it("belong to one group", () => {
    const [first, second] = [0, 1].map(() => new Adam([new Parameter(zeros([1]))])) as [Adam, Adam];
    betasOf(first)[0] = 0.5;
    expect(betasOf(second)).toEqual([0.9, 0.999]);
    const state = first.stateDict();
    second.loadStateDict(state);
    betasOf(first)[0] = 0.1;
    expect(state.paramGroups[0]!.settings.betas).toEqual([0.5, 0.999]);
    betasOf(second)[1] = 0;
    expect(state.paramGroups[0]!.settings.betas).toEqual([0.5, 0.999]);
    expect(betasOf(new Adam([new Parameter(zeros([1]))]))).toEqual([0.9, 0.999]);
  });

  it("that are undefined are those of the optimiser", () => {
    const parameter = new Parameter(zeros([1]));
    const optimizer = new SGD([{ parameters: [parameter], lr: undefined as never }], {
      lr: 0.5,
      momentum: undefined as never,
    });
    expect(optimizer.paramGroups[0]).toMatchObject({ lr: 0.5, momentum: 0 });
  });
});

describe("optimisers say what is wrong with", () => {
  const parameter = new Parameter(zeros([2]));

  it("settings", () => {
    expect(() => new SGD([parameter], { lr: -1 })).toThrow("SGD: got lr -1; expected a number from 0 up.");
    expect(() => new SGD([parameter], { lr: Number.NaN })).toThrow("SGD: got lr NaN");
    expect(() => new SGD([parameter], { lr: 1, nesterov: true })).toThrow(
      "expected a momentum and no dampening",
    );
    expect(() => new Adam([parameter], { betas: [0.9, 1] })).toThrow(
      "Adam: got betas[1] 1; expected a number from 0 to below 1.",
    );
  });

  it("parameters", () => {
    expect(() => new SGD([], { lr: 1 })).toThrow("optimizer: got no parameters");
    expect(() => new SGD([parameter, parameter], { lr: 1 })).toThrow("got a parameter twice");
    expect(() => new SGD([parameter.mul(2)], { lr: 1 })).toThrow("that an operation made");
    const groups = [{ parameters: [parameter] }, { parameters: [new Parameter(zeros([3])), parameter] }];
    const twice =
      "optimizer: got a parameter of shape [2] that another group has; expected each one in one group.";
    expect(() => new SGD(groups, { lr: 1 })).toThrow(twice);
    const optimizer = new SGD([parameter], { lr: 1 });
    expect(() => optimizer.addParamGroup({ parameters: [parameter] })).toThrow(twice);
    expect(optimizer.paramGroups).toHaveLength(1);
  });

  it("what is given in place of parameters", () => {
    const [loose, held] = [new Parameter(zeros([2])), new Parameter(zeros([2]))];
    const layer = new Linear(2, 2, { bias: false });
    const refused = (given: unknown, said: string) => {
      const make = () => new SGD(given as ParametersOrGroups<SGDSettings>, { lr: 1 });
      expect(make).toThrow(ArgumentError);
      expect(make).toThrow(said);
    };
    refused([loose, { parameters: [held] }], "got 1 loose parameter beside groups");
    refused([layer.bias], "got null in place of a parameter or a group");
    refused([loose, undefined], "got undefined in place of a parameter or a group");
    refused([{ parameters: [null] }], "got null in place of a parameter;");
    refused(layer, "got a module, Linear, in place of a list of parameters or of groups");
    refused([layer], "got a module, Linear, in place of a parameter or a group");
    refused([{ parameters: layer }], "got a module, Linear, in place of a list of parameters");
    refused(loose, "got a tensor in place of a list");
    refused(null, "got null in place of a list");
    refused(["weight"], 'got "weight" in place of a parameter or a group');
    expect(() => Reflect.construct(SGD, [[loose]])).toThrow("SGD: got no lr; expected a number from 0 up.");
    expect(() => new SGD([loose], { lr: "1" as never })).toThrow('got lr "1"');
  });

  it("what is no state", () => {
    for (const state of [{}, null, undefined, { paramGroups: [], steps: null, tensors: {} }]) {
      const load = () => new SGD([parameter], { lr: 1 }).loadStateDict(state as never);
      expect(load).toThrow(DataError);
      expect(load).toThrow("expected { paramGroups, steps, tensors }.");
    }
  });

  it("a closure that is none", () => {
    expect(() => new SGD([parameter], { lr: 1 }).step(1 as never)).toThrow("SGD: got a step with 1");
  });

  it("a state of another model", () => {
    const state = new SGD(new Linear(2, 2).parameters(), { lr: 1 }).stateDict();
    expect(() => new SGD([parameter], { lr: 1 }).loadStateDict(state)).toThrow(DataError);
    const wrong = {
      ...new SGD([parameter], { lr: 1 }).stateDict(),
      tensors: { "0.momentum_buffer": zeros([3]) },
    };
    expect(() => new SGD([parameter], { lr: 1 }).loadStateDict(wrong)).toThrow(
      "optimizer.loadStateDict: got 0.momentum_buffer of shape [3]; expected [2].",
    );
  });
});

describe("gradient clipping", () => {
  it("by norm answers the norm before, and leaves short gradients alone", () => {
    const parameter = new Parameter(zeros([2]));
    parameter.grad = tensor([3, 4]);
    expect(clipGradNorm_([parameter], 10).itemSync()).toBe(5);
    expect(parameter.grad.arraySync()).toEqual([3, 4]);
    expect(clipGradNorm_([parameter], 1).itemSync()).toBe(5);
    expect(clipGradNorm_([parameter], 1).itemSync()).toBeCloseTo(1, 5);
    expect(clipGradNorm_([], 1).itemSync()).toBe(0);
    parameter.grad = tensor([Number.NaN, 1]);
    expect(() => clipGradNorm_([parameter], 1, { errorIfNonfinite: true })).toThrow("expected a finite norm");
  });

  it("by value cuts each element", () => {
    const parameter = new Parameter(zeros([3]));
    parameter.grad = tensor([-3, 0.5, 4]);
    clipGradValue_([parameter], 1);
    expect(parameter.grad.arraySync()).toEqual([-1, 0.5, 1]);
  });
});
