import { describe, expect, it } from "vitest";
import { compile, fromData, manualSeed, randint, randn, type Tensor } from "../../../index.js";

describe("rows of bytes times one vector", () => {
  /** What a layer of one output does with a batch, forwards and backwards. */
  const step = (images: Tensor) => (rows: Tensor, weights: Tensor, slopes: Tensor) => {
    const batch = images.indexSelect(0, rows).float().div(255);
    return [batch.matmul(weights), batch.t().matmul(slopes)];
  };

  it.each([
    [1, 2],
    [5, 31],
    [7, 32],
    [64, 33],
    [101, 100],
    [256, 784],
  ])("have the dense products' values, %i rows of %i", (rows, width) => {
    manualSeed(rows);
    const images = randint(0, 256, [300, width], { dtype: "uint8" });
    const compiled = compile(step(images) as (...inputs: Tensor[]) => Tensor[]);
    for (let i = 0; i < 2; i++) {
      const inputs = [randint(0, 300, [rows]), randn([width, 1]), randn([rows, 1])] as const;
      const expected = step(images)(...inputs);
      compiled(...inputs).forEach((output, at) => {
        const apart = output.sub(expected[at]!).abs().amax().itemSync();
        expect(apart).toBeLessThan(2e-6 * Math.max(rows, width));
      });
    }
    expect(compiled.explain()).toContain("gather copy div\n  matmul\n  matmul");
  });

  it("do not depend on which rows are beside each other", () => {
    manualSeed(1);
    const images = randint(0, 256, [300, 100], { dtype: "uint8" });
    const weights = randn([100, 1]);
    const compiled = compile((rows) => [images.indexSelect(0, rows!).float().div(255).matmul(weights)]);
    const places = Int32Array.from({ length: 255 }, (_, i) => (i * 7) % 300);
    const at = (first: number) => compiled(fromData(places.slice(first), [255 - first]))[0]!.dataSync();
    expect(at(1)).toEqual(at(0).slice(1));
  });
});
