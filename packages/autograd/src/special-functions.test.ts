import { digamma, erfinv, lgamma, mvlgamma, ndtri, type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import stored from "./golden/special.json" with { type: "json" };
import { grad } from "./index.js";

const functions: Readonly<Record<string, (x: Tensor) => Tensor>> = { digamma, erfinv, lgamma, ndtri };

/** The value and two derivatives of each element. */
function orders(f: (x: Tensor) => Tensor, values: readonly number[], dtype: string): number[][] {
  const x = tensor([...values], { dtype: dtype as "float32" }).requiresGrad_();
  const value = f(x);
  const [slope] = grad(value.sum(), [x], { createGraph: true });
  const [bend] = grad(slope!.sum(), [x]);
  return [value, slope!, bend!].map((each) => [...each.detach().dataSync()]);
}

describe("special functions against mpmath, each digit counted from the first that is not 0", () => {
  it.each(stored.cases.map((each) => [each.name, each.dtype, each] as const))(
    "%s of %s",
    (name, dtype, golden) => {
      const found = orders(functions[name]!, golden.x, dtype);
      const wrong = found.flatMap((row, order) =>
        row.flatMap((value, i) => {
          const expected = Number(String(golden.orders[order]![i]).replace("inf", "Infinity"));
          // A sum that crosses 0, and the square of an exponent, have fewer digits.
          const limit = dtype === "float32" ? 8e-6 : name === "ndtri" && order > 0 ? 2e-13 : 4e-14;
          const off = value === expected ? 0 : Math.abs(value / expected - 1);
          return off <= limit ? [] : [{ x: golden.x[i], order, value, expected }];
        }),
      );
      expect(wrong).toEqual([]);
    },
  );

  it("has PyTorch's answers at poles and ends", () => {
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    const of = (f: (x: Tensor) => Tensor, ...values: number[]) => orders(f, values, "float32").slice(0, 2);
    expect(of(lgamma, 0, -1, infinity, -infinity, nan, -1e38)).toEqual([
      [infinity, infinity, infinity, infinity, nan, infinity],
      [-infinity, nan, infinity, nan, nan, nan],
    ]);
    expect(of(lgamma, 1, 2)[0]).toEqual([0, 0]);
    expect(of(digamma, 0, -0, -3, infinity, -infinity)[0]).toEqual([-infinity, infinity, nan, infinity, nan]);
    expect(of(erfinv, -1, 1, 0, 2)).toEqual([
      [-infinity, infinity, 0, nan],
      [infinity, infinity, Math.fround(Math.sqrt(Math.PI) / 2), nan],
    ]);
    expect(of(ndtri, 0, 1, 0.5, -1e-8, 1.5)[0]).toEqual([-infinity, infinity, 0, nan, nan]);
    expect(() => mvlgamma(tensor([3]), 0)).toThrow("mvlgamma: got p 0; expected a whole number from 1 up.");
  });
});
