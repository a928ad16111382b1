// One epoch of the `digits` recipe (784-100-10, batch 256, SGD) on the kernels alone: what the layers above can reach.
// usage: MNIST_HOME=folder node --conditions=@mnist/source --import=tsx tooling/bench/kernels/digits-epoch.ts [rounds]
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Kernels } from "../../../packages/tensor/src/backend/wasm/module.js";
import { DigitsProgram } from "./digits-program.js";
import { builds, interleave, table } from "./measure.js";

const folder = process.env.MNIST_HOME;
if (folder === undefined) throw new Error("digits-epoch: set MNIST_HOME to the folder with the idx files");
const read = (name: string, header: number) => gunzipSync(readFileSync(join(folder, name))).subarray(header);
const data = {
  images: read("train-images-idx3-ubyte.gz", 16),
  labels: Int32Array.from(read("train-labels-idx1-ubyte.gz", 8)),
};

const runs: Record<string, () => void> = {};
for (const binary of builds()) {
  const kernels = new Kernels(binary);
  for (const variant of ["fused", "sparse", "dense"] as const) {
    const program = new DigitsProgram(kernels, data, variant);
    for (const threads of [1, 2]) {
      runs[`${binary.build}, ${variant}, ${threads} thread${threads > 1 ? "s" : ""}`] = () => {
        kernels.threads = threads;
        program.epoch();
      };
    }
    program.check();
  }
}
console.log("digits epoch, 60,000 images, batch 256");
table(await interleave(runs, Number(process.argv[2] ?? 7)), "ms");
