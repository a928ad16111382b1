import { ArgumentError } from "@mnist/tensor";
import { decodePng } from "../images/png/decode-png.js";
import type { GatheredPictures } from "../prefetch/picture-work.js";
import { makeBatch, type WorkerSide } from "../prefetch/worker-side.js";
import type { BatchDraw } from "./batch-draw.js";
import type { LabelledBatch } from "./dataset.js";
import {
  type ImageDatasetOptions,
  labelledPictures,
  levelsOf,
  type PictureOptions,
  pictureOptions,
} from "./labelled-pictures.js";
import type { PictureDataset } from "./transformed-dataset.js";

/** A PNG as it is stored, and what it is. */
export interface LabelledPng {
  readonly name: string;
  readonly data: Uint8Array;
  readonly label: number;
}

/**
 * Pictures kept as PNGs and decoded a batch at a time, to gray pixels 0..1; all have the first one's size.
 *
 * @throws ArgumentError where there is no file, and FileError where the first is damaged; on a batch, where one of its is.
 * @example
 * const data = toPng(strokeDigit(42, 0).pixels, { width: 28, height: 28, scale: 1 });
 * const files = [{ name: "train/8/1.png", data, label: 8 }]; // or of archiveEntries("mnist_png.tgz")
 * const loader = new DataLoader(new PngDataset(files), { batchSize: 256, numWorkers: 2 });
 * loader.length; // 1
 */
export class PngDataset implements PictureDataset<LabelledBatch> {
  static readonly name: string = "PngDataset";

  readonly length: number;
  readonly options: PictureOptions;
  readonly targets: Float32Array;
  readonly workerSide: WorkerSide<LabelledBatch>;

  constructor(
    readonly files: readonly LabelledPng[],
    options: ImageDatasetOptions = {},
  ) {
    const [first] = files;
    if (first === undefined) {
      throw new ArgumentError({ operation: "PngDataset", got: "no file", expected: "one at least" });
    }
    const { width, height } = decodePng(first.data, first.name);
    this.options = pictureOptions("PngDataset", options, width * height);
    this.length = files.length;
    this.targets = Float32Array.from(files, ({ label }) => this.options.target(label));
    this.workerSide = {
      work: { width, height, levels: levelsOf(this.options), transforms: [] },
      gather: (indices) => this.#gather(indices),
      assemble: (indices, pictures) => labelledPictures(pictures, this.targets, indices, this.options),
    };
  }

  batch(indices: Int32Array, draw?: BatchDraw): LabelledBatch {
    return makeBatch(this.workerSide, indices, draw);
  }

  #gather(indices: Int32Array): GatheredPictures {
    const chosen = Array.from(indices, (index) => this.files[index]!);
    const bytes = new Uint8Array(chosen.reduce((sum, { data }) => sum + data.length, 0));
    let end = 0;
    const files = chosen.map(({ name, data }) => {
      bytes.set(data, end);
      end += data.length;
      return { name, end };
    });
    return { bytes, files };
  }
}
