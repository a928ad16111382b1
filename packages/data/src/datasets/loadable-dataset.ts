import { ArgumentError } from "@mnist/tensor";
import { type Collate, CollatedDataset, defaultCollate } from "./collate.js";
import type { Dataset, IterableDataset, MapDataset } from "./dataset.js";

/** What can be asked by position: whole batches, single samples, or a list of samples. */
export type LoadableDataset<Sample, Batch> = Dataset<Batch> | MapDataset<Sample> | readonly Sample[];

/** Whether a data set comes as a stream, in an order of its own. */
export function isStream<Sample, Batch>(
  dataset: LoadableDataset<Sample, Batch> | IterableDataset<Sample>,
): dataset is IterableDataset<Sample> {
  const byPosition = "batch" in dataset || "get" in dataset || Array.isArray(dataset);
  return !byPosition && (Symbol.iterator in dataset || Symbol.asyncIterator in dataset);
}

/**
 * A data set of whole batches, its samples collated where it gives single ones.
 * @throws ArgumentError for what is no data set.
 */
export function toDataset<Sample, Batch>(
  dataset: LoadableDataset<Sample, Batch>,
  collate?: Collate<Sample, Batch>,
): Dataset<Batch> {
  if ("batch" in dataset && collate === undefined) return dataset;
  const collated = collate ?? (defaultCollate as unknown as Collate<Sample, Batch>);
  if (Array.isArray(dataset)) {
    const samples: readonly Sample[] = dataset;
    return new CollatedDataset({ length: samples.length, get: (index) => samples[index]! }, collated);
  }
  if ("get" in dataset) return new CollatedDataset(dataset, collated);
  throw new ArgumentError({
    operation: "DataLoader",
    got:
      collate === undefined ? "an object with neither batch nor get" : "collate for a set of whole batches",
    expected: "a data set with batch(indices), or with get(index) and perhaps collate, or an iterable",
  });
}
