import { describe, expect, it } from "vitest";
import { isDType, kinds } from "./dtype.js";
import { formatTensor } from "./format.js";
import golden from "./golden/printing.json" with { type: "json" };

interface Ramp {
  readonly count: number;
  readonly divisor: number;
  readonly start: number;
}

function valuesOf(data: readonly (number | string | boolean)[] | Ramp): number[] {
  if ("count" in data) return Array.from({ length: data.count }, (_, i) => (i + data.start) / data.divisor);
  return data.map((value) =>
    typeof value === "string" ? Number(value.replace("inf", "Infinity")) : Number(value),
  );
}

describe(`text as PyTorch ${golden.torch} prints it`, () => {
  golden.cases.forEach(({ dtype, shape, data, suffix, text }, index) => {
    it(`case ${index}: ${text.slice(0, 60).split("\n")[0]}`, () => {
      if (!isDType(dtype)) throw new Error(`no dtype ${dtype}`);
      const elements = kinds[dtype].array.from(valuesOf(data));
      expect(formatTensor({ data: elements, shape, dtype, suffix })).toBe(text);
    });
  });
});

describe("formatTensor", () => {
  it("aligns the rows of its example", () => {
    expect(formatTensor({ data: [1, 2.5, 3, 4], shape: [2, 2], dtype: "float32" })).toBe(
      "tensor([[1.0000, 2.5000],\n        [3.0000, 4.0000]])",
    );
  });

  it("reads no more of a large tensor than it shows", () => {
    const read: number[] = [];
    const data = new Proxy(new Float32Array(10_000), {
      get: (target, key) => {
        read.push(Number(key));
        return target[Number(key)];
      },
    });
    formatTensor({ data, shape: [100, 100], dtype: "float32" });
    expect(new Set(read).size).toBe(36);
  });
});
