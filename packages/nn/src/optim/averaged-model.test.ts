import { tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { Linear } from "../index.js";
import { AveragedModel } from "./index.js";

describe("an averaged model", () => {
  const model = new Linear(1, 1, { bias: false });
  const set = (value: number): void => void model.loadStateDict({ weight: tensor([[value]]) });

  it("is the mean of the models it was shown, and saved as PyTorch's", () => {
    const averaged = new AveragedModel(new Linear(1, 1, { bias: false }));
    for (const value of [1, 2, 6]) {
      set(value);
      averaged.updateParameters(model);
    }
    expect(averaged(tensor([[1]])).itemSync()).toBeCloseTo(3, 6);
    expect(Object.keys(averaged.stateDict())).toEqual(["n_averaged", "module.weight"]);
    const again = new AveragedModel(new Linear(1, 1, { bias: false }));
    again.loadStateDict(averaged.stateDict());
    set(7);
    again.updateParameters(model);
    expect(again(tensor([[1]])).itemSync()).toBeCloseTo(4, 6);
  });

  it("takes another average", () => {
    const half = new AveragedModel(new Linear(1, 1, { bias: false }), (mean, value) => mean.lerp(value, 0.5));
    for (const value of [4, 8]) {
      set(value);
      half.updateParameters(model);
    }
    expect(half(tensor([[1]])).itemSync()).toBe(6);
  });

  it("refuses a model of another architecture", () => {
    const averaged = new AveragedModel(new Linear(1, 1));
    expect(() => averaged.updateParameters(model)).toThrow("got a model without the parameter bias");
  });
});
