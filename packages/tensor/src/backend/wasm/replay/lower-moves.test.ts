import { beforeEach, describe, expect, it } from "vitest";
import { cat, compile, fromData, manualSeed, pad, randn, type Tensor, zeros } from "../../../index.js";

beforeEach(() => void manualSeed(3));

const indices = (values: number[]): Tensor => fromData(Int32Array.from(values), [values.length]);

const works: Record<string, (x: Tensor) => Tensor> = {
  "a border": (x) => pad(x, [1, 2, 0, 3], { value: 1.5 }),
  "a border that cuts": (x) => pad(x, [-1, 2, -2, 0]),
  "tensors end to end": (x) => cat([x, x.mul(2), x.narrow(1, 0, 3)], 1),
  "tensors of two types": (x) => cat([x, x.mul(10).int()], 0),
  conditions: (x) => cat([x.gt(0), x.gt(1)], 0),
  "rows by their numbers": (x) => x.indexSelect(0, indices([4, 0, 4, 2])),
  "planes by their numbers": (x) => x.reshape([5, 2, 3]).indexSelect(0, indices([1, 1, 0])),
  "integers by their numbers": (x) =>
    x
      .mul(10)
      .int()
      .indexSelect(0, indices([3, 1])),
  "rows added to others": (x) => zeros([7, 6]).indexAdd(0, indices([6, 2, 6, 0, 2]), x),
  "many columns added": (x) => zeros([3, 60]).indexAdd(0, indices([2, 2]), x.reshape([2, 15]).repeat([1, 4])),
};

describe("moves in a recorded step", () => {
  it.each(Object.entries(works))("%s", (_, work) => {
    const x = randn([5, 6]);
    const step = compile((input: Tensor) => [work(input.mul(1))]);
    for (let run = 0; run < 2; run++) {
      const found = step(x)[0]!;
      const exact = work(x);
      expect(found.dtype).toBe(exact.dtype);
      expect(found.arraySync()).toEqual(exact.arraySync());
    }
    expect(step.explain()).not.toMatch(/(gather|pad|cat|scatterAdd) in JavaScript/);
    step.release();
  });

  it("refuses a row that is not there", () => {
    const step = compile((x: Tensor, index: Tensor) => [x.indexSelect(0, index)]);
    step(randn([5, 6]), indices([4, 0]));
    expect(() => step(randn([5, 6]), indices([4, 5]))).toThrow("index 5 on an axis of size 5");
  });
});
