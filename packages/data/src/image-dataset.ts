import { type Device, type DType, fromData, selectedDevice } from "@mnist/tensor";
import type { LabelledBatch, SyncDataset } from "./dataset.js";
import type { DigitImages } from "./images/digit-images.js";

export interface ImageDatasetOptions {
  /** Keep pixels at 0..255 in place of 0..1. */
  readonly rawPixels?: boolean;
  /** What a label becomes; itself unless said otherwise. */
  readonly target?: (label: number) => number;
  /** Shape of one sample's target; a scalar unless said otherwise. */
  readonly targetShape?: readonly number[];
  /** int32, as class indices are, unless said otherwise. */
  readonly targetType?: DType;
  /** Shape of one picture: flat `[784]` unless said otherwise, `[1, 28, 28]` for convolutions. */
  readonly imageShape?: readonly number[];
  readonly device?: Device;
}

/**
 * Pictures kept as bytes and turned to float32 a batch at a time: x [batch, …imageShape] with pixels 0..1 (white ink 1),
 * y [batch, …targetShape].
 */
export class ImageDataset implements SyncDataset<LabelledBatch> {
  readonly length: number;
  /** The value of each byte: byte / 255 in float32, or the byte. */
  readonly levels: Float32Array;
  readonly targets: Float32Array;
  readonly options: Required<Omit<ImageDatasetOptions, "device">> & { readonly device?: Device };

  constructor(
    readonly source: DigitImages,
    options: ImageDatasetOptions = {},
  ) {
    const { rawPixels = false, target = (label) => label, targetShape = [], targetType = "int32" } = options;
    const imageShape = options.imageShape ?? [source.width * source.height];
    this.options = { ...options, rawPixels, target, targetShape, targetType, imageShape };
    this.length = source.labels.length;
    this.levels = Float32Array.from({ length: 256 }, (_, byte) => (rawPixels ? byte : byte / 255));
    this.targets = Float32Array.from(source.labels, (label) => target(label));
  }

  batch(indices: Int32Array): LabelledBatch {
    const { imageShape, targetShape, targetType, device = selectedDevice() } = this.options;
    const size = this.source.width * this.source.height;
    const pixels = new Float32Array(indices.length * size);
    const targets = new Float32Array(indices.length);
    const { levels, source } = this;
    for (let row = 0; row < indices.length; row++) {
      const from = indices[row]! * size;
      const to = row * size;
      for (let i = 0; i < size; i++) pixels[to + i] = levels[source.images[from + i]!]!;
      targets[row] = this.targets[indices[row]!]!;
    }
    return [
      fromData(pixels, [indices.length, ...imageShape], { device }),
      fromData(targets, [indices.length, ...targetShape], { dtype: targetType, device }),
    ];
  }
}
