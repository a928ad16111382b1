import { ArgumentError, defaultGenerator, type Generator, randomInt64 } from "@mnist/tensor";
import type { Dataset, SyncDataset } from "./dataset.js";
import { RandomSampler, type Sampler, SequentialSampler } from "./samplers.js";

export interface DataLoaderOptions {
  /** Samples a batch; 1 unless said otherwise. */
  readonly batchSize?: number;
  /** Visit the samples in a new random order every pass. */
  readonly shuffle?: boolean;
  /** The order itself, in place of `shuffle`. */
  readonly sampler?: Sampler;
  /** Leave out a last batch that is not full. */
  readonly dropLast?: boolean;
  /** Where the seeds and shuffles come from; the default stream unless said otherwise. */
  readonly generator?: Generator;
}

/**
 * Walks a data set in batches, with `for … of` or `for await … of`. Every pass draws from the random stream what
 * PyTorch's does (a base seed, then for a shuffle the sampler's seed), so that a seeded run sees the same batches.
 *
 * @throws ArgumentError for a batch size that is not a whole number from 1 up.
 * @source torch.utils.data.DataLoader
 * @example
 * const loader = new DataLoader(new TensorDataset(arange(10)), { batchSize: 4 });
 * [...loader].map(([x]) => x.numel()) // [4, 4, 2]
 */
export class DataLoader<Batch> {
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly sampler: Sampler;
  /** Undefined for the default stream. */
  readonly generator: Generator | undefined;

  constructor(
    readonly dataset: Dataset<Batch>,
    { batchSize = 1, shuffle = false, sampler, dropLast = false, generator }: DataLoaderOptions = {},
  ) {
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new ArgumentError({
        operation: "DataLoader",
        got: `batchSize ${batchSize}`,
        expected: "a whole number from 1 up",
      });
    }
    this.batchSize = batchSize;
    this.dropLast = dropLast;
    this.sampler =
      sampler ??
      (shuffle ? new RandomSampler(dataset.length, generator) : new SequentialSampler(dataset.length));
    this.generator = generator;
  }

  /** Batches a pass. */
  get length(): number {
    const batches = this.sampler.length / this.batchSize;
    return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  /** Draws the order of a new pass. */
  order(): Int32Array {
    randomInt64(this.generator ?? defaultGenerator);
    return this.sampler.order();
  }

  /** The indices of each batch of a pass: a new one, or one that was left after its first `done` batches. */
  *batches(order = this.order(), done = 0): IterableIterator<Int32Array> {
    for (let batch = done; batch < this.length; batch++) {
      yield order.subarray(batch * this.batchSize, (batch + 1) * this.batchSize);
    }
  }

  *[Symbol.iterator](): IterableIterator<Batch> {
    for (const indices of this.batches()) {
      const batch = (this.dataset as SyncDataset<Batch>).batch(indices);
      if (batch instanceof Promise) {
        throw new ArgumentError({
          operation: "for … of a DataLoader",
          got: "a data set whose batches arrive later",
          expected: "one whose batches are there at once",
          hint: "Try for await (const batch of loader).",
        });
      }
      yield batch;
    }
  }

  async *[Symbol.asyncIterator](): AsyncIterableIterator<Batch> {
    for (const indices of this.batches()) yield await this.dataset.batch(indices);
  }
}
