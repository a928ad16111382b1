import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { arange, Generator, manualSeed, type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it, vi } from "vitest";
import { DataLoader, type PassOrder } from "../data-loader.js";
import type { Dataset, LabelledBatch } from "../datasets/dataset.js";
import { ImageDataset } from "../datasets/image-dataset.js";
import { PngDataset } from "../datasets/png-dataset.js";
import { randomSplit } from "../datasets/subset.js";
import { TensorDataset } from "../datasets/tensor-dataset.js";
import { TransformedDataset } from "../datasets/transformed-dataset.js";
import { FileError } from "../file-error.js";
import { encodePng } from "../images/png/encode-png.js";
import { strokes } from "../strokes/strokes.js";
import { elasticTransform } from "../transforms/elastic.js";
import { normalize } from "../transforms/normalize.js";
import { randomAffine } from "../transforms/random-affine.js";
import { randomErasing } from "../transforms/random-erasing.js";

const digits = strokes({ count: 90, seed: 5 });
const augmented = new TransformedDataset(new ImageDataset(digits), [
  randomAffine({ degrees: 10, translate: [0.1, 0.1], scale: [0.9, 1.1], shear: 5 }),
  elasticTransform(),
  normalize({ mean: 0.13, std: 0.31 }),
  randomErasing(),
]);
const pngs = Array.from(digits.labels, (label, index) => ({
  name: `${index}.png`,
  data: encodePng({
    width: 28,
    height: 28,
    channels: 1,
    data: digits.images.subarray(index * 784, (index + 1) * 784),
  }),
  label,
}));

/** For every batch its shape and a sum of its bytes. */
async function read(batches: AsyncIterable<readonly Tensor[]>): Promise<string[]> {
  const sums: string[] = [];
  for await (const tensors of batches) {
    const sum = createHash("sha256");
    for (const each of tensors)
      sum.update(`${each.shape}`).update(new Uint8Array(each.dataSync().slice().buffer));
    sums.push(sum.digest("hex"));
  }
  return sums;
}

/** Two passes over a loader, seeded. */
async function passes(dataset: Dataset<LabelledBatch>, numWorkers: number): Promise<string[]> {
  manualSeed(3);
  const loader = new DataLoader(dataset, { batchSize: 16, shuffle: true, numWorkers });
  return [...(await read(loader)), ...(await read(loader))];
}

describe("a loader with workers", () => {
  it("gives the batches that it gives without, augmented anew in every pass", async () => {
    const alone = await passes(augmented, 0);
    expect(alone).toHaveLength(12);
    for (const numWorkers of [1, 2, 3]) expect(await passes(augmented, numWorkers)).toEqual(alone);
    const sameSample = new DataLoader(augmented);
    expect(await read(sameSample)).not.toEqual(await read(sameSample));
  });

  it("decodes PNGs to the pixels that are there as bytes", async () => {
    const decoded = await passes(new PngDataset(pngs), 2);
    expect(decoded).toEqual(await passes(new ImageDataset(digits), 0));
    expect(decoded).toEqual(await passes(new PngDataset(pngs), 0));
  });

  it("takes subsets", async () => {
    const [part] = randomSplit(augmented, [40, 50], new Generator(1));
    expect(await passes(part!, 2)).toEqual(await passes(part!, 0));
  });

  it("goes on with a pass that was left", async () => {
    const loader = new DataLoader(augmented, { batchSize: 16, shuffle: true, numWorkers: 2 });
    const pass: PassOrder = loader.pass();
    const whole = await read(loader.walk(pass));
    expect(await read(loader.walk({ ...pass }, 4))).toEqual(whole.slice(4));
  });

  it("throws the reader's own error, with file and offset", async () => {
    const damaged = pngs.map((each, index) =>
      index === 40 ? { ...each, data: each.data.subarray(0, 50) } : each,
    );
    const loader = new DataLoader(new PngDataset(damaged), { batchSize: 10, numWorkers: 2 });
    let batches = 0;
    const error: unknown = await (async () => {
      for await (const _ of loader) batches++;
    })().catch((thrown: unknown) => thrown);
    expect(batches).toBe(4);
    expect(error).toBeInstanceOf(FileError);
    const { message, file, offset } = error as FileError;
    expect({ message, file, offset }).toMatchObject({
      file: "40.png",
      message: expect.stringMatching(/^40\.png at byte \d+: got /),
    });
    expect(offset).toBeGreaterThan(0);
  });

  it.each([
    ["break", "left\n"],
    ["throw", "thrown on purpose\nleft\n"],
    ["abort", "aborted on purpose\nleft\n"],
    ["forgotten", "left\n"],
    ["finish", "left\n"],
  ])("leaves no thread behind that would keep the process: %s", async (manner, words) => {
    const script = fileURLToPath(new URL("../testing/loader-child.ts", import.meta.url));
    const command = ["--conditions=@mnist/source", "--import=tsx", script, manner];
    const { stdout } = await promisify(execFile)(process.execPath, command, { timeout: 30_000 });
    expect(stdout).toBe(words);
  });

  it("runs a worker of one's own, and throws what it throws", async () => {
    const url = new URL("../testing/served-worker.ts", import.meta.url).href;
    const source = `import("tsx/esm/api").then(({ register }) => (register(), import(${JSON.stringify(url)})))`;
    const worker = () => new Worker(source, { eval: true, execArgv: ["--conditions=@mnist/source"] });
    const squares = {
      length: 5,
      get: (index: number) => ({ number: tensor(index), square: [tensor([index * index])] }),
    };
    const served: number[][] = [];
    const read = async (dataset: typeof squares) => {
      for await (const { number, square } of new DataLoader(dataset, {
        batchSize: 4,
        numWorkers: 2,
        worker,
      })) {
        served.push([...number.dataSync()], [...square[0]!.dataSync()]);
      }
    };
    await read(squares);
    expect(served).toEqual([[0, 1, 2, 3], [0, 1, 4, 9], [4], [16]]);
    await expect(read({ ...squares, length: 8 })).rejects.toThrow(
      "five.txt at byte 5: got a five; expected no five.",
    );
  });

  it("says of a thread that ended that it did", async () => {
    const worker = () => new Worker("process.exit(3)", { eval: true });
    const loader = new DataLoader(augmented, { batchSize: 4, numWorkers: 1, worker });
    await expect(read(loader)).rejects.toThrow(
      "no worker thread (it ended with status 3); expected one that answers",
    );
  });

  it("makes the batches itself where there are no threads to be had", async () => {
    const alone = await passes(augmented, 0);
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never); // neither Node's threads nor a page's
    expect(await passes(augmented, 2)).toEqual(alone);
    vi.restoreAllMocks();
  });

  it("refuses what cannot be sent to a thread", async () => {
    const own = new TransformedDataset(new ImageDataset(digits), [
      function blur(picture) {
        return picture;
      },
    ]);
    await expect(read(new DataLoader(own, { numWorkers: 1 }))).rejects.toThrow(
      "DataLoader with numWorkers: got the transform blur, which no thread can be sent; expected an ImageDataset or a PngDataset",
    );
    const tensors = new TensorDataset(arange(4), arange(4));
    await expect(read(new DataLoader(tensors, { numWorkers: 1 }))).rejects.toThrow("got a TensorDataset");
    expect(() => [...new DataLoader(augmented, { numWorkers: 1 })]).toThrow(
      "Try for await (const batch of loader).",
    );
  });
});
