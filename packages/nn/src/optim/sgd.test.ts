import { tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { Parameter } from "../parameter.js";
import { SGD } from "./sgd.js";

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
});
