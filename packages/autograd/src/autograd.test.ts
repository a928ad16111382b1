import {
  avgPool2d,
  conv1d,
  conv2d,
  fromData,
  manualSeed,
  maxPool2d,
  pointwise,
  primitives,
  rand,
  randint,
  randn,
  type Tensor,
  tensor,
  zeros,
} from "@mnist/tensor";
import { beforeEach, describe, expect, it } from "vitest";
import { customGradient, grad, gradcheck, gradgradcheck, gradients, noGrad, valueAndGrad } from "./index.js";

beforeEach(() => void manualSeed(5));

const float64 = { dtype: "float64" } as const;

/** Random numbers within a row's sample range. */
function sample(shape: readonly number[], [low, high]: readonly [number, number]): Tensor {
  return rand(shape, float64)
    .mul(high - low)
    .add(low);
}

describe("the table", () => {
  it("has an entry for every primitive", () => {
    expect(Object.keys(gradients).sort()).toEqual(Object.keys(primitives).sort());
  });
});

describe("pointwise rows against central differences", () => {
  const rows = Object.values(pointwise).filter((row) => gradients[row.name] !== null && row.name !== "where");
  it.each(rows.map((row) => [row.name, row] as const))("%s", (name, row) => {
    const call = (...inputs: Tensor[]): Tensor => {
      const [first, ...rest] = inputs as [Tensor, ...Tensor[]];
      if (name === "copy") return first.clone();
      return (Reflect.get(first, name) as (...rest: Tensor[]) => Tensor).apply(first, rest);
    };
    const shapes = [[2, 3], [3], [2, 1]].slice(0, row.arity);
    const inputs = shapes.map((shape) => sample(shape, row.samples));
    expect(gradcheck(call, inputs)).toBe(true);
    expect(gradgradcheck(call, inputs)).toBe(true);
  });
});

describe("structural operations against central differences", () => {
  const x = () => randn([3, 4], float64);
  const index = () => randint(3, [2, 4]);
  const cases: Record<string, [(...inputs: Tensor[]) => Tensor, () => Tensor[]]> = {
    where: [(a, b) => a!.gt(0).where(a!, b!), () => [x(), x()]],
    reshape: [(a) => a!.reshape([2, 6]).square(), () => [x()]],
    permute: [(a) => a!.permute([1, 0]).square(), () => [x()]],
    expand: [(a) => a!.unsqueeze(0).expand([2, 3, 4]).square(), () => [x()]],
    slice: [(a) => a!.slice(1, 1, 4, 2).square(), () => [x()]],
    select: [(a) => a!.select(0, 1).square(), () => [x()]],
    flip: [(a) => a!.flip([0, 1]).square(), () => [x()]],
    unfold: [(a) => a!.unfold(1, 2, 1).square(), () => [x()]],
    sum: [(a) => a!.sum(1).square(), () => [x()]],
    prod: [(a) => a!.prod(1), () => [x()]],
    amax: [(a) => a!.amax(0).square(), () => [x()]],
    amin: [(a) => a!.amin([0, 1]).square(), () => [x()]],
    matmul: [(a, b) => a!.matmul(b!).square(), () => [x(), randn([4, 2], float64)]],
    conv2d: [
      (a, w) => conv2d(a!, w!, null, { padding: [1, 0] }).square(),
      () => [randn([2, 2, 3, 4], float64), randn([3, 2, 2, 3], float64)],
    ],
    "conv2d, strided, dilated, in groups": [
      (a, w) => conv2d(a!, w!, null, { stride: [2, 1], padding: 2, dilation: [1, 2], groups: 2 }).square(),
      () => [randn([1, 4, 4, 3], float64), randn([2, 2, 3, 2], float64)],
    ],
    conv1d: [
      (a, w) => conv1d(a!, w!, null, { stride: 2, padding: "valid" }).square(),
      () => [randn([2, 2, 6], float64), randn([2, 2, 3], float64)],
    ],
    maxPool2d: [
      (a) => maxPool2d(a!, [2, 3], { stride: [2, 1], padding: 1 }).square(),
      () => [randn([2, 1, 4, 5], float64)],
    ],
    avgPool2d: [
      (a) => avgPool2d(a!, 2, { stride: 1, padding: 1, countIncludePad: false }).square(),
      () => [randn([1, 2, 3, 3], float64)],
    ],
    gather: [(a, i) => a!.gather(0, i!).square(), () => [x(), index()]],
    scatterAdd: [
      (a, i, s) => a!.scatterAdd(0, i!, s!).square(),
      () => [x(), index(), randn([2, 4], float64)],
    ],
    cumsum: [(a) => a!.cumsum(1).square(), () => [x()]],
    softmax: [(a) => a!.softmax(1).square(), () => [x()]],
    logSoftmax: [(a) => a!.logSoftmax(1).square(), () => [x()]],
    var: [(a) => a!.var(1), () => [x()]],
  };
  it.each(Object.entries(cases))("%s", (_name, [f, inputs]) => {
    const given = inputs();
    expect(gradcheck(f, given)).toBe(true);
    expect(gradgradcheck(f, given)).toBe(true);
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
