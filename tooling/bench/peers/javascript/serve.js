/** What the JavaScript contestants share: digits from IDX files, and answering each line of standard input with a round. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gunzipSync } from "node:zlib";
import { timed } from "./batches.js";

export function digits() {
  const read = (name, header) =>
    gunzipSync(readFileSync(join(process.env.MNIST_HOME, name))).subarray(header);
  return {
    images: Float32Array.from(read("train-images-idx3-ubyte.gz", 16), (byte) => byte / 255),
    labels: Int32Array.from(read("train-labels-idx1-ubyte.gz", 8)),
  };
}

export function option(name, otherwise) {
  const given = process.argv.find((each) => each.startsWith(`${name}=`));
  return given === undefined ? otherwise : Number(given.slice(name.length + 1));
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
