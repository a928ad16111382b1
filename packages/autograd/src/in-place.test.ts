import { tensor, zeros } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import "./members.js";

describe("changes in place", () => {
  it("of a saved tensor are found, and the message names the operation", () => {
    const x = tensor([1, 2]).requiresGrad_();
    const y = x.mul(2);
    const z = y.exp().sum();
    y.add_(1);
    z.backward(); // exp's rule reads its output alone
    const w = x.mul(2);
    const squares = w.square();
    w.add_(1);
    w.add_(1);
    expect(() => squares.sum().backward()).toThrow(
      "backward of square: got input 0 of shape [2], which was changed in place 2 times since; expected the values that the forward pass saw.",
    );
  });

  it("of a result become part of its graph", () => {
    const x = tensor([1, 2]).requiresGrad_();
    const y = x.mul(2);
    y.mul_(3).add_(x);
    y.sum().backward();
    expect(x.grad!.arraySync()).toEqual([7, 7]);
  });

  it("of a tensor are found where an older view of it goes on", () => {
    const x = tensor([1, 2]).requiresGrad_();
    const y = x.mul(2);
    const first = y.select(0, 0);
    y.mul_(3);
    expect(() => first.mul(1)).toThrow(
      /mul: got a view of shape \[\], whose tensor was changed in place since/,
    );
    expect(() => first.backward()).toThrow(/backward: got a view/);
    y.select(0, 0).backward();
    expect(x.grad!.arraySync()).toEqual([6, 0]);
  });

  it("of a detached leaf are how the notes update parameters", () => {
    const parameters = tensor([1, 2]).requiresGrad_();
    const [a, b] = parameters;
    a!.mul(b!).backward();
    parameters.detach().sub_(parameters.grad!.mul(0.5));
    expect(parameters.arraySync()).toEqual([0, 1.5]);
  });

  it("of a view with something that requires a gradient are refused", () => {
    const x = tensor([1, 2]).requiresGrad_();
    expect(() => zeros([2]).select(0, 0).copy_(x.select(0, 0))).toThrow(/copy_: got a view/);
  });
});
