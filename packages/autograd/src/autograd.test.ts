import { fromData, manualSeed, primitives, type Tensor, tensor, zeros } from "@mnist/tensor";
import { beforeEach, describe, expect, it } from "vitest";
import { customGradient, grad, gradients, noGrad, valueAndGrad } from "./index.js";

beforeEach(() => void manualSeed(5));

const float64 = { dtype: "float64" } as const;

describe("the table", () => {
  it("has an entry for every primitive", () => {
    expect(Object.keys(gradients).sort()).toEqual(Object.keys(primitives).sort());
  });
});

describe("backward", () => {
  it("adds gradients up until they are reset", () => {
    const x = tensor([1, 2]).requiresGrad_();
    x.square().sum().backward();
    x.square().sum().backward();
    expect(x.grad!.arraySync()).toEqual([4, 8]);
    x.grad = null;
    expect(x.grad).toBeNull();
  });

  it("is not confused by a tensor used many times, nor by depth", () => {
    const x = tensor(1).requiresGrad_();
    let y: Tensor = x;
    for (let i = 0; i < 20_000; i++) y = y.add(x);
    y.backward();
    expect(x.grad!.itemSync()).toBe(20_001);
  });

  it("keeps gradients finite where a naive composition would not", () => {
    const x = tensor([-100, 0, 100]).requiresGrad_();
    x.sigmoid().sum().backward();
    expect(x.grad!.arraySync()).toEqual([expect.closeTo(0, 6), 0.25, 0]);
    const y = tensor([[1000, -1000]]).requiresGrad_();
    y.logSoftmax(1).select(1, 1).sum().backward();
    expect(y.grad!.arraySync()).toEqual([[-1, 1]]);
  });

  it("says what is wrong, and what to try", () => {
    const x = tensor([1, 2]).requiresGrad_();
    expect(() => x.mul(2).backward()).toThrow(/shape \[2\].*loss\.mean\(\) first/);
    expect(() => tensor(1).backward()).toThrow(/requires no gradient/);
    const loss = x.square().sum();
    loss.backward();
    expect(() => loss.backward()).toThrow(/freed.*retainGraph/);
    expect(() => x.add_(1)).toThrow(/leaf.*noGrad/);
    const y = x.mul(3);
    const z = y.square();
    y.mul_(2);
    expect(() => z.sum().backward()).toThrow(/changed in place/);
    expect(() => zeros([2]).select(0, 0).copy_(x.select(0, 0))).toThrow(/view/);
    expect(() => tensor([1], { dtype: "int32" }).requiresGrad_()).toThrow(/float/);
  });
});

describe("higher orders", () => {
  it("differentiates three times", () => {
    const x = tensor(2, float64).requiresGrad_();
    const [first] = grad(x.pow(4), [x], { createGraph: true });
    const [second] = grad(first!, [x], { createGraph: true });
    const [third] = grad(second!, [x]);
    expect([first, second, third].map((each) => each!.itemSync())).toEqual([32, 48, 48]);
  });
});

describe("helpers", () => {
  it("gives value and gradients of a function", () => {
    const [value, [slope]] = valueAndGrad((x) => x.square())(tensor(3));
    expect([value.itemSync(), slope!.itemSync()]).toEqual([9, 6]);
  });

  it("takes a gradient of one's own", () => {
    const straightThrough = customGradient(
      (x) => x.round(),
      (outputGradient) => [outputGradient],
    );
    const x = fromData([1.4], [1]).requiresGrad_();
    straightThrough(x).sum().backward();
    expect(x.grad!.arraySync()).toEqual([1]);
  });

  it("records nothing inside noGrad, also while an async function runs", async () => {
    const x = tensor(1).requiresGrad_();
    expect(noGrad(() => x.mul(2)).requiresGrad).toBe(false);
    const later = await noGrad(async () => {
      await Promise.resolve();
      return x.mul(2);
    });
    expect(later.requiresGrad).toBe(false);
    expect(x.mul(2).requiresGrad).toBe(true);
  });
});
