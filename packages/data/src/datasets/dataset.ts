import type { Tensor } from "@mnist/tensor";
import type { WorkerSide } from "../prefetch/worker-side.js";
import type { SampleRandom } from "../sample-random.js";
import type { BatchDraw } from "./batch-draw.js";

/**
 * Something with a length whose samples can be asked for by position, many at a time: `batch` gathers the samples that
 * `indices` name into tensors with a leading batch axis.
 *
 * @source torch.utils.data.Dataset, its `__getitems__`
 */
export interface Dataset<Batch> {
  readonly length: number;
  /** `draw` is what random transforms draw from; a data set without them leaves it. */
  batch(indices: Int32Array, draw?: BatchDraw): Batch | Promise<Batch>;
  /** How worker threads make the batches; left out where they cannot. */
  readonly workerSide?: WorkerSide<Batch> | undefined;
}

/** A picture or features and what it is: `[x, y]`, both with a leading batch axis. */
export type LabelledBatch = readonly [x: Tensor, y: Tensor];

/** A data set whose batches are there at once, for `for … of`. */
export interface SyncDataset<Batch> extends Dataset<Batch> {
  batch(indices: Int32Array, draw?: BatchDraw): Batch;
}

/**
 * A data set that gives one sample at a time, for the loader to collate. What is random about a sample comes from
 * `random`, so that a pass can be repeated, on whatever threads.
 *
 * @source torch.utils.data.Dataset, its `__getitem__`
 * @example
 * const squares: MapDataset<[Tensor, Tensor]> = { length: 9, get: (i) => [tensor(i), tensor(i * i)] };
 * const [[x, y]] = new DataLoader(squares, { batchSize: 3 });
 * y; // tensor([0., 1., 4.])
 */
export interface MapDataset<Sample> {
  readonly length: number;
  get(index: number, random: SampleRandom): Sample | Promise<Sample>;
}

/**
 * A stream of samples in an order of its own: a generator function's, a file's lines. It is asked for a new iterator
 * every pass. Without a `length` the loader has none.
 *
 * @source torch.utils.data.IterableDataset
 */
export type IterableDataset<Sample> = (Iterable<Sample> | AsyncIterable<Sample>) & {
  readonly length?: number;
};
