import { afterAll, beforeAll, expect, it } from "vitest";
import { getNumThreads, manualSeed, randn, setNumThreads } from "../../../index.js";

// One thread more than there would be: on a machine that has no core to spare some worker is late all the time.
const threads = getNumThreads();
beforeAll(() => setNumThreads(threads + 1));
afterAll(() => setNumThreads(threads));

/** As many rounds as this time lets be, however slow the machine. */
const milliseconds = 2000;

it("gives the same product however late a worker wakes", () => {
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
  for (const end = performance.now() + milliseconds; performance.now() < end; ) {
    for (const { left, right, product } of cases) {
      expect(left.matmul(right).dataSync()).toEqual(product);
    }
  }
});
