import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  broadcastShapes,
  cat,
  type DType,
  dtypes,
  maximum,
  minimum,
  randperm,
  stack,
  type Tensor,
  tensor,
  where,
  zeros,
} from "./index.js";
import {
  broadcastable,
  laidOut,
  orders,
  shapes,
  tensors,
  tensorsOf,
  tensorsWithAxis,
  wholeNumbers,
} from "./testing/arbitraries.js";

const cases = { numRuns: 200 };

function law<T>(title: string, given: fc.Arbitrary<T>, check: (value: T) => void): void {
  it(title, () => fc.assert(fc.property(given, check), cases));
}

function same(left: Tensor, right: Tensor): void {
  expect([left.shape, left.dtype]).toEqual([right.shape, right.dtype]);
  expect(left.dataSync()).toEqual(right.dataSync());
}

function close(left: Tensor, right: Tensor): void {
  expect(left.shape).toEqual(right.shape);
  const apart = left.sub(right).abs().div(right.abs().add(1));
  if (left.numel() > 0) expect(apart.max().itemSync()).toBeLessThan(1e-12);
}

const pairs = broadcastable().chain(({ left, right, both }) =>
  fc.record({ a: tensorsOf(left), b: tensorsOf(right), both: fc.constant(both) }),
);

describe("laws of broadcasting and promotion", () => {
  law("an operation broadcasts as expand would", pairs, ({ a, b }) => {
    const shape = broadcastShapes(a.shape, b.shape, "law");
    same(a.sub(b), a.expand(shape).clone().sub(b.expand(shape).clone()));
  });
  law("sums and products do not care for order", pairs, ({ a, b }) => {
    same(add(a, b), b.add(a));
    same(a.mul(b), b.mul(a));
  });
  law("the larger and the smaller make up both", pairs, ({ a, b }) => {
    same(maximum(a, b).add(minimum(a, b)), a.add(b));
  });
  law("a quotient's floor and its remainder make up the dividend", pairs, ({ a, b }) => {
    const divisor = where(b.eq(0), 1, b);
    same(a.div(divisor).floor().mul(divisor).add(a.remainder(divisor)), a.add(b.mul(0)));
  });
  const kinds = fc.constantFrom(...(dtypes as DType[]));
  const operand = fc.tuple(kinds, shapes({ rank: [0, 1] }));
  law("promotion is symmetric", fc.tuple(operand, operand), ([[p, s], [q, t]]) => {
    const [a, b] = [
      zeros(s.length > 0 ? [2] : [], { dtype: p }),
      zeros(t.length > 0 ? [2] : [], { dtype: q }),
    ];
    expect(a.mul(b).dtype).toBe(b.mul(a).dtype);
  });
  law("int32 wraps as |0 does", fc.tuple(fc.integer(), fc.integer()), ([a, b]) => {
    const whole = { dtype: "int32" } as const;
    const [x, y] = [tensor(a, whole), tensor(b, whole)];
    expect([x.add(y), x.sub(y), x.mul(y)].map((each) => each.itemSync())).toEqual([
      (a + b) | 0,
      (a - b) | 0,
      Math.imul(a, b),
    ]);
  });
});

describe("laws of views", () => {
  law("a reshape is undone by the reshape back", tensors({ least: 0 }), (x) => {
    same(x.reshape([x.numel()]).reshape(x.shape), x);
  });
  law(
    "a permutation is undone by its inverse",
    tensors().chain((x) => fc.tuple(fc.constant(x), orders(x.ndim))),
    ([x, order]) => same(x.permute(order).permute(order.map((_, axis) => order.indexOf(axis))), x),
  );
  law("a flip is undone by itself", tensorsWithAxis(), ([x, dim]) => same(x.flip(dim).flip(dim), x));
  law(
    "pieces laid end to end are the whole",
    fc.tuple(tensorsWithAxis(), fc.nat({ max: 4 })),
    ([[x, dim], at]) => {
      const size = x.shape[dim]!;
      const cut = Math.min(at, size);
      same(cat([x.narrow(dim, 0, cut), x.narrow(dim, cut, size - cut)], dim), x);
      same(cat(x.split(at + 1, dim), dim), x);
    },
  );
  law("unbound slices stacked are the whole", tensorsWithAxis(), ([x, dim]) => {
    same(stack(x.unbind(dim), dim), x);
  });
  law(
    "a roll is undone by the roll back",
    fc.tuple(tensorsWithAxis(), fc.integer({ min: -5, max: 5 })),
    ([[x, dim], by]) => {
      same(x.roll(by, dim).roll(-by, dim), x);
    },
  );
  law(
    "values do not depend on how they lie in memory",
    fc.tuple(shapes({ rank: [1, 4] }), fc.nat(9999)),
    ([shape, seed]) => {
      const plain = wholeNumbers(shape, seed);
      const other = laidOut(plain, seed);
      for (const operation of [
        (x: Tensor) => x.square().add(1),
        (x: Tensor) => x.sum(0),
        (x: Tensor) => x.amax(-1, true),
        (x: Tensor) => x.cumsum(0),
        (x: Tensor) => x.argsort(-1),
        (x: Tensor) => x.argmax(),
        (x: Tensor) => x.reshape([-1]),
      ])
        same(operation(other), operation(plain));
    },
  );
  law("what is read and built again is the same", tensors({ least: 0 }), (x) => {
    const array = x.arraySync();
    expect(tensor(array as number[], { dtype: "float64" }).arraySync()).toEqual(array);
  });
  law("what is printed says all values", tensors({ rank: [1, 3] }), (x) => {
    const printed = `${x}`.replace(/^tensor\(|(, dtype=float64)?\)$/g, "").replaceAll(/\.(?=[,\]])/g, "");
    expect(JSON.parse(printed)).toEqual(x.arraySync());
  });
});

describe("laws of reductions, scans and orders", () => {
  law(
    "a sum over axes does not care for their order",
    tensors().chain((x) => fc.tuple(fc.constant(x), orders(x.ndim))),
    ([x, order]) => {
      const oneByOne = order.reduce((sum, axis) => sum.sum(axis, true), x);
      same(oneByOne.reshape([]), x.sum());
    },
  );
  law("differences of running sums are the terms", tensorsWithAxis(), ([x, dim]) => {
    const sums = x.cumsum(dim);
    const before = sums.narrow(dim, 0, x.shape[dim]! - 1);
    same(sums.narrow(dim, 1, x.shape[dim]! - 1).sub(before), x.narrow(dim, 1, x.shape[dim]! - 1));
    same(sums.select(dim, -1), x.sum(dim));
  });
  law("sorting permutes, in order", tensorsWithAxis(), ([x, dim]) => {
    const { values, indices } = x.sort(dim);
    const size = x.shape[dim]!;
    same(x.gather(dim, indices), values);
    same(indices.argsort(dim).argsort(dim), indices);
    expect(
      values
        .narrow(dim, 1, size - 1)
        .ge(values.narrow(dim, 0, size - 1))
        .all()
        .itemSync(),
    ).toBe(1);
  });
  law("the k largest lead the order, the largest stands where argmax says", tensorsWithAxis(), ([x, dim]) => {
    const descending = x.sort(dim, true).values;
    same(x.topk(1, dim).values, descending.narrow(dim, 0, 1));
    same(x.gather(dim, x.argmax(dim, true)), x.amax(dim, true));
    same(x.amin(dim), x.neg().amax(dim).neg());
  });
  law("clamping twice is clamping once", tensors(), (x) => same(x.clamp(-3, 4).clamp(-3, 4), x.clamp(-3, 4)));
  law("softmax sums to 1 and does not see a shift", tensorsWithAxis(), ([x, dim]) => {
    const shares = x.softmax(dim);
    close(shares.sum(dim), x.sum(dim).mul(0).add(1));
    close(x.add(700).softmax(dim), shares);
    close(x.logSoftmax(dim).exp(), shares);
  });
  law("a shuffle holds every number once", fc.tuple(fc.nat(200), fc.nat()), ([n]) => {
    same(randperm(n).sort().values, randperm(n).argsort().sort().values);
  });
});

describe("laws of products", () => {
  const sizes = fc.tuple(...[0, 1, 2, 3, 4].map(() => fc.integer({ min: 1, max: 4 })));
  const factors = fc.tuple(sizes, fc.nat(9999)).map(([[batch, m, n, p, q], seed]) => ({
    a: laidOut(wholeNumbers([batch!, m!, n!], seed), seed),
    b: laidOut(wholeNumbers([n!, p!], seed + 1), seed + 1),
    c: wholeNumbers([p!, q!], seed + 2),
    d: wholeNumbers([n!, p!], seed + 3),
  }));
  law("the matrix product is associative", factors, ({ a, b, c }) => {
    same(a.matmul(b).matmul(c), a.matmul(b.matmul(c)));
  });
  law("it distributes over sums", factors, ({ a, b, d }) =>
    same(a.matmul(b.add(d)), a.matmul(b).add(a.matmul(d))),
  );
  law("a product's transpose is the product of transposes, turned round", factors, ({ a, b }) => {
    same(a.matmul(b).transpose(-2, -1), b.t().matmul(a.transpose(-2, -1)));
  });
  law("a batch is its products one by one", factors, ({ a, b }) => {
    same(a.matmul(b), stack(a.unbind().map((each) => each.matmul(b))));
  });
  law("the outer product's sum is the product of sums", tensors({ rank: [1, 1] }), (x) => {
    same(x.outer(x).sum(), x.sum().square());
  });
});
