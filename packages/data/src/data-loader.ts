import { defaultGenerator, type Generator } from "@mnist/tensor";
import { randomInt64 } from "@mnist/tensor/internal";
import {
  checkLoaderOptions,
  type DataLoaderOptions,
  laterRefusal,
  samplerOf,
  streamRefusal,
} from "./data-loader-options.js";
import type { Structure } from "./datasets/batch-structure.js";
import { type Collate, defaultCollate } from "./datasets/collate.js";
import type { Dataset, IterableDataset, MapDataset } from "./datasets/dataset.js";
import { isStream, type LoadableDataset, toDataset } from "./datasets/loadable-dataset.js";
import { type BatchStream, batchStream } from "./datasets/stream-batches.js";
import type { BatchRequest } from "./prefetch/prefetch-batches.js";
import type { Batches } from "./samplers/batch-sampler.js";
import type { Sampler } from "./samplers/sampler.js";

/** All that a pass over a loader has drawn: with it a pass that was left can be gone on with. */
export interface PassOrder {
  /** What is random about the samples comes from this and from their places: a whole number below 2⁵³. */
  readonly seed: number;
  /** The samples' indices, batch after batch. */
  readonly order: Int32Array;
  /** Where in the order each batch ends, for a `batchSampler`; else they are of one size. */
  readonly ends?: readonly number[];
}

/** Samples one by one: by position, in a list, or as a stream. */
type Samples<Sample> = MapDataset<Sample> | readonly Sample[] | IterableDataset<Sample>;

/**
 * Walks a data set in batches, with `for … of` or `for await … of`. Every pass draws from the random stream what
 * PyTorch's does (a base seed, then for a shuffle the sampler's seed), so that a seeded run sees the same batches. What
 * is random about a sample comes from the base seed and the sample's place in the pass: any number of workers gives the
 * same batches. Breaking off leaves no worker behind.
 *
 * A data set gives whole batches, or single samples (by position, or as a stream) that `collate` makes batches of;
 * without it samples that are tensors, or lists or records of tensors, are stacked. For samples with numbers in them
 * `collate: defaultCollate` makes tensors of those first.
 *
 * @throws ArgumentError for options that there are not, are out of range, or exclude each other.
 * @source torch.utils.data.DataLoader
 * @example
 * const loader = new DataLoader(new TensorDataset(arange(10)), { batchSize: 4 });
 * [...loader].map(([x]) => x.numel()); // [4, 4, 2]
 */
export class DataLoader<Batch, Sample = unknown> {
  static readonly name: string = "DataLoader";

  /** What the batches come from, each asked for by the indices of its samples. */
  readonly dataset: Dataset<Batch>;
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly sampler: Sampler;
  /** What says which samples each batch holds, in place of `batchSize` and `sampler`. */
  readonly batchSampler: Batches | undefined;
  /** Undefined for the default stream. */
  readonly generator: Generator | undefined;
  readonly numWorkers: number;
  readonly #stream: BatchStream<Batch> | null;
  readonly #options: DataLoaderOptions;

  constructor(dataset: Dataset<Batch>, options?: DataLoaderOptions);
  constructor(
    dataset: Samples<Sample>,
    options: DataLoaderOptions & { readonly collate: Collate<Sample, Batch> },
  );
  constructor(dataset: Samples<Batch> & Samples<Structure>, options?: DataLoaderOptions);
  constructor(
    dataset: LoadableDataset<Sample, Batch> | IterableDataset<Sample>,
    options: DataLoaderOptions & { readonly collate?: Collate<Sample, Batch> } = {},
  ) {
    checkLoaderOptions(options, isStream(dataset));
    const { batchSize = 1, dropLast = false, generator, numWorkers = 0, collate } = options;
    const joined = collate ?? (defaultCollate as unknown as Collate<Sample, Batch>);
    this.#stream = isStream(dataset) ? batchStream(dataset, { batchSize, dropLast, collate: joined }) : null;
    this.#options = options;
    this.dataset = isStream(dataset) ? withoutPositions(dataset) : toDataset(dataset, collate);
    this.batchSize = batchSize;
    this.dropLast = dropLast;
    this.sampler = samplerOf(this.dataset, options);
    this.batchSampler = options.batchSampler;
    this.generator = generator;
    this.numWorkers = numWorkers;
  }

  /** Batches a pass. @throws ArgumentError for a stream that has no length. */
  get length(): number {
    const { batchSampler } = this;
    if (batchSampler !== undefined) return batchSampler.length;
    if (this.#stream !== null && this.#stream.length === undefined) {
      throw streamRefusal("length", "a stream without a length");
    }
    const batches = this.sampler.length / this.batchSize;
    return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  /** Draws the base seed and the order of a new pass. */
  pass(): PassOrder {
    const seed = Number(BigInt.asUintN(53, randomInt64(this.generator ?? defaultGenerator)));
    const { batchSampler } = this;
    if (batchSampler === undefined) return { seed, order: this.sampler.order() };
    const batches = [...batchSampler.batches()];
    let end = 0;
    const ends = batches.map((indices) => {
      end += indices.length;
      return end;
    });
    return { seed, order: Int32Array.from(batches.flatMap((indices) => [...indices])), ends };
  }

  /** The indices of each batch of a pass: a new one, or one that was left after its first `done` batches. */
  *batches(pass = this.pass(), done = 0): IterableIterator<Int32Array> {
    for (const { start, end } of this.#spans(pass, done)) yield pass.order.subarray(start, end);
  }

  /**
   * The batches of a pass, made by `numWorkers` threads ahead of time: a new one, or one that was left after its first
   * `done` batches, which goes on as if it had not been.
   */
  async *walk(pass = this.pass(), done = 0): AsyncIterableIterator<Batch> {
    const { numWorkers } = this;
    const { signal, worker, prefetchFactor = 2 } = this.#options;
    if (this.#stream !== null) {
      let number = 0;
      for await (const batch of this.#stream.later()) {
        signal?.throwIfAborted();
        if (number++ >= done) yield batch;
      }
      return;
    }
    const requests = this.#requests(pass, done);
    if (numWorkers > 0) {
      // The threads' own program comes with it, which a page that starts none need not load.
      const { prefetchBatches } = await import("./prefetch/prefetch-batches.js");
      yield* prefetchBatches(this.dataset, requests, { numWorkers, prefetchFactor, worker, signal });
      return;
    }
    for (const { indices, draw } of requests) {
      yield await this.dataset.batch(indices, draw);
    }
  }

  /** The batches of one pass, made ahead of need where the data set allows. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Batch> {
    return this.walk();
  }

  /** The batches of one pass. */
  *[Symbol.iterator](): IterableIterator<Batch> {
    if (this.numWorkers > 0) throw laterRefusal("worker threads, whose batches arrive later");
    const pass = this.pass();
    if (this.#stream !== null) {
      if (this.#stream.now === null) throw laterRefusal("a stream whose samples arrive later");
      yield* this.#stream.now();
      return;
    }
    for (const { indices, draw } of this.#requests(pass)) {
      const batch = this.dataset.batch(indices, draw);
      if (batch instanceof Promise) throw laterRefusal("a data set whose batches arrive later");
      yield batch;
    }
  }

  /** A pass's batches after the first `done`, each with what its samples draw from. */
  *#requests(pass: PassOrder, done = 0): IterableIterator<BatchRequest> {
    const { seed, order } = pass;
    for (const { start, end } of this.#spans(pass, done)) {
      const positions = new Uint32Array(end - start);
      for (let row = 0; row < positions.length; row++) positions[row] = start + row;
      yield { indices: order.subarray(start, end), draw: { seed, positions } };
    }
  }

  /** Where in a pass's order the batches after the first `done` lie. */
  *#spans({ order, ends }: PassOrder, done: number): IterableIterator<{ start: number; end: number }> {
    const { length } = this;
    for (let batch = done; batch < length; batch++) {
      this.#options.signal?.throwIfAborted();
      const start = ends ? (ends[batch - 1] ?? 0) : batch * this.batchSize;
      yield { start, end: Math.min(ends?.[batch] ?? start + this.batchSize, order.length) };
    }
  }
}

/** What stands for a stream's data set: nothing of it can be asked for by position. */
function withoutPositions<Batch>({ length = 0 }: IterableDataset<unknown>): Dataset<Batch> {
  return {
    length,
    batch: () => {
      throw streamRefusal("batch", "a stream, which has an order of its own");
    },
  };
}
