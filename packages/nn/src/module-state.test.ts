import "@mnist/autograd";
import { ones, type Tensor, zeros } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { Linear, Module, ReLU, Sequential } from "./index.js";

describe("to", () => {
  it.each(["float32", "float64"] as const)("keeps the gradients, as %s", (dtype) => {
    const model = new Linear(2, 1);
    model(ones([3, 2]))
      .sum()
      .backward();
    model.to(dtype);
    expect(model.weight.grad?.dtype).toBe(dtype);
    expect(model.weight.grad?.arraySync()).toEqual([[3, 3]]);
    model(ones([3, 2], { dtype }))
      .sum()
      .backward();
    expect(model.weight.grad?.arraySync()).toEqual([[6, 6]]);
    expect(new Linear(2, 1).to(dtype).weight.grad).toBeNull();
  });
});

describe("a buffer that is null", () => {
  class Late extends Module {
    declare counts: Tensor | null;

    constructor() {
      super();
      this.registerBuffer("counts", null);
    }

    override forward(x: Tensor): Tensor {
      return x;
    }
  }

  it("is in no state until it is there", () => {
    const late = new Late();
    expect(late.stateDict()).toEqual({});
    expect(late.to("float64").buffers()).toEqual([]);
    late.counts = zeros([2]);
    expect(Object.keys(late.stateDict())).toEqual(["counts"]);
  });
});

describe("a module in two places", () => {
  const shared = new Linear(2, 2);
  const model = new Sequential(shared, new ReLU(), shared);

  it("is one child of two places", () => {
    expect(model.namedChildren().map(([name]) => name)).toEqual(["0", "1"]);
    expect(model.children()).toHaveLength(2);
    expect([model.length, [...model].length, model.at(-1) === shared]).toEqual([3, 3, true]);
  });

  it("runs, is saved and is printed in each", () => {
    const x = ones([1, 2]);
    expect(model(x).arraySync()).toEqual(shared(shared(x).relu()).arraySync());
    expect(Object.keys(model.stateDict())).toEqual(["0.weight", "0.bias", "2.weight", "2.bias"]);
    expect(String(model)).toContain("(2): Linear");
    expect(Object.keys(model.toJSON().modules)).toEqual(["0", "1", "2"]);
  });
});
