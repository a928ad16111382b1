import { ArgumentError } from "@mnist/tensor";
import type { BatchDraw } from "../datasets/batch-draw.js";
import type { Dataset } from "../datasets/dataset.js";
import { type PackedBatch, unpackBatch } from "./packed-batch.js";
import type { PictureBatch } from "./picture-work.js";
import type { PictureRequest } from "./picture-worker.js";
import type { ServedRequest } from "./serve-dataset.js";
import { type AnyWorker, startPictureWorker } from "./start-worker.js";
import { NoWorkerError, WorkerPool } from "./worker-pool.js";
import { makeBatch, type WorkerSide } from "./worker-side.js";

/** A batch to make: its samples, and what is random about them. */
export interface BatchRequest {
  readonly indices: Int32Array;
  readonly draw: BatchDraw;
}

export interface PrefetchOptions {
  readonly numWorkers: number;
  readonly prefetchFactor: number;
  readonly worker: (() => AnyWorker) | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Has a batch made by one of the pool's threads. Its tensors are made by what it answers, when the reader's turn comes:
 * a tensor belongs to the scope that it is made in.
 */
type Fetch<Batch> = (pool: WorkerPool, request: BatchRequest) => Promise<() => Batch>;

/**
 * The batches in their order, made by worker threads some ahead of the reader. However the reader stops, the threads
 * are gone by then.
 * @throws ArgumentError where the data set can't be sent to a thread.
 */
export async function* prefetchBatches<Batch>(
  dataset: Dataset<Batch>,
  requests: Iterable<BatchRequest>,
  { numWorkers, prefetchFactor, worker, signal }: PrefetchOptions,
): AsyncGenerator<Batch, void, undefined> {
  const fetch: Fetch<Batch> = worker ? fetchServed : fetchPictures(workerSideOf(dataset));
  const pool = new WorkerPool(numWorkers, worker ?? startPictureWorker, signal);
  const coming: Promise<() => Batch>[] = [];
  try {
    for (const request of requests) {
      const batch = fetch(pool, request);
      batch.catch(() => undefined); // heard of when its turn comes
      if (coming.push(batch) >= numWorkers * prefetchFactor) yield (await coming.shift()!)();
    }
    for (const batch of coming) {
      signal?.throwIfAborted();
      yield (await batch)();
    }
  } finally {
    await pool.close();
  }
}

function workerSideOf<Batch>(dataset: Dataset<Batch>): WorkerSide<Batch> {
  const side = dataset.workerSide;
  const ownTransform = side?.work.transforms.find((transform) => typeof transform === "function");
  if (side !== undefined && ownTransform === undefined) return side;
  throw new ArgumentError({
    operation: "DataLoader with numWorkers",
    got:
      ownTransform === undefined
        ? `a ${dataset.constructor.name}, which no thread can be sent`
        : `the transform ${ownTransform.name || "(a function)"}, which no thread can be sent`,
    expected: "an ImageDataset or a PngDataset, with transforms that are plain data",
    hint: "Try numWorkers: 0, or a worker of your own that makes the data set and calls serveDataset.",
  });
}

function fetchPictures<Batch>(side: WorkerSide<Batch>): Fetch<Batch> {
  return async (pool, { indices, draw }) => {
    const gathered = side.gather(indices);
    const request: PictureRequest = { work: side.work, gathered, draw };
    try {
      const pictures = await pool.ask(request, [gathered.bytes.buffer as ArrayBuffer]);
      return () => side.assemble(indices, pictures as PictureBatch);
    } catch (error) {
      if (error instanceof NoWorkerError) return () => makeBatch(side, indices, draw); // a page without workers
      throw error;
    }
  };
}

async function fetchServed<Batch>(pool: WorkerPool, { indices, draw }: BatchRequest): Promise<() => Batch> {
  const request: ServedRequest = { indices, draw };
  const packed = (await pool.ask(request, [])) as PackedBatch;
  return () => unpackBatch(packed) as Batch;
}
