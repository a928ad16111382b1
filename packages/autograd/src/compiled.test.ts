import { compile, manualSeed, randn, type Tensor, tensor } from "@mnist/tensor";
import { det } from "@mnist/tensor/linalg";
import { expect, it } from "vitest";
import "./members.js";

it("a compiled forward's results have their graph, for a backward pass outside", () => {
  manualSeed(1);
  const weights = randn([4, 3]).requiresGrad_();
  const forward = (x: Tensor): Tensor => x.matmul(weights).tanh().mul(weights.sum());
  const compiled = compile((x) => [forward(x!)]);
  for (let i = 0; i < 3; i++) {
    const x = randn([5, 4]);
    forward(x).square().sum().backward();
    const expected = weights.grad!;
    weights.grad = null;
    compiled(x)[0]!.square().sum().backward();
    expect(weights.grad!.sub(expected).abs().amax().itemSync()).toBeLessThan(1e-4);
    weights.grad = null;
  }
  expect(compiled.explain()).toMatch(/operations in/);
});

it("gradients that a compiled step leaves can be read after it", () => {
  manualSeed(1);
  const weights = randn([4, 3]).requiresGrad_();
  const step = compile((x) => {
    weights.grad = null;
    const loss = x!.matmul(weights).square().sum();
    loss.backward();
    return [loss];
  });
  for (let i = 0; i < 3; i++) {
    const x = randn([5, 4]);
    step(x);
    const expected = x.t().matmul(x.matmul(weights.detach())).mul(2);
    expect(weights.grad!.sub(expected).abs().amax().itemSync()).toBeLessThan(1e-4);
  }
});

it("a gradient that goes another way for other values goes its way in a compiled step", () => {
  const step = (x: Tensor): Tensor[] => {
    const matrix = x.clone().requiresGrad_();
    det(matrix).backward();
    return [matrix.grad!];
  };
  const compiled = compile((x) => step(x!));
  const singular = tensor([
    [1, 2],
    [2, 4],
  ]);
  const regular = singular.add(tensor([0, 1]));
  for (const x of [regular, regular, singular, regular, singular, singular])
    expect(compiled(x)[0]!.arraySync()).toEqual(step(x)[0]!.arraySync());
});

it("an argument whose gradient a compiled step asks for has it afterwards; given twice it is refused", () => {
  const step = (a: Tensor, b: Tensor): Tensor[] => {
    a.requiresGrad_();
    a.mul(b).sum().backward();
    return [a.mul(2).detach()];
  };
  const compiled = compile((a, b) => step(a!, b!));
  for (let call = 0; call < 4; call++) {
    const [x, y] = [randn([3]), randn([3])];
    const plain = x.clone();
    const expected = step(plain, y);
    expect(compiled(x, y)[0]!.arraySync()).toEqual(expected[0]!.arraySync());
    expect(x.requiresGrad).toBe(true);
    expect(x.grad!.arraySync()).toEqual(plain.grad!.arraySync());
    expect(y.grad).toBeNull();
    expect(() => compiled(y, y)).toThrow(/gradient of a tensor which it was given twice/);
  }
});
