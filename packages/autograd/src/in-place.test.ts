import { combinations, einsum, eye, maxPool2d, ones, type Tensor, tensor, zeros } from "@mnist/tensor";
import { cholesky, det, inv, matrixNorm, solve } from "@mnist/tensor/linalg";
import { describe, expect, it } from "vitest";
import { noGrad } from "./grad-mode.js";
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

  it("are taken by every result that only came by a view, and pass their gradient on", () => {
    const [vector, matrix] = [tensor([1, 2, 3, 4]), ones([4, 2])];
    const results: Record<string, (x: Tensor) => Tensor> = {
      "matrix times vector": (x) => x.matmul(vector),
      "vector times matrix": (x) => x.select(0, 0).matmul(matrix),
      "batch times matrix": (x) => x.unsqueeze(0).matmul(matrix),
      inner: (x) => x.inner(vector),
      einsum: (x) => einsum("ij,kj->ki", x, x),
      kron: (x) => x.kron(ones([1, 2])),
      max: (x) => x.max(1).values,
      median: (x) => x.median(0).values,
      kthvalue: (x) => x.kthvalue(2).values,
      mode: (x) => x.mode(0).values,
      quantile: (x) => x.quantile(0.3, 1),
      logsumexp: (x) => x.logsumexp(0),
      "a pooled picture": (x) => maxPool2d(x.unsqueeze(0), 2),
      repeat: (x) => x.repeat(2, 1),
      repeatInterleave: (x) => x.repeatInterleave(2, 0),
      roll: (x) => x.roll(1),
      rot90: (x) => x.rot90(3),
      put: (x) => x.put([0], 7),
      combinations: (x) => combinations(x.select(0, 0)),
      "a running sum of one": (x) => x.select(0, 0).select(0, 1).cumsum(0),
      "norms of matrices": (x) => matrixNorm(x.unsqueeze(0), "nuc", { keepdim: true }),
    };
    for (const [name, result] of Object.entries(results)) {
      const slopes = [true, false].map((isInPlace) => {
        const x = tensor([
          [1, -2, 3, 0.5],
          [4, 0, -1, 2],
        ]).requiresGrad_();
        const y = result(x.mul(2));
        (isInPlace ? y.mul_(3).add_(1) : y.mul(3).add(1)).sum().backward();
        return x.grad!.arraySync();
      });
      expect(slopes[0], name).toEqual(slopes[1]);
    }
  });

  it("of a result that its own rule reads are found though it came by a view", () => {
    const x = tensor(1).requiresGrad_();
    const y = x.mul(2).softmax(0);
    y.add_(1);
    expect(() => y.backward()).toThrow(/changed in place/);
    for (const decompose of [det, inv, cholesky, (x: Tensor) => solve(x, ones([2]))]) {
      const of = decompose(eye(2).mul(2).requiresGrad_().mul(1));
      of.add_(1);
      expect(() => of.sum().backward(), decompose.name).toThrow(/changed in place/);
    }
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

  it.each([
    ["mul_", [6, 8], [2, 4]],
    ["div_", [2 / 3, 0.5], [-2 / 9, -0.25]],
    ["sub_", [2, 2], [-1, -1]],
    ["pow_", [24, 512], [5.5452, 354.8914]],
  ] as const)("give gradients for both operands of %s", (name, ofX, ofW) => {
    const [x, w] = [tensor([1, 2]).requiresGrad_(), tensor([3, 4]).requiresGrad_()];
    const y = x.mul(2);
    y[name](w);
    y.sum().backward();
    expect(x.grad!.arraySync()).toEqual(ofX.map((each) => expect.closeTo(each, 3)));
    expect(w.grad!.arraySync()).toEqual(ofW.map((each) => expect.closeTo(each, 3)));
    const constant = tensor([2, 4]);
    constant[name](w);
    w.grad = null;
    constant.sum().backward();
    expect(w.grad!.arraySync()).toEqual(ofW.map((each) => expect.closeTo(each, 3)));
  });

  it("by itself are refused, as what was there is gone", () => {
    const y = tensor([1, 2]).requiresGrad_().mul(2);
    y.mul_(y);
    expect(() => y.sum().backward()).toThrow(/backward of mul: got input 1 .* changed in place once since/);
  });

  it("of elements that share memory are refused, through hooks too", () => {
    const words = /more than one element of the written-to tensor refers to a single memory location/;
    expect(() => zeros([1]).expand([3]).add_(1)).toThrow(words);
    expect(() =>
      zeros([2, 1])
        .expand([2, 3])
        .t()
        .copy_(zeros([3, 2])),
    ).toThrow(words);
    expect(() => zeros([]).expand([3]).fill_(1)).toThrow(words);
    expect(zeros([1]).expand([1]).add_(1).arraySync()).toEqual([1]);
    expect(zeros([0, 1]).expand([0, 3]).add_(1).shape).toEqual([0, 3]);
    const leaf = tensor([1, 2]).requiresGrad_();
    leaf.registerHook((gradient) => noGrad(() => gradient.mul_(3)));
    expect(() =>
      leaf
        .add(tensor([3, 4]))
        .sum()
        .backward(),
    ).toThrow(words);
  });
});
