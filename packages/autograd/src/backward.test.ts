import { add, ones, type Tensor, tensor, zeros } from "@mnist/tensor";
import { primitives } from "@mnist/tensor/internal";
import { describe, expect, it, vi } from "vitest";
import { backward, customGradient, enableGrad, grad, gradients, noGrad, valueAndGrad } from "./index.js";
import { nodeOf } from "./node.js";

const float64 = { dtype: "float64" } as const;

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

  it("does not go through integers, whose steps have no slope", () => {
    const x = tensor([1.5, 2.5]).requiresGrad_();
    expect([x.to("int32").requiresGrad, x.mul(2).int().float().requiresGrad]).toEqual([false, false]);
    expect(x.to("float64").requiresGrad).toBe(true);
  });

  it("passes zeros through steps, whatever arrives: 0 · ∞ is none", () => {
    const steps: ((x: Tensor) => Tensor)[] = [
      (x) => x.floor(),
      (x) => x.ceil(),
      (x) => x.round(),
      (x) => x.sign(),
      (x) => x.div(2, { roundingMode: "floor" }),
      (x) => x.div(2, { roundingMode: "trunc" }),
    ];
    for (const step of steps) {
      const x = tensor([1.5, -2.5]).requiresGrad_();
      step(x).backward(tensor([Number.POSITIVE_INFINITY, Number.NaN]));
      expect(x.grad!.arraySync()).toEqual([0, 0]);
    }
  });

  it("has a rule, or says that there is none, for every primitive", () => {
    expect(Object.keys(gradients).sort()).toEqual(Object.keys(primitives).sort());
  });
});

describe("backward's options", () => {
  it("starts from a gradient", () => {
    const x = tensor([1, 2]).requiresGrad_();
    x.square().backward(tensor([1, 10]));
    expect(x.grad!.arraySync()).toEqual([2, 40]);
  });

  it("keeps the graph where asked, and frees it otherwise", () => {
    const x = tensor(3).requiresGrad_();
    const y = x.square();
    y.backward({ retainGraph: true });
    y.backward();
    expect(x.grad!.itemSync()).toBe(12);
    expect(() => y.backward()).toThrow(/freed/);
  });

  it("adds up for the named inputs alone, results of operations too", () => {
    const [a, b] = [tensor(2).requiresGrad_(), tensor(3).requiresGrad_()];
    const product = a.mul(b);
    backward(product.square(), undefined, { inputs: [a, product] });
    expect([a.grad!.itemSync(), product.grad!.itemSync(), b.grad]).toEqual([36, 12, null]);
  });

  it("keeps no gradient of what lies between, though the loss is kept", () => {
    const x = tensor([1, 2]).requiresGrad_();
    const loss = x.square().sum();
    loss.backward({ retainGraph: true });
    expect(nodeOf(loss)!.step!.outputGradient).toBeNull();
  });

  it("makes gradients that are themselves differentiable, through grad too", () => {
    const x = tensor(2, float64).requiresGrad_();
    x.pow(3).backward({ createGraph: true });
    const slope = x.grad!;
    x.grad = null;
    slope.backward();
    expect([slope.itemSync(), x.grad!.itemSync()]).toEqual([12, 12]);
  });
});

describe("higher orders", () => {
  it("are exact near a place where the formula is 0 / 0", () => {
    for (const place of [0, 1e-40, 1e-12, 1e-6]) {
      const x = tensor([place]).requiresGrad_();
      const [slope] = grad(x.sinc(), [x], { createGraph: true });
      const [bend] = grad(slope!, [x]);
      expect(bend!.itemSync()).toBeCloseTo(-(Math.PI ** 2) / 3, 5);
    }
  });

  it("are differentiated three times", () => {
    const x = tensor(2, float64).requiresGrad_();
    const [first] = grad(x.pow(4), [x], { createGraph: true });
    const [second] = grad(first!, [x], { createGraph: true });
    const [third] = grad(second!, [x]);
    expect([first, second, third].map((each) => each!.itemSync())).toEqual([32, 48, 48]);
  });
});

describe("gradients that are kept", () => {
  it("are changed in place one by one, though a rule hands on the same to several inputs", () => {
    const [x, y] = [tensor([1, 2]).requiresGrad_(), tensor([3, 4]).requiresGrad_()];
    const start = ones([2]);
    add(x, y).backward(start);
    x.grad!.mul_(5);
    expect([x, y].map((each) => each.grad!.arraySync())).toEqual([
      [5, 5],
      [1, 1],
    ]);
    expect(start.arraySync()).toEqual([1, 1]);
  });

  it("have elements of their own, though a sum's gradient is one number stretched", () => {
    const x = zeros([2, 2]).requiresGrad_();
    x.sum().backward();
    x.grad!.select(0, 0).zero_();
    expect(x.grad!.arraySync()).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it("are not copied where a view shows all of what nothing else does", () => {
    const weight = ones([2, 3]).requiresGrad_();
    ones([4, 3]).matmul(weight.t()).sum().backward();
    expect([weight.grad!.isContiguous(), weight.grad!.sum().itemSync()]).toEqual([false, 24]);
  });

  it("are refused in another shape", () => {
    const x = zeros([2]).requiresGrad_();
    expect(() => {
      x.grad = zeros([3]);
    }).toThrow("grad: got a gradient of shape [3]; expected the tensor's shape [2].");
  });
});

describe("hooks", () => {
  it("see the finished gradient, may replace it, and can be removed", () => {
    const x = tensor([1, 2]).requiresGrad_();
    const y = x.mul(3);
    const seen = vi.fn();
    const first = y.registerHook((gradient) => seen(gradient.arraySync()));
    const second = y.registerHook((gradient) => gradient.mul(2));
    add(y, y).sum().backward();
    expect(seen.mock.calls).toEqual([[[2, 2]]]);
    expect(x.grad!.arraySync()).toEqual([12, 12]);
    first.remove();
    second.remove();
    x.grad = null;
    x.registerHook((gradient) => gradient.neg());
    x.mul(3).sum().backward();
    expect(x.grad!.arraySync()).toEqual([-3, -3]);
    expect(seen).toHaveBeenCalledTimes(1);
  });

  it("registered twice are called twice, and removed one by one", () => {
    const x = tensor(1).requiresGrad_();
    const double = (gradient: typeof x) => gradient.mul(2);
    const handle = x.registerHook(double);
    x.registerHook(double);
    x.mul(1).backward();
    handle.remove();
    x.mul(1).backward();
    expect(x.grad!.itemSync()).toBe(4 + 2);
  });

  it("keep the gradient of a result with retainGrad", () => {
    const x = tensor(2).requiresGrad_();
    const y = x.square();
    y.retainGrad();
    y.mul(3).backward();
    expect([y.grad!.itemSync(), y.retainsGrad, x.retainsGrad]).toEqual([3, true, false]);
  });
});

describe("what a tensor says of its graph", () => {
  it("names the operation that made it and prints it", () => {
    const x = tensor([1, 2]).requiresGrad_();
    const y = x.mul(2);
    expect([x.isLeaf, x.gradFn, y.isLeaf, y.gradFn!.name]).toEqual([true, null, false, "MulBackward"]);
    expect(y.gradFn!.nextFunctions.map((each) => each?.name)).toEqual(["AccumulateGrad", undefined]);
    expect(`${x} ${y}`).toBe("tensor([1., 2.], requiresGrad=true) tensor([2., 4.], gradFn=<MulBackward>)");
  });

  it("is forgotten by detach and detach_, which share the values", () => {
    const x = tensor([1, 2]).requiresGrad_();
    const y = x.mul(2);
    const cut = y.detach();
    expect([cut.requiresGrad, y.requiresGrad, y.detach_().requiresGrad]).toEqual([false, true, false]);
    cut.zero_();
    expect([y.arraySync(), y.isLeaf]).toEqual([[0, 0], true]);
  });
});

describe("customGradient", () => {
  const cube = customGradient(
    function cube(x) {
      return x.pow(3);
    },
    (outputGradient, [x]) => [outputGradient.mul(x.square()).mul(3)],
  );

  it("is differentiated again where its rule is made of differentiable operations", () => {
    const x = tensor(2, float64).requiresGrad_();
    const [first] = grad(cube(x), [x], { createGraph: true });
    expect([first!.itemSync(), grad(first!, [x])[0]!.itemSync()]).toEqual([12, 12]);
    expect(cube(x).gradFn!.name).toBe("CubeBackward");
  });

  it("finds its inputs changed in place", () => {
    const x = tensor([1, 2]).requiresGrad_();
    const y = x.mul(1);
    const z = cube(y).sum();
    y.add_(1);
    expect(() => z.backward()).toThrow(/backward of cube: got input 0/);
  });
});

describe("valueAndGrad", () => {
  it("works inside noGrad and leaves its inputs alone", () => {
    const x = tensor(3);
    const [value, [slope]] = noGrad(() => valueAndGrad((a) => a.square())(x));
    expect([
      value.itemSync(),
      slope!.itemSync(),
      x.requiresGrad,
      enableGrad(() => value.requiresGrad),
    ]).toEqual([9, 6, false, false]);
  });
});
