import {
  cat,
  conv1d,
  conv2d,
  Generator,
  randint,
  randn,
  type Shape,
  stack,
  type Tensor,
  tensor,
  where,
} from "@mnist/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { grad, hessian, jvp, vjp } from "./index.js";

const cases = { numRuns: 200 };
const float64 = { dtype: "float64" } as const;
const seeds = fc.nat(100_000);

/** Whole numbers, so that sums and products are exact. */
function wholeNumbers(shape: Shape, seed: number): Tensor {
  return randint(-9, 10, shape, { ...float64, generator: new Generator(seed) });
}

const dot = (a: Tensor, b: Tensor): number => a.mul(b).sum().itemSync();

/** Numbers from which an operation's settings are made. */
interface Numbers {
  readonly shape: number[];
  readonly dim: number;
  readonly seed: number;
  /** Below `n`. */
  below(n: number): number;
}

const numbers: fc.Arbitrary<Numbers> = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), seeds)
  .map(([shape, seed]) => ({
    shape,
    seed,
    dim: seed % shape.length,
    below: (n) => Math.floor(seed / 7) % Math.max(n, 1),
  }));

const indexFor = (shape: Shape, { seed, dim, below }: Numbers): Tensor =>
  randint(shape[dim]!, shape.with(dim, 1 + below(4)), { generator: new Generator(seed + 1) });

/** Operations that are linear in x; the pair of an operation and its gradient is one of adjoint maps. */
const linear: Record<string, (n: Numbers) => (x: Tensor) => Tensor> = {
  neg: () => (x) => x.neg(),
  "mul by a constant":
    ({ shape, seed }) =>
    (x) =>
      x.mul(wholeNumbers(shape, seed + 1)),
  reshape: () => (x) => x.reshape([-1]),
  permute: () => (x) => x.permute(x.shape.map((_, axis) => x.ndim - 1 - axis)),
  expand:
    ({ shape }) =>
    (x) =>
      x.unsqueeze(0).expand([3, ...shape]),
  slice:
    ({ dim, below }) =>
    (x) =>
      x.slice(dim, below(3), undefined, 1 + below(2)),
  select:
    ({ shape, dim, below }) =>
    (x) =>
      x.select(dim, below(shape[dim]!)),
  flip:
    ({ dim }) =>
    (x) =>
      x.flip(dim),
  roll:
    ({ dim, below }) =>
    (x) =>
      x.roll(below(5), dim),
  unfold:
    ({ shape, dim, below }) =>
    (x) =>
      x.unfold(dim, 1 + below(shape[dim]!), 1 + below(2)),
  sum:
    ({ dim }) =>
    (x) =>
      x.sum(dim),
  "mean of all": () => (x) => x.mean(),
  cumsum:
    ({ dim }) =>
    (x) =>
      x.cumsum(dim),
  gather: (n) => (x) => x.gather(n.dim, indexFor(n.shape, n)),
  scatterAdd: (n) => {
    const index = indexFor(n.shape, n);
    return (x) =>
      wholeNumbers(n.shape.with(n.dim, 4), n.seed)
        .mul(0)
        .scatterAdd(n.dim, index, x.narrow(n.dim, 0, 1).expand(index.shape));
  },
  "matmul from the right":
    ({ shape, seed }) =>
    (x) =>
      x.matmul(wholeNumbers([shape.at(-1)!, 3], seed + 1)),
  "matmul from the left":
    ({ shape, seed }) =>
    (x) =>
      wholeNumbers([2, shape[0]!], seed + 1).matmul(x.reshape([shape[0]!, -1])),
  cat:
    ({ dim }) =>
    (x) =>
      cat([x, x.mul(2), x], dim),
  stack:
    ({ dim }) =>
    (x) =>
      stack([x, x.neg()], dim),
  where:
    ({ shape, seed }) =>
    (x) =>
      where(wholeNumbers(shape, seed + 1).gt(0), x, 0),
  tril: () => (x) => x.reshape([x.shape[0]!, -1]).tril(),
  conv1d:
    ({ shape, seed, below }) =>
    (x) =>
      conv1d(x.reshape([1, 1, -1]), wholeNumbers([2, 1, 2], seed + 1), null, {
        stride: 1 + below(2),
        padding: shape.length > 1 ? below(2) + 1 : 1,
      }),
  conv2d:
    ({ shape, seed, below }) =>
    (x) =>
      conv2d(x.reshape([1, 1, shape[0]!, -1]), wholeNumbers([2, 1, 2, 3], seed + 1), null, {
        stride: 1 + below(2),
        padding: 2,
      }),
};

describe("a linear operation and its gradient are adjoint: ⟨Ax, y⟩ = ⟨x, Aᵀy⟩", () => {
  it.each(Object.entries(linear))("%s", (_name, make) => {
    fc.assert(
      fc.property(numbers, (given) => {
        const operation = make(given);
        const x = wholeNumbers(given.shape, given.seed).requiresGrad_();
        const image = operation(x);
        const y = wholeNumbers(image.shape, given.seed + 2);
        const [back] = grad(image, [x], { gradient: y });
        expect(dot(x.detach(), back!)).toBeCloseTo(dot(image.detach(), y), 8);
      }),
      cases,
    );
  });
});

type Operation = (x: Tensor) => Tensor;

const smooth: readonly Operation[] = [
  (x) => x.tanh(),
  (x) => x.sigmoid(),
  (x) => x.square(),
  (x) => x.sin(),
  (x) => x.exp(),
  (x) => x.cumsum(0),
  (x) => x.softmax(-1),
  (x) => x.mul(x.sum()),
  (x) => x.flip(0).mul(x),
];
const operations = fc.constantFrom(...smooth);
const vectors = fc
  .tuple(fc.integer({ min: 1, max: 4 }), seeds)
  .map(([size, seed]) => randn([size], { ...float64, generator: new Generator(seed) }).mul(0.5));

const gradient = (f: Operation, at: Tensor, along?: Tensor): Tensor => {
  const x = at.detach().requiresGrad_();
  const y = f(x);
  return grad(y, [x], { gradient: along ?? y.detach().mul(0).add(1), allowUnused: true })[0]!;
};

function close(a: Tensor, b: Tensor): void {
  expect(a.shape).toEqual(b.shape);
  expect(a.sub(b).abs().div(b.abs().add(1)).max().itemSync()).toBeLessThan(1e-10);
}

describe("laws of differentiation", () => {
  const law = <T>(title: string, given: fc.Arbitrary<T>, check: (value: T) => void): void =>
    it(title, () => fc.assert(fc.property(given, check), cases));
  const two = fc.tuple(operations, operations, vectors);

  law("the gradient is linear", two, ([f, g, x]) => {
    const combined = gradient((a) => f(a).mul(2).sub(g(a).mul(3)), x);
    close(combined, gradient(f, x).mul(2).sub(gradient(g, x).mul(3)));
  });
  law("the chain rule holds", two, ([f, g, x]) => {
    close(
      gradient((a) => g(f(a)), x),
      gradient(f, x, gradient(g, f(x))),
    );
  });
  law("the product rule holds", two, ([f, g, x]) => {
    close(
      gradient((a) => f(a).mul(g(a)), x),
      gradient(f, x, g(x)).add(gradient(g, x, f(x))),
    );
  });
  law("what is detached counts as a constant", two, ([f, g, x]) => {
    close(
      gradient((a) => f(a).mul(g(a).detach()), x),
      gradient(f, x, g(x)),
    );
  });
  law("a change in place has the gradient of the operation without the underscore", two, ([f, g, x]) => {
    close(
      gradient((a) => f(a).mul(1).add_(g(a)), x),
      gradient((a) => f(a).add(g(a)), x),
    );
  });
  law("products with the Jacobian from both sides agree: ⟨v, Jt⟩ = ⟨Jᵀv, t⟩", two, ([f, g, x]) => {
    const [v, t] = [x.add(1), x.flip(0).sub(1)];
    const both: Operation = (a) => g(f(a));
    const [, change] = jvp(both, [x], [t]);
    const [, [pulled]] = vjp(both, [x], v);
    expect(dot(v, change)).toBeCloseTo(dot(pulled!, t), 8);
  });
  law("the order of second derivatives does not matter", two, ([f, g, x]) => {
    const matrix = hessian(
      (a) =>
        g(f(a))
          .mul(tensor([1, 2, 3, 4], float64).narrow(0, 0, a.numel()))
          .sum(),
      x,
    );
    close(matrix, matrix.t());
  });
});
