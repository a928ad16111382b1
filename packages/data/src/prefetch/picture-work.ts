import { ArgumentError } from "@mnist/tensor";
import type { BatchDraw } from "../datasets/batch-draw.js";
import { FileError } from "../file-error.js";
import { decodePng, toGrayscale } from "../images/png/decode-png.js";
import { SampleRandom } from "../sample-random.js";
import type { FloatPicture } from "../transforms/float-picture.js";
import { applyTransforms, type Transform } from "../transforms/transform.js";

/** How bytes become pictures: what a worker thread is told beside the bytes. */
export interface PictureWork {
  readonly width: number;
  readonly height: number;
  /** The level of each byte, 256 of them. */
  readonly levels: Float32Array;
  readonly transforms: readonly Transform[];
}

/** The bytes of some pictures one after another. */
export interface GatheredPictures {
  readonly bytes: Uint8Array;
  /** For PNGs, each one's name and where its bytes end; without them the bytes are pixels. */
  readonly files?: readonly { readonly name: string; readonly end: number }[];
}

/** Pictures of one size, `data: [count, channels, height, width]`. */
export type PictureBatch = FloatPicture;

/** The gray bytes of picture number `row`. */
function pixelsOf(work: PictureWork, { bytes, files }: GatheredPictures, row: number): Uint8Array {
  const size = work.width * work.height;
  if (files === undefined) return bytes.subarray(row * size, (row + 1) * size);
  const { name, end } = files[row]!;
  const picture = decodePng(bytes.subarray(files[row - 1]?.end ?? 0, end), name);
  if (picture.width !== work.width || picture.height !== work.height) {
    throw new FileError({
      file: name,
      got: `a picture of ${picture.width}×${picture.height}`,
      expected: `${work.width}×${work.height}, as the first one has`,
      hint: "Bring them to one size first.",
    });
  }
  return picture.channels === 1 ? picture.data : toGrayscale(picture);
}

/**
 * Decodes, scales and transforms pictures, each with random numbers of its own place in the pass: the same on whatever
 * thread.
 * @throws FileError where a PNG is damaged, and ArgumentError where transforms make pictures of different sizes.
 */
export function makePictures(
  work: PictureWork,
  gathered: GatheredPictures,
  { seed, positions }: BatchDraw,
): PictureBatch {
  const { width, height, levels, transforms } = work;
  let batch: PictureBatch = { channels: 1, height, width, data: new Float32Array(0) };
  positions.forEach((position, row) => {
    const pixels = pixelsOf(work, gathered, row);
    const data = new Float32Array(pixels.length);
    for (let pixel = 0; pixel < pixels.length; pixel++) data[pixel] = levels[pixels[pixel]!]!;
    const random = new SampleRandom(seed, position);
    const picture = applyTransforms(transforms, { channels: 1, height, width, data }, random);
    const size = picture.channels * picture.height * picture.width;
    if (row === 0) batch = { ...picture, data: new Float32Array(positions.length * size) };
    checkSize(picture, batch);
    batch.data.set(picture.data, row * size);
  });
  return batch;
}

function checkSize(picture: FloatPicture, batch: PictureBatch): void {
  const sides = ({ channels, height, width }: FloatPicture) => [channels, height, width];
  const [size, expected] = [sides(picture), sides(batch)];
  const levels = picture.data.length;
  const same = size.every((side, axis) => side === expected[axis]);
  if (same && levels === size.reduce((product, side) => product * side, 1)) return;
  throw new ArgumentError({
    operation: "transforms",
    got: `a picture of ${size.join("×")} with ${levels} levels`,
    expected: `${expected.join("×")}, as the batch's first has`,
  });
}
