import { type Device, type DType, fromData, selectedDevice, type Tensor } from "@mnist/tensor";
import { checkSettings } from "../check-settings.js";
import type { PictureBatch } from "../prefetch/picture-work.js";
import type { LabelledBatch } from "./dataset.js";

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

/** The options with what holds where nothing is said; `size` is the pixels of a picture. */
export type PictureOptions = Required<Omit<ImageDatasetOptions, "device">> &
  Pick<ImageDatasetOptions, "device">;

/** @throws ArgumentError naming `operation` for options that there are not. */
export function pictureOptions(
  operation: string,
  options: ImageDatasetOptions,
  size: number,
): PictureOptions {
  checkSettings(operation, options, {
    rawPixels: [true, false],
    target: "function",
    targetShape: "list",
    targetType: null,
    imageShape: "list",
    device: null,
  });
  const { rawPixels = false, target = (label: number) => label, targetShape = [] } = options;
  const { targetType = "int32", imageShape = [size], device } = options;
  return { rawPixels, target, targetShape, targetType, imageShape, ...(device && { device }) };
}

/** The value of each byte: byte / 255 in float32, or the byte. */
export function levelsOf({ rawPixels }: Pick<PictureOptions, "rawPixels">): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => (rawPixels ? byte : byte / 255));
}

/** The targets that `indices` name: [batch, …targetShape]. */
export function targetsOf(targets: Float32Array, indices: Int32Array, options: PictureOptions): Tensor {
  const { targetShape, targetType: dtype, device = selectedDevice() } = options;
  const chosen = Float32Array.from(indices, (index) => targets[index]!);
  return fromData(chosen, [indices.length, ...targetShape], { dtype, device });
}

/** Pictures that were made of bytes, and their targets. */
export function labelledPictures(
  pictures: PictureBatch,
  targets: Float32Array,
  indices: Int32Array,
  options: PictureOptions,
): LabelledBatch {
  const { imageShape, device = selectedDevice() } = options;
  const shape = [indices.length, ...pictureShape(imageShape, pictures)];
  return [fromData(pictures.data, shape, { device }), targetsOf(targets, indices, options)];
}

/** The shape that was asked for; where the size is another by now, flat if that was, else by planes. */
function pictureShape(
  asked: readonly number[],
  { channels, height, width }: PictureBatch,
): readonly number[] {
  const size = channels * height * width;
  if (asked.reduce((product, side) => product * side, 1) === size) return asked;
  return asked.length === 1 ? [size] : [channels, height, width];
}
