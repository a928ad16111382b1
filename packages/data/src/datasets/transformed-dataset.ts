import { ArgumentError } from "@mnist/tensor";
import { shown } from "@mnist/tensor/internal";
import { makeBatch, type WorkerSide } from "../prefetch/worker-side.js";
import { checkTransforms, type Transform } from "../transforms/transform.js";
import type { BatchDraw } from "./batch-draw.js";
import type { SyncDataset } from "./dataset.js";

/** A data set of pictures that worker threads can make: an ImageDataset, a PngDataset, a Subset of one. */
export interface PictureDataset<Batch> extends SyncDataset<Batch> {
  readonly workerSide: WorkerSide<Batch> | undefined;
}

/**
 * A data set of pictures with each one transformed on its way into a batch, anew in every pass.
 *
 * @throws ArgumentError for a data set that has no pictures, or transforms that are no list of them.
 * @source torchvision.datasets, their `transform`
 * @example
 * const train = strokes({ count: 1000, seed: 42 });
 * const augmented = new TransformedDataset(new ImageDataset(train), [randomAffine({ degrees: 10 }), randomErasing()]);
 * const loader = new DataLoader(augmented, { batchSize: 256, shuffle: true, numWorkers: 2 });
 * loader.length; // 4
 */
export class TransformedDataset<Batch> implements PictureDataset<Batch> {
  static readonly name: string = "TransformedDataset";

  readonly length: number;
  readonly workerSide: WorkerSide<Batch>;

  constructor(
    readonly dataset: PictureDataset<Batch>,
    readonly transforms: readonly Transform[],
  ) {
    const workerSide = dataset?.workerSide;
    if (workerSide === undefined) {
      throw new ArgumentError({
        operation: "TransformedDataset",
        got: dataset?.constructor ? `a ${dataset.constructor.name}` : shown(dataset),
        expected: "pictures: an ImageDataset, a PngDataset or a Subset of one",
      });
    }
    checkTransforms("TransformedDataset", transforms);
    this.length = dataset.length;
    const { work } = workerSide;
    this.workerSide = { ...workerSide, work: { ...work, transforms: [...work.transforms, ...transforms] } };
  }

  batch(indices: Int32Array, draw?: BatchDraw): Batch {
    return makeBatch(this.workerSide, indices, draw);
  }
}
