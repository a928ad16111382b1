import { drawByIndex } from "../datasets/batch-draw.js";
import { type GatheredPictures, makePictures, type PictureBatch, type PictureWork } from "./picture-work.js";

/** A data set's batches cut in two: the pictures, which any thread can make of bytes, and the rest. */
export interface WorkerSide<Batch> {
  readonly work: PictureWork;
  /** The bytes that a batch is made of, copied. */
  gather(indices: Int32Array): GatheredPictures;
  /** The batch with its pictures made. */
  assemble(indices: Int32Array, pictures: PictureBatch): Batch;
}

/** Makes a batch on this thread. */
export function makeBatch<Batch>(
  side: WorkerSide<Batch>,
  indices: Int32Array,
  draw = drawByIndex(indices),
): Batch {
  return side.assemble(indices, makePictures(side.work, side.gather(indices), draw));
}
