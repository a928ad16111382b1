/** TensorFlow.js on its WebGPU backend. It runs small operations on the processor where their operands lie there (its own choice). */
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-webgpu";
import { batches, timed } from "../javascript/batches.js";
import { recipe } from "../javascript/tfjs-recipes.js";
import { digits } from "./digits.js";

export async function setUp({ part, images, sizes, runs }) {
  await tf.setBackend("webgpu");
  await tf.ready();
  const about = { "TensorFlow.js": tf.version.tfjs, backend: tf.getBackend() };
  if (part === "kernels") return { round: kernels(sizes, runs), about };
  return { round: epochs(part, await digits(), images), about: { ...about, images } };
}

/** The first number of a tensor: when it has been read all that came before has been computed. */
async function wait(tensor) {
  const first = tf.tidy(() => tf.slice(tf.reshape(tensor, [-1]), 0, 1));
  await first.data();
  first.dispose();
}

function epochs(name, data, count) {
  const { batch, loss, optimizer } = recipe(tf, name);
  const epoch = async () => {
    let last;
    for (const { count: rows, ...taken } of batches(data, count, batch)) {
      const x = tf.tensor2d(taken.images, [rows, 784]);
      const y = tf.tensor1d(taken.labels, "int32");
      last?.dispose();
      last = optimizer.minimize(() => loss(x, y), true);
      tf.dispose([x, y]);
    }
    await wait(last);
    last.dispose();
  };
  return async () => ({ "1,000 pictures": ((await timed(epoch)) / count) * 1000 });
}

function kernels(sizes, runs) {
  const random = (shape) => tf.randomNormal(shape);
  const [scores, lines] = [random([4096, 1000]), random([4, 1000])];
  const cases = [
    ...sizes.map((size) => {
      const [a, b] = [random([size, size]), random([size, size])];
      return [`${size}³`, () => tf.matMul(a, b)];
    }),
    ["softmax 4096 × 1000", () => tf.softmax(scores)],
    // It has no sort; the largest 1,000 of 1,000, in their order, are one.
    ["sort 4 × 1000", () => tf.tidy(() => tf.topk(lines, 1000, true).values)],
  ];
  return async () => {
    const figures = {};
    for (const [name, run] of cases) {
      const time = await timed(async () => {
        for (let i = 1; i < runs; i++) run().dispose();
        const last = run();
        await wait(last);
        last.dispose();
      });
      figures[name] = time / runs;
    }
    return figures;
  };
}
