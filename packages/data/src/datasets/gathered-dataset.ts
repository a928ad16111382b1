import type { Tensor } from "@mnist/tensor";
import type { Dataset, SyncDataset } from "./dataset.js";

/**
 * A data set that is there as tensors, so that a batch is taken by tensor operations alone: `gather` does what `batch`
 * does, for row numbers [batch] in an int32 tensor. A recorded training step takes its batches from the data itself.
 */
export interface GatheredDataset<Batch> extends SyncDataset<Batch> {
  gather(indices: Tensor): Batch;
}

/**
 * Whether a data set's batches can be taken by tensor operations. Not where a subclass has a `batch` of its own, one that
 * augments, say, but only inherits `gather`.
 */
export function isGathered<Batch>(dataset: Dataset<Batch>): dataset is GatheredDataset<Batch> {
  if (!("gather" in dataset) || typeof dataset.gather !== "function") return false;
  const [gathers, batches] = [definer(dataset, "gather"), definer(dataset, "batch")];
  return gathers === batches || Object.prototype.isPrototypeOf.call(batches, gathers);
}

/** The object itself or the one in its chain of prototypes that has the property. */
function definer(object: object, property: string): object {
  let each = object;
  while (!Object.hasOwn(each, property)) each = Object.getPrototypeOf(each);
  return each;
}
