import type { BatchDraw } from "../datasets/dataset.js";
import { type GatheredPictures, makePictures, type PictureBatch, type PictureWork } from "./picture-work.js";

/** A data set's batches cut in two: the pictures, which any thread can make of bytes, and the rest. */
export interface WorkerSide<Batch> {
  readonly work: PictureWork;
  /** The bytes that a batch is made of, copied. */
  gather(indices: Int32Array): GatheredPictures;
  /** The batch with its pictures made. */
  assemble(indices: Int32Array, pictures: PictureBatch): Batch;
}

/** Makes a batch on this thread. Without a draw, what is random about a sample comes from its index. */
export function makeBatch<Batch>(side: WorkerSide<Batch>, indices: Int32Array, draw?: BatchDraw): Batch {
  const gathered = side.gather(indices);
  return side.assemble(
    indices,
    makePictures(side.work, gathered, draw ?? { seed: 0, positions: Uint32Array.from(indices) }),
  );
}
