import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  compile,
  einsum,
  getNumThreads,
  manualSeed,
  randn,
  setNumThreads,
  type Tensor,
} from "../../../index.js";
import { productsOf } from "./products.js";

const initial = getNumThreads();
beforeEach(() => void manualSeed(7));
afterEach(() => setNumThreads(initial));

/** Operands in the layouts that products meet, each large enough for the kernels. */
const cases: Record<string, () => [Tensor, Tensor]> = {
  "one matrix of weights": () => [randn([4, 33, 40]), randn([40, 24])],
  "weights as Linear keeps them": () => [randn([4, 33, 40]), randn([24, 40]).t()],
  "a batch": () => [randn([6, 32, 40]), randn([6, 40, 24])],
  "many small": () => [randn([64, 32, 8]), randn([64, 8, 32])],
  "matrices large enough to share out": () => [randn([3, 130, 90]), randn([3, 90, 100])],
  "four axes": () => [randn([3, 4, 20, 16]), randn([3, 4, 16, 20])],
  "five axes": () => [randn([2, 3, 4, 18, 16]), randn([2, 3, 4, 16, 17])],
  "heads of attention": () => {
    const [query, key] = [randn([3, 40, 4, 16]).transpose(1, 2), randn([3, 40, 4, 16]).transpose(1, 2)];
    return [query, key.transpose(-2, -1)];
  },
  "a left operand that repeats": () => [randn([30, 40]), randn([5, 40, 24])],
  "a right operand that repeats along the outer axis": () => [randn([3, 4, 20, 16]), randn([4, 16, 20])],
  "a right operand that repeats along the inner axis": () => [randn([3, 4, 20, 16]), randn([3, 1, 16, 20])],
  "a left operand in another order than its rows": () => [
    randn([5, 40, 30]).transpose(1, 2),
    randn([40, 24]),
  ],
  "every second column": () => [randn([4, 20, 60]).slice(2, 0, 60, 2), randn([4, 30, 50]).slice(2, 0, 50, 2)],
  "rows that repeat": () => [randn([4, 1, 40]).expand([4, 30, 40]), randn([4, 40, 24])],
  "one row each": () => [randn([50, 1, 64]), randn([50, 64, 32])],
  "one row each, and matrices that are large": () => [
    randn([3, 1, 1100]),
    randn([3, 970, 1100]).transpose(1, 2),
  ],
  "one row each and one matrix": () => [randn([50, 1, 64]), randn([64, 32])],
  "a vector": () => [randn([8, 50, 64]), randn([64])],
  "longer than a block": () => [randn([3, 10, 1000]), randn([3, 1000, 12])],
};

const bits = (tensor: Tensor): Uint32Array => new Uint32Array(Float32Array.from(tensor.dataSync()).buffer);

describe("products over batch axes", () => {
  describe.each(Object.entries(cases))("%s", (_, make) => {
    it("are those of JavaScript in float64", () => {
      const [left, right] = make();
      const exact = left.double().matmul(right.double());
      const found = left.matmul(right);
      expect(found.shape).toEqual(exact.shape);
      const inner = left.shape.at(-1)!;
      expect(found.double().sub(exact).abs().max().itemSync()).toBeLessThan(2e-6 * inner);
    });

    it("have the same bits with one thread and two, eager and recorded", () => {
      const [left, right] = make();
      setNumThreads(1);
      const alone = bits(left.matmul(right));
      setNumThreads(2);
      expect(bits(left.matmul(right))).toEqual(alone);
      // The operands come from outside the step, as arguments would be made row-major.
      const step = compile((x: Tensor) => [left.matmul(right), x.neg()]);
      for (let run = 0; run < 2; run++) expect(bits(step(randn([1]))[0]!)).toEqual(alone);
      expect(step.explain()).toMatch(/^ {2}matmul$/m);
      step.release();
    });
  });

  it("give zeros over an empty inner axis, and nothing for an empty batch", () => {
    expect(
      randn([3, 4, 0])
        .matmul(randn([3, 0, 5]))
        .abs()
        .sum()
        .itemSync(),
    ).toBe(0);
    expect(randn([0, 4, 6]).matmul(randn([6, 5])).shape).toEqual([0, 4, 5]);
    expect(randn([2, 0, 4, 6]).matmul(randn([6, 5])).shape).toEqual([2, 0, 4, 5]);
  });

  it("are reached by einsum", () => {
    const [query, key] = [randn([3, 40, 4, 16]), randn([3, 40, 4, 16])];
    const scores = einsum("bthd,bshd->bhts", query, key);
    const exact = einsum("bthd,bshd->bhts", query.double(), key.double());
    expect(scores.double().sub(exact).abs().max().itemSync()).toBeLessThan(1e-5);
  });
});

describe("productsOf", () => {
  const layout = (shape: number[], strides: number[]) => ({ shape, strides });
  const output = layout([4, 10, 24], [240, 24, 1]);

  it("makes one product of rows that meet one matrix", () => {
    const products = productsOf(layout([4, 10, 8], [80, 8, 1]), layout([4, 8, 24], [0, 24, 1]), output);
    expect(products.batch).toEqual([]);
    expect(products.shape).toEqual({ rows: 40, inner: 8, columns: 24 });
  });

  it("keeps a batch whose rows lie apart", () => {
    const products = productsOf(layout([4, 10, 8], [80, 1, 10]), layout([4, 8, 24], [0, 24, 1]), output);
    expect(products.batch).toEqual([{ size: 4, left: 80, right: 0, output: 240 }]);
    expect(products.shape.rows).toBe(10);
  });
});
