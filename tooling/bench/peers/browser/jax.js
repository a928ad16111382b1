/** jax-js on its WebGPU backend, every step and kernel under jit. */
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, random } from "@jax-js/jax";
import { batches, timed } from "../javascript/batches.js";
import { recipe } from "../javascript/jax-recipes.js";
import { digits } from "./digits.js";

export async function setUp({ part, images, sizes, runs }) {
  await init("webgpu");
  defaultDevice("webgpu");
  const about = { "jax-js": "0.1.25" };
  if (part === "kernels") return { round: kernels(sizes, runs), about };
  return { round: epochs(part, await digits(), images), about: { ...about, images } };
}

function epochs(name, data, count) {
  const { batch, initial, step } = recipe(name);
  let state = initial;
  const epoch = async () => {
    for (const { count: rows, ...taken } of batches(data, count, batch)) {
      const x = np.array(taken.images).reshape([rows, 784]);
      const [value, next] = step(state, x, np.array(taken.labels, { dtype: np.int32 }));
      state = next;
      value.dispose();
    }
    await blockUntilReady(state);
  };
  return async () => ({ "1,000 pictures": ((await timed(epoch)) / count) * 1000 });
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
      const time = await timed(async () => {
        for (let i = 1; i < runs; i++) run().dispose();
        const last = run();
        await blockUntilReady(last);
        last.dispose();
      });
      figures[name] = time / runs;
    }
    return figures;
  };
}
