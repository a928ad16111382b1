import { describe, expect, it } from "vitest";
import type { DType } from "./dtype.js";
import golden from "./golden/promotion.json" with { type: "json" };
import { ones, type Tensor, tensor } from "./index.js";

type Operation = keyof typeof golden.operations;
type Table = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

const make: Readonly<Record<string, (type: string) => Tensor | number>> = {
  tensor: (type) => ones([2], { dtype: type as DType }),
  scalar: (type) => ones([], { dtype: type as DType }),
  number: Number,
};

describe(`dtypes of results as in PyTorch ${golden.torch}`, () => {
  for (const name of Object.keys(golden.operations) as Operation[]) {
    it.each(Object.entries<Table>(golden.operations[name]))(`${name} of %s`, (kinds, table) => {
      const [left, right] = kinds.split(" ") as [string, string];
      const found = Object.entries(table).map(([a, row]) => [
        a,
        Object.fromEntries(
          Object.entries(row).map(([b, expected]) => {
            if (expected === null) return [b, null];
            return [b, (make[left]!(a) as Tensor)[name](make[right]!(b)).dtype];
          }),
        ),
      ]);
      expect(Object.fromEntries(found)).toEqual(table);
    });
  }
});

describe("a sum of truths", () => {
  const [left, right] = [tensor([true, true, false, false]), tensor([true, false, true, false])];

  it("is a truth, which counts as one", () => {
    for (const sum of [left.add(right), left.clone().add_(right)]) {
      expect([...sum.dataSync()]).toEqual([1, 1, 1, 0]);
      expect(sum.sum().itemSync()).toBe(3);
    }
  });
});
