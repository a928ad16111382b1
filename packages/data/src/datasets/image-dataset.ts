import { type Device, fromData, keep, selectedDevice, type Tensor } from "@mnist/tensor";
import { adopt } from "@mnist/tensor/internal";
import type { DigitImages } from "../images/digit-images.js";
import type { WorkerSide } from "../prefetch/worker-side.js";
import type { LabelledBatch } from "./dataset.js";
import type { GatheredDataset } from "./gathered-dataset.js";
import {
  type ImageDatasetOptions,
  labelledPictures,
  levelsOf,
  type PictureOptions,
  pictureOptions,
  targetsOf,
} from "./labelled-pictures.js";
import type { PictureDataset } from "./transformed-dataset.js";

/**
 * Pictures kept as bytes and turned to float32 a batch at a time: x [batch, …imageShape] with pixels 0..1 (white ink 1),
 * y [batch, …targetShape].
 */
export class ImageDataset implements PictureDataset<LabelledBatch>, GatheredDataset<LabelledBatch> {
  static readonly name: string = "ImageDataset";

  readonly length: number;
  /** The value of each byte: byte / 255 in float32, or the byte. */
  readonly levels: Float32Array;
  readonly targets: Float32Array;
  readonly options: PictureOptions;
  /** All pictures [samples, pixels] as bytes and all targets, on the device that asked for them last. */
  #resident: { readonly device: Device; readonly images: Tensor; readonly targets: Tensor } | undefined;

  /** The pictures without their bytes, */
  readonly #about: Omit<DigitImages, "images">;
  /** which are these until a device of arrays has them: then they are where it keeps them, and nowhere else. */
  #bytes: Uint8Array | null;
  /** Those of whoever made it, to tell whether they have moved. */
  readonly #given: WeakRef<Uint8Array>;

  constructor(source: DigitImages, options: ImageDatasetOptions = {}) {
    const { images, ...about } = source;
    this.#about = about;
    this.#bytes = images;
    this.#given = new WeakRef(images);
    this.options = pictureOptions("ImageDataset", options, source.width * source.height);
    this.length = source.labels.length;
    this.levels = levelsOf(this.options);
    this.targets = Float32Array.from(source.labels, (label) => this.options.target(label));
  }

  /** What it was made of; its bytes are copied, when asked for, once they have moved to where a device keeps them. */
  get source(): DigitImages {
    const own = (): Uint8Array => {
      const held = this.#images();
      return held === this.#given.deref() ? held : held.slice();
    };
    let images: Uint8Array | undefined;
    return {
      ...this.#about,
      get images() {
        images ??= own();
        return images;
      },
    };
  }

  /** The pictures' bytes, wherever they are by now. */
  #images(): Uint8Array {
    if (this.#bytes !== null) return this.#bytes;
    const { device, images } = this.#resident!;
    return device.readSync(images.storage) as Uint8Array;
  }

  batch(indices: Int32Array): LabelledBatch {
    const { imageShape, device = selectedDevice() } = this.options;
    const size = this.#about.width * this.#about.height;
    const pixels = new Float32Array(indices.length * size);
    const { levels } = this;
    const images = this.#images();
    for (let row = 0; row < indices.length; row++) {
      const from = indices[row]! * size;
      const to = row * size;
      for (let i = 0; i < size; i++) pixels[to + i] = levels[images[from + i]!]!;
    }
    return [
      fromData(pixels, [indices.length, ...imageShape], { device }),
      targetsOf(this.targets, indices, this.options),
    ];
  }

  gather(indices: Tensor): LabelledBatch {
    const { imageShape, rawPixels } = this.options;
    const { images, targets } = this.#on(indices.device);
    const bytes = images.indexSelect(0, indices).float();
    const pixels = rawPixels ? bytes : bytes.div(255);
    return [pixels.reshape([indices.length, ...imageShape]), targets.indexSelect(0, indices)];
  }

  #on(device: Device): { readonly images: Tensor; readonly targets: Tensor } {
    if (this.#resident?.device !== device) {
      const { targetShape, targetType: dtype } = this.options;
      const { width, height } = this.#about;
      const bytes = this.#images();
      this.#resident = {
        device,
        images: keep(adopt(bytes, [this.length, width * height], { dtype: "uint8", device })),
        targets: keep(fromData(this.targets, [this.length, ...targetShape], { dtype, device })),
      };
      this.#bytes = device.adopt === undefined ? bytes : null;
    }
    return this.#resident;
  }

  get workerSide(): WorkerSide<LabelledBatch> {
    const { width, height } = this.#about;
    const size = width * height;
    return {
      work: { width, height, levels: this.levels, transforms: [] },
      gather: (indices) => {
        const bytes = new Uint8Array(indices.length * size);
        const images = this.#images();
        indices.forEach((index, row) => {
          bytes.set(images.subarray(index * size, (index + 1) * size), row * size);
        });
        return { bytes };
      },
      assemble: (indices, pictures) => labelledPictures(pictures, this.targets, indices, this.options),
    };
  }
}
