import { ArgumentError, type Generator } from "@mnist/tensor";
import { shown } from "@mnist/tensor/internal";
import { checkSettings } from "./check-settings.js";
import type { Collate } from "./datasets/collate.js";
import type { AnyWorker } from "./prefetch/start-worker.js";
import type { Batches } from "./samplers/batch-sampler.js";
import { checkCount } from "./samplers/check-count.js";
import { RandomSampler } from "./samplers/random-sampler.js";
import { type Sampler, SequentialSampler } from "./samplers/sampler.js";

export interface DataLoaderOptions {
  /** Samples a batch; 1 unless said otherwise. */
  readonly batchSize?: number;
  /** Visit the samples in a new random order every pass. */
  readonly shuffle?: boolean;
  /** The order itself, in place of `shuffle`. */
  readonly sampler?: Sampler;
  /** The batches themselves, in place of `batchSize`, `shuffle`, `sampler` and `dropLast`. */
  readonly batchSampler?: Batches;
  /** Leave out a last batch that is not full. */
  readonly dropLast?: boolean;
  /** Where the seeds and shuffles come from; the default stream unless said otherwise. */
  readonly generator?: Generator;
  /** Threads that decode and transform pictures ahead of time, for `for await … of`. @default 0 */
  readonly numWorkers?: number;
  /** Batches that each of them is ahead. @default 2 */
  readonly prefetchFactor?: number;
  /** Starts a worker of one's own, which calls `serveDataset`, in place of the loader's. */
  readonly worker?: () => AnyWorker;
  /** Ends a pass and its threads, throwing the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Those of a loader of single samples, too. */
type LoaderOptions = DataLoaderOptions & { readonly collate?: Collate<never, unknown> };

/** @throws ArgumentError for options that there are not, counts out of range, and options that exclude each other. */
export function checkLoaderOptions(options: DataLoaderOptions, stream: boolean): void {
  checkSettings<LoaderOptions>("DataLoader", options, {
    batchSize: null,
    shuffle: [true, false],
    sampler: null,
    batchSampler: null,
    dropLast: [true, false],
    generator: "generator",
    numWorkers: null,
    prefetchFactor: null,
    worker: "function",
    signal: null,
    collate: "function",
  });
  const { batchSize, shuffle, sampler, dropLast, batchSampler, numWorkers = 0, prefetchFactor = 1 } = options;
  if (sampler !== undefined && typeof sampler?.order !== "function")
    throw refusal(`sampler ${shown(sampler)}`, "a sampler, as RandomSampler is one");
  if (batchSampler !== undefined && typeof batchSampler?.batches !== "function")
    throw refusal(`batchSampler ${shown(batchSampler)}`, "a BatchSampler, or what has batches() as it has");
  if (batchSize !== undefined) checkCount("DataLoader", "batchSize", batchSize);
  if (!Number.isInteger(numWorkers) || numWorkers < 0 || numWorkers > 64)
    throw refusal(`numWorkers ${numWorkers}`, "a whole number from 0 to 64");
  checkCount("DataLoader", "prefetchFactor", prefetchFactor);
  if (sampler !== undefined && shuffle) throw refusal("a sampler and shuffle", "one of them");
  if (batchSampler !== undefined && (batchSize !== undefined || shuffle || sampler || dropLast))
    throw refusal(
      "a batchSampler beside batchSize, shuffle, sampler or dropLast",
      "the batchSampler alone, which says all of it",
    );
  if (stream && (shuffle || sampler || batchSampler || numWorkers > 0))
    throw refusal(
      "a stream with shuffle, a sampler or numWorkers",
      "a stream alone: it has an order of its own, and one thread that follows it",
    );
}

/** The order that the options ask for; a `batchSampler` has its own. */
export function samplerOf({ length }: { readonly length: number }, options: DataLoaderOptions): Sampler {
  const { shuffle = false, sampler, generator } = options;
  if (sampler !== undefined) return sampler;
  if (!shuffle) return new SequentialSampler(length);
  return new RandomSampler(length, generator === undefined ? {} : { generator });
}

function refusal(got: string, expected: string): ArgumentError {
  return new ArgumentError({ operation: "DataLoader", got, expected });
}

/** For what only a data set with positions has. */
export function streamRefusal(operation: string, got: string): ArgumentError {
  const expected = "a data set with a length";
  return new ArgumentError({ operation: `${operation} of a DataLoader`, got, expected });
}

/** For `for … of` over what takes `for await … of`. */
export function laterRefusal(got: string): ArgumentError {
  return new ArgumentError({
    operation: "for … of a DataLoader",
    got,
    expected: "batches that are there at once",
    hint: "Try for await (const batch of loader).",
  });
}
