import { eye, manualSeed, randn, type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { describeGraph, grad, hessian, jacobian, jvp, noGrad, vjp } from "./index.js";

const float64 = { dtype: "float64" } as const;

describe("jacobian", () => {
  it("has the output's axes, then the input's", () => {
    const x = tensor([1, 2], float64);
    expect(jacobian((a) => a.square(), x).arraySync()).toEqual([
      [2, 0],
      [0, 4],
    ]);
    const matrix = jacobian((a) => a.unsqueeze(0).mul(a.unsqueeze(1)), x);
    expect([matrix.shape, matrix.select(0, 0).arraySync()]).toEqual([
      [2, 2, 2],
      [
        [2, 0],
        [2, 1],
      ],
    ]);
  });

  it("is zero where the output does not depend on the input, and works inside noGrad", () => {
    const x = tensor([1, 2]);
    expect(noGrad(() => jacobian(() => tensor([1]), x)).arraySync()).toEqual([[0, 0]]);
    expect(noGrad(() => jacobian((a) => a.sum(), x)).arraySync()).toEqual([1, 1]);
  });

  it("can be differentiated itself", () => {
    const x = tensor([1, 2], float64).requiresGrad_();
    const trace = jacobian((a) => a.pow(3), x, { createGraph: true })
      .mul(eye(2, 2, float64))
      .sum();
    expect(grad(trace, [x])[0]!.arraySync()).toEqual([6, 12]);
  });
});

describe("hessian", () => {
  it("is the matrix of a quadratic form, made symmetric", () => {
    manualSeed(1);
    const a = randn([3, 3], float64);
    const found = hessian((x) => x.matmul(a).dot(x), randn([3], float64));
    expect(found.sub(a.add(a.t())).abs().max().itemSync()).toBeLessThan(1e-12);
  });
});

describe("products with the jacobian", () => {
  it("agree from both sides with the jacobian itself", () => {
    manualSeed(2);
    const f = (x: Tensor): Tensor => x.square().cumsum(0).tanh();
    const [x, v, t] = [randn([4], float64), randn([4], float64), randn([4], float64)];
    const matrix = jacobian(f, x);
    const [value, [pulled]] = vjp(f, [x], v);
    const [same, pushed] = jvp(f, [x], [t]);
    expect(pulled!.sub(v.matmul(matrix)).abs().max().itemSync()).toBeLessThan(1e-12);
    expect(pushed.sub(matrix.matmul(t)).abs().max().itemSync()).toBeLessThan(1e-12);
    expect(value.sub(same).abs().max().itemSync()).toBe(0);
  });
});

describe("describeGraph", () => {
  const w = tensor([1, 2]).requiresGrad_();

  it("lists the steps in the order of the walk", () => {
    expect(describeGraph(w.square().mul(w).sum(), { names: { w } })).toBe(
      "#3 sum [] ← #2\n#2 mul [2] ← #1, #0\n#1 square [2] ← #0\n#0 w [2]",
    );
  });

  it("draws them for Graphviz", () => {
    expect(describeGraph(w.sum(), { format: "dot" })).toBe(
      [
        "digraph gradients {",
        "  rankdir=BT;",
        '  n1 [label="sum []"];',
        '  n0 [label="leaf [2]", shape=box, style=filled, fillcolor=lightblue];',
        "  n0 -> n1;",
        "}",
      ].join("\n"),
    );
  });

  it("refuses what has no graph", () => {
    expect(() => describeGraph(tensor(1))).toThrow(/describeGraph: got a tensor that requires no gradient/);
  });
});
