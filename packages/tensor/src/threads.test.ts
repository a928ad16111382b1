import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { compile, fromData, getNumThreads, manualSeed, randn, setNumThreads, type Tensor } from "./index.js";

const initial = getNumThreads();
afterEach(() => setNumThreads(initial));

/** Steps of a network with sparse bytes, products, chains and reductions, as bits. */
function train(): Uint32Array[] {
  manualSeed(3);
  const bytes = fromData(
    Uint8Array.from({ length: 400 * 300 }, (_, i) => (i % 5 === 0 ? (i * 31) % 256 : 0)),
    [400, 300],
  );
  const [first, second] = [randn([300, 120]).mul(0.1), randn([120, 10]).mul(0.1)];
  const step = compile((index: Tensor) => {
    const x = bytes.indexSelect(0, index).float().div(255);
    const hidden = x.matmul(first).relu();
    const scores = hidden.matmul(second).softmax(1);
    const back = scores.matmul(second.t()).mul(hidden.gt(0).float());
    second.sub_(hidden.t().matmul(scores).mul(0.01));
    first.sub_(x.t().matmul(back).mul(0.01));
    return [scores.log().sum(0), scores.sum()];
  });
  const rows = fromData(
    Int32Array.from({ length: 256 }, (_, i) => (i * 37) % 400),
    [256],
  );
  let results: Tensor[] = [];
  for (let i = 0; i < 20; i++) results = step(rows);
  step.release();
  return [...results, first, second, randn([257, 300]).matmul(randn([300, 64]))].map(
    (each) => new Uint32Array(Float32Array.from(each.dataSync()).buffer),
  );
}

describe("threads", () => {
  it("give the same bits, however many", () => {
    setNumThreads(1);
    const alone = train();
    for (const count of [2, 4]) {
      setNumThreads(count);
      expect(getNumThreads()).toBe(count);
      expect(train()).toEqual(alone);
    }
  });

  it.each([0, 1.5, 65, Number.NaN])("are refused where there can be none: %d", (count) => {
    expect(() => setNumThreads(count)).toThrow(/setNumThreads: got .*; expected a whole number from 1 to 64/);
  });

  it("follow MNIST_THREADS, and end with the process", { timeout: 60_000 }, () => {
    const script = fileURLToPath(new URL("./testing/train-and-exit.ts", import.meta.url));
    const outputs = ["1", "2"].map((threads) => {
      const child = spawnSync(process.execPath, ["--conditions=@mnist/source", "--import=tsx", script], {
        env: { ...process.env, MNIST_THREADS: threads },
        timeout: 50_000,
      });
      expect([child.status, child.stderr.toString()]).toEqual([0, ""]);
      return JSON.parse(child.stdout.toString()) as { sum: number; threads: number };
    });
    expect(outputs.map(({ threads }) => threads)).toEqual([1, 2]);
    expect(outputs[1]!.sum).toBe(outputs[0]!.sum);
  });
});

it("does everything in JavaScript where there is no WebAssembly", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  vi.resetModules();
  try {
    const library = await import("./index.js");
    library.manualSeed(1);
    const [x, y] = [library.randn([100, 70]), library.randn([70, 80])];
    const step = library.compile((a, b) => [a.matmul(b).relu().sum(0)]);
    const [first, second] = [step(x, y)[0]!, step(x, y)[0]!];
    expect(second.dataSync()).toEqual(first.dataSync());
    expect(step.explain()).toContain("run as it is, since the engine has no WebAssembly with SIMD");
    expect(library.getNumThreads()).toBe(1);
    library.setNumThreads(4);
    expect(library.getNumThreads()).toBe(1);
  } finally {
    vi.unstubAllGlobals();
    vi.resetModules();
  }
});
