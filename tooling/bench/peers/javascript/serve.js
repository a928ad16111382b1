/** What the JavaScript contestants share: digits from IDX files, and answering each line of standard input with a round. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gunzipSync } from "node:zlib";

export function digits() {
  const read = (name, header) =>
    gunzipSync(readFileSync(join(process.env.MNIST_HOME, name))).subarray(header);
  return {
    images: Float32Array.from(read("train-images-idx3-ubyte.gz", 16), (byte) => byte / 255),
    labels: Int32Array.from(read("train-labels-idx1-ubyte.gz", 8)),
  };
}

/** The numbers below `length` in a random order. */
export function shuffled(length) {
  const order = Int32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** The rows of a matrix of `width` columns that `rows` names. */
export function take(matrix, width, rows) {
  const taken = new matrix.constructor(rows.length * width);
  rows.forEach((row, i) => {
    taken.set(matrix.subarray(row * width, (row + 1) * width), i * width);
  });
  return taken;
}

export function option(name, otherwise) {
  const given = process.argv.find((each) => each.startsWith(`${name}=`));
  return given === undefined ? otherwise : Number(given.slice(name.length + 1));
}

export async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The fastest of some stretches of about 2 ms, as what else the machine does only adds to it. */
export async function timedOften(work) {
  let [runs, fastest] = [1, Number.POSITIVE_INFINITY];
  for (const end = performance.now() + 40; performance.now() < end; ) {
    const total = await timed(async () => {
      for (let i = 0; i < runs; i++) await work();
    });
    fastest = Math.min(fastest, total / runs);
    if (total < 2) runs *= 2;
  }
  return fastest;
}

export async function serve(round, about = {}) {
  await round();
  console.log(JSON.stringify(about));
  for await (const _line of createInterface({ input: process.stdin }))
    console.log(JSON.stringify(await round()));
}
