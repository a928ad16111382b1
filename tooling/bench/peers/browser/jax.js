/** jax-js on its WebGPU backend, every step and kernel under jit. */
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, random } from "@jax-js/jax";
import { timed } from "../javascript/batches.js";
import { training } from "../javascript/jax-recipes.js";
import { digits } from "./digits.js";

export async function setUp({ part, images, sizes, runs }) {
  await init("webgpu");
  defaultDevice("webgpu");
  const about = { "jax-js": "0.1.25" };
  if (part === "kernels") return { round: kernels(sizes, runs), about };
  const epoch = training(part, await digits(), images);
  return {
    round: async () => ({ "1,000 pictures": ((await timed(epoch)) / images) * 1000 }),
    about: { ...about, images },
  };
}

function kernels(sizes, runs) {
  const normal = (shape, seed = 1) => random.normal(random.key(seed), shape);
  const [scores, lines] = [normal([4096, 1000]), normal([4, 1000])];
  const [softmax, sort, matmul] = [(x) => nn.softmax(x, 1), (x) => np.sort(x, 1), np.matmul].map((f) =>
    jit(f),
  );
  const cases = [
    ...sizes.map((size) => {
      const [a, b] = [normal([size, size]), normal([size, size], 2)];
      return [`${size}³`, () => matmul(a.ref, b.ref)];
    }),
    ["softmax 4096 × 1000", () => softmax(scores.ref)],
    ["sort 4 × 1000", () => sort(lines.ref)],
  ];
  return async () => {
    const figures = {};
    for (const [name, run] of cases) {
      // What is disposed of before it is waited for is never computed, so all are kept until then.
      const time = await timed(async () => {
        const results = await blockUntilReady(Array.from({ length: runs }, run));
        for (const each of results) each.dispose();
      });
      figures[name] = time / runs;
    }
    return figures;
  };
}
