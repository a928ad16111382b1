/** What the loader's own worker threads run; tooling/build/embed-worker.js bundles it into embedded-worker.ts. */
import type { BatchDraw } from "../datasets/batch-draw.js";
import { answerRequests } from "./message-port.js";
import { type GatheredPictures, makePictures, type PictureWork } from "./picture-work.js";

/** A batch's pictures to make. */
export interface PictureRequest {
  readonly work: PictureWork;
  readonly gathered: GatheredPictures;
  readonly draw: BatchDraw;
}

answerRequests((payload) => {
  const { work, gathered, draw } = payload as PictureRequest;
  const result = makePictures(work, gathered, draw);
  return { result, transfer: [result.data.buffer as ArrayBuffer] };
});
