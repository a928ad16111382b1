import { arange, DataError, Generator, type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { DataLoader } from "./data-loader.js";
import { defaultCollate } from "./datasets/collate.js";
import { ImageDataset } from "./datasets/image-dataset.js";
import { TensorDataset } from "./datasets/tensor-dataset.js";
import type { SampleRandom } from "./sample-random.js";
import { BatchSampler } from "./samplers/batch-sampler.js";
import { StratifiedSampler } from "./samplers/stratified-sampler.js";
import { strokes } from "./strokes/strokes.js";

const digits = strokes({ count: 90, seed: 5 });

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

  it("makes tensors of numbers where it is told to", () => {
    const samples = [
      { x: 1, even: false },
      { x: 2, even: true },
    ];
    const [batch] = new DataLoader(samples, { batchSize: 2, collate: defaultCollate });
    const { x, even }: { x: Tensor; even: Tensor } = batch!;
    expect([[...x.dataSync()], [...even.dataSync()]]).toEqual([
      [1, 2],
      [0, 1],
    ]);
    // @ts-expect-error only tensors are stacked as they are
    expect(new DataLoader(samples).length).toBe(2);
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
