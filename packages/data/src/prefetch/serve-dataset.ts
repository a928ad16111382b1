import type { BatchDraw } from "../datasets/batch-draw.js";
import type { Collate } from "../datasets/collate.js";
import { type LoadableDataset, toDataset } from "../datasets/loadable-dataset.js";
import { answerRequests } from "./message-port.js";
import { packBatch } from "./packed-batch.js";

/** A batch to make of a data set that the thread has. */
export interface ServedRequest {
  readonly indices: Int32Array;
  readonly draw: BatchDraw;
}

/**
 * Makes this thread, a worker, give the batches of a data set to the loader that started it: for data sets and
 * transforms of one's own, which no thread can be sent. The batches are made of tensors, lists and records.
 *
 * @example
 * // pictures.worker.ts
 * serveDataset(new Pictures());
 * // main.ts; in Node the Worker of node:worker_threads
 * const worker = () => new Worker(new URL("./pictures.worker.ts", import.meta.url), { type: "module" });
 * const loader = new DataLoader(new Pictures(), { batchSize: 64, numWorkers: 2, worker });
 */
export function serveDataset<Sample, Batch>(
  dataset: LoadableDataset<Sample, Batch>,
  collate?: Collate<Sample, Batch>,
): void {
  const source = toDataset(dataset, collate);
  answerRequests(async (payload) => {
    const { indices, draw } = payload as ServedRequest;
    const transfer: ArrayBuffer[] = [];
    const result = await packBatch(await source.batch(indices, draw), transfer);
    return { result, transfer };
  });
}
