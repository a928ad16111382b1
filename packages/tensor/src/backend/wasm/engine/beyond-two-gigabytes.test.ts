import { expect, it } from "vitest";
import { arange, compile, setNumThreads, type Tensor } from "../../../index.js";
import { loadKernels } from "./module.js";

it("a worker finds kernels whose address a signed number of 32 bits cannot hold", () => {
  const { heap } = loadKernels()!;
  heap.allocate(2 ** 31); // nobody writes there, so that it takes no memory
  setNumThreads(2);
  const x = arange(1_000_000).float();
  const step = compile((x: Tensor) => [x.mul(0.5).add(3).relu()]);
  let last = 0;
  // Until the worker is there and helps, which takes some milliseconds.
  for (const start = performance.now(); performance.now() - start < 500; )
    last = step(x)[0]!.at(-1).itemSync();
  expect(last).toBe(999_999 / 2 + 3);
});
