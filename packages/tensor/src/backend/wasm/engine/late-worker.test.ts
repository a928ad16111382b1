import { expect, it } from "vitest";
import { manualSeed, randn } from "../../../index.js";

it("gives the same product however late a worker wakes", { timeout: 60_000 }, () => {
  manualSeed(1);
  const shapes = [
    [64, 64, 64],
    [100, 7, 300],
    [256, 196, 100],
    [32, 32, 33],
    [10, 256, 784],
  ] as const;
  const cases = shapes.map(([rows, inner, columns]) => {
    const [left, right] = [randn([rows, inner]), randn([inner, columns])];
    return { left, right, product: left.matmul(right).dataSync() };
  });
  for (let round = 0; round < 3000; round++) {
    for (const { left, right, product } of cases) {
      const again = left.matmul(right);
      if (round % 50 === 0) expect(again.dataSync()).toEqual(product);
    }
  }
});
