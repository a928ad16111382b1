import { beforeEach, describe, expect, it } from "vitest";
import { manualSeed, rand, randn, type Tensor } from "../../../index.js";
import { pointwise, reference } from "../../../internal.js";

beforeEach(() => void manualSeed(5));

/** Bits on the default device and on the JavaScript reference. */
function expectSameBits(work: (...inputs: Tensor[]) => Tensor, ...inputs: Tensor[]): void {
  const copies = inputs.map((input) => input.to(reference));
  const expected = work(...copies);
  const actual = work(...inputs);
  expect(actual.dtype).toBe(expected.dtype);
  expect(actual.dataSync()).toEqual(expected.dataSync());
  for (const [i, input] of inputs.entries()) expect(input.dataSync()).toEqual(copies[i]!.dataSync());
}

describe("eager operations on many elements", () => {
  const shape = [70, 91];

  const exact = [
    "neg abs sign square sqrt reciprocal relu floor ceil round trunc add sub mul div maximum minimum eq ne lt le gt ge",
    "pow remainder fmod floorDivide sin cos where",
  ].flatMap((names) => names.split(" "));

  it.each(exact)("give the bits of the reference: %s", (name) => {
    const { arity } = pointwise[name as keyof typeof pointwise];
    const operands = [randn(shape), randn(shape), randn(shape)].slice(0, arity);
    if (name === "where") operands[0] = operands[0]!.gt(0);
    expectSameBits((x, ...others) => Reflect.get(x!, name).apply(x, others) as Tensor, ...operands);
  });

  it("read operands in any layout, and change their own in place", () => {
    const [x, y, row] = [randn(shape), randn([91, 70]), randn([91])];
    expectSameBits((a, b) => a.add(b.t()), x, y);
    expectSameBits((a, b) => a.mul(b).add(2), x, row);
    expectSameBits((a) => a.t().contiguous(), x);
    expectSameBits((a) => a.sub_(a.mul(0.5)), x);
    expectSameBits((a) => a.mul_(a), x);
    expectSameBits((a, b) => a.sub_(b), x, row);
    expectSameBits((a) => a.gt(0).where(a, 0), x);
    expectSameBits((a) => a.flip(0).add(a.slice(0, 0, 70)), x);
    expectSameBits((a) => a.slice(0, 0, 69).sub(a.slice(0, 1, 70)), x);
  });

  it("multiply what is mostly zero without its zeros, to the same numbers", () => {
    const zeros = rand([200, 300]).gt(0.8).float();
    const x = randn([200, 300]).mul(zeros);
    const dense = x.add(zeros.neg().add(1).mul(1e-30));
    const [right, other] = [randn([300, 40]), randn([200, 40])];
    expect(x.matmul(right).sub(dense.matmul(right)).abs().amax().itemSync()).toBeLessThan(1e-20);
    expect(x.t().matmul(other).sub(dense.t().matmul(other)).abs().amax().itemSync()).toBeLessThan(1e-20);
  });
});
