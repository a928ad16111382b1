import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { arange, DataError, Generator, manualSeed, type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it, vi } from "vitest";
import { DataLoader, type PassOrder } from "./data-loader.js";
import type { Dataset, LabelledBatch } from "./datasets/dataset.js";
import { ImageDataset } from "./datasets/image-dataset.js";
import { PngDataset } from "./datasets/png-dataset.js";
import { randomSplit } from "./datasets/subset.js";
import { TensorDataset } from "./datasets/tensor-dataset.js";
import { TransformedDataset } from "./datasets/transformed-dataset.js";
import { FileError } from "./file-error.js";
import { encodePng } from "./images/png/encode-png.js";
import type { SampleRandom } from "./sample-random.js";
import { BatchSampler } from "./samplers/batch-sampler.js";
import { StratifiedSampler } from "./samplers/stratified-sampler.js";
import { strokes } from "./strokes/strokes.js";
import { elasticTransform } from "./transforms/elastic.js";
import { normalize } from "./transforms/normalize.js";
import { randomAffine } from "./transforms/random-affine.js";
import { randomErasing } from "./transforms/random-erasing.js";

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
    const script = fileURLToPath(new URL("./testing/loader-child.ts", import.meta.url));
    const command = ["--conditions=@mnist/source", "--import=tsx", script, manner];
    const { stdout } = await promisify(execFile)(process.execPath, command, { timeout: 30_000 });
    expect(stdout).toBe(words);
  });

  it("runs a worker of one's own, and throws what it throws", async () => {
    const url = new URL("./testing/served-worker.ts", import.meta.url).href;
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

describe("a loader of single samples", () => {
  const squares = { length: 5, get: (index: number) => [tensor(index), tensor(index * index)] as const };

  it("stacks tensors", () => {
    const batches = [...new DataLoader(squares, { batchSize: 2 })];
    expect(batches.map(([x, y]) => [[...x.dataSync()], [...y.dataSync()]])).toEqual([
      [
        [0, 1],
        [0, 1],
      ],
      [
        [2, 3],
        [4, 9],
      ],
      [[4], [16]],
    ]);
  });

  it("collates as it is told, samples that arrive later too", async () => {
    const later = { length: 3, get: async (index: number) => "abc"[index]! };
    const loader = new DataLoader(later, { batchSize: 2, collate: (letters) => letters.join("") });
    const words: string[] = [];
    for await (const word of loader) words.push(word);
    expect(words).toEqual(["ab", "c"]);
    expect(() => [...loader]).toThrow("for … of a DataLoader: got a data set whose batches arrive later");
  });

  it("gives each sample random numbers of its place in the pass", async () => {
    const noise = { length: 6, get: (_: number, random: SampleRandom) => tensor(random.uniform()) };
    const loader = new DataLoader(noise, { batchSize: 4, shuffle: true });
    const pass = loader.pass();
    const values = async (done: number) => {
      const found: number[] = [];
      for await (const batch of loader.walk(pass, done)) found.push(...batch.dataSync());
      return found;
    };
    const whole = await values(0);
    expect(new Set(whole).size).toBe(6);
    expect(await values(1)).toEqual(whole.slice(4));
  });

  it("takes a list", () => {
    const loader = new DataLoader([1, 2, 3, 4], { batchSize: 3, collate: (numbers) => Math.max(...numbers) });
    expect([...loader]).toEqual([3, 4]);
  });
});

describe("a loader of a stream", () => {
  const stream = {
    *[Symbol.iterator]() {
      for (let index = 0; index < 5; index++) yield tensor(index);
    },
  };
  const values = (batches: Iterable<Tensor>) => Array.from(batches, (batch) => [...batch.dataSync()]);

  it("cuts it into batches, pass after pass", () => {
    const loader = new DataLoader(stream, { batchSize: 2 });
    expect(values(loader)).toEqual([[0, 1], [2, 3], [4]]);
    expect(values(loader)).toEqual([[0, 1], [2, 3], [4]]);
    expect(values(new DataLoader(stream, { batchSize: 2, dropLast: true }))).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(() => loader.length).toThrow("length of a DataLoader: got a stream without a length");
    expect(new DataLoader({ ...stream, length: 5 }, { batchSize: 2 }).length).toBe(3);
  });

  it("closes it when left early", async () => {
    let open = 0;
    const lines = {
      async *[Symbol.asyncIterator]() {
        open++;
        try {
          for (;;) yield tensor(1);
        } finally {
          open--;
        }
      },
    };
    for await (const batch of new DataLoader(lines, { batchSize: 3 })) {
      expect(batch.shape).toEqual([3]);
      break;
    }
    expect(open).toBe(0);
    expect(() => [...new DataLoader(lines)]).toThrow("got a stream whose samples arrive later");
  });

  it("has no positions", () => {
    const loader = new DataLoader(stream);
    expect(() => loader.dataset.batch(Int32Array.of(0))).toThrow(
      "got a stream, which has an order of its own",
    );
    expect(() => new DataLoader(stream, { shuffle: true })).toThrow(
      "got a stream with shuffle, a sampler or numWorkers",
    );
  });
});

describe("a loader's batches", () => {
  it("are those of a batchSampler", () => {
    const sampler = new BatchSampler(new StratifiedSampler(digits.labels, new Generator(1)), 40);
    const loader = new DataLoader(new ImageDataset(digits), { batchSampler: sampler });
    expect(Array.from(loader, ([x]) => x.shape[0])).toEqual([40, 40, 10]);
    expect(loader.length).toBe(3);
  });

  it("end with the signal", () => {
    const controller = new AbortController();
    const loader = new DataLoader(new TensorDataset(arange(10)), { batchSize: 2, signal: controller.signal });
    let batches = 0;
    expect(() => {
      for (const _ of loader) if (++batches === 2) controller.abort(new DataError("enough"));
    }).toThrow("enough");
    expect(batches).toBe(2);
  });

  it.each([
    [{ batchSize: 0 }, "DataLoader: got batchSize 0; expected a whole number from 1 up."],
    [{ numWorkers: -1 }, "DataLoader: got numWorkers -1; expected a whole number from 0 to 64."],
    [{ prefetchFactor: 0 }, "DataLoader: got prefetchFactor 0"],
    [
      { shuffle: true, sampler: new StratifiedSampler([1]) },
      "DataLoader: got a sampler and shuffle; expected one of them.",
    ],
    [
      { batchSize: 2, batchSampler: { length: 0, batches: () => [] } },
      "DataLoader: got a batchSampler beside batchSize",
    ],
  ])("refuse %o", (options, words) => {
    expect(() => new DataLoader(new TensorDataset(arange(3)), options)).toThrow(words);
  });
});
