import { afterAll, beforeAll, expect, it, vi } from "vitest";

/** A page that is not cross-origin isolated has no shared memory, and what it has moves when it grows. */
let library: typeof import("../../../index.js");

beforeAll(async () => {
  vi.stubGlobal("SharedArrayBuffer", undefined);
  vi.resetModules();
  library = await import("../../../index.js");
});

afterAll(() => void vi.unstubAllGlobals());

it("keeps parameters, programs and results while the memory grows under them", () => {
  const { compile, manualSeed, randn } = library;
  manualSeed(1);
  const weights = randn([100, 100]);
  const twin = weights.clone();
  const train = (parameter: typeof weights) => (x: typeof weights) => {
    parameter.sub_(x.matmul(parameter).tanh().mul(0.01));
    return [parameter.sum()];
  };
  const [compiled, eager] = [compile(train(weights)), train(twin)];
  const others = [];
  for (let round = 0; round < 4; round++) {
    const x = randn([100, 100]);
    expect(compiled(x)[0]!.itemSync()).toBeCloseTo(eager(x)[0]!.itemSync(), 3);
    const size = 300 * 2 ** round;
    const other = compile((y) => [y.cumsum(0).mul(weights.sum())]);
    others.push(other);
    expect(other(randn([size, 100]))[0]!.shape).toEqual([size, 100]);
    expect(weights.matmul(randn([100, 4 * size])).shape).toEqual([100, 4 * size]);
    expect(weights.sub(twin).abs().amax().itemSync()).toBeLessThan(1e-5);
  }
});
