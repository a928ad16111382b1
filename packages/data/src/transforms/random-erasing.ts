import { checkOptions, shown } from "@mnist/tensor/internal";
import type { SampleRandom } from "../sample-random.js";
import type { FloatPicture } from "./float-picture.js";
import { check, checkRange, isWithin, type Range } from "./refusal.js";

export interface RandomErasing {
  readonly kind: "randomErasing";
  readonly p: number;
  readonly scale: Range;
  readonly ratio: Range;
  readonly value: number | "random";
}

export interface RandomErasingOptions {
  /** The share of pictures that lose a rectangle, 0..1. @default 0.5 */
  readonly p?: number;
  /** The rectangle's area as a share of the picture's. @default [0.02, 0.33] */
  readonly scale?: Range;
  /** Its height over its width. @default [0.3, 3.3] */
  readonly ratio?: Range;
  /** What stands there afterwards: a level, or normal noise. @default 0 */
  readonly value?: number | "random";
}

/** Rectangles drawn before giving up on one that fits. */
const tries = 10;

/**
 * Wipes out a random rectangle of some of the pictures.
 *
 * @throws ArgumentError for a range or a probability that is none, or a `value` that is neither a level nor "random".
 * @source torchvision.transforms.RandomErasing; Zhong et al. 2017, "Random erasing data augmentation"
 * @example
 * const images = new ImageDataset(strokes({ count: 100, seed: 42 }));
 * new TransformedDataset(images, [randomErasing({ p: 0.25, scale: [0.02, 0.1] })]).length; // 100
 */
export function randomErasing(options: RandomErasingOptions = {}): RandomErasing {
  checkOptions("randomErasing", options, { p: null, scale: null, ratio: null, value: null });
  const { p = 0.5, scale = [0.02, 0.33], ratio = [0.3, 3.3], value = 0 } = options;
  check(isWithin(p, 0, 1), "randomErasing", `p ${shown(p)}`, "a probability 0..1");
  checkRange("randomErasing", "scale", scale, 0, 1);
  checkRange("randomErasing", "ratio", ratio);
  check(ratio[0] > 0, "randomErasing", `ratio ${ratio[0]}`, "ratios above 0");
  const level = value === "random" || Number.isFinite(value);
  check(level, "randomErasing", `value ${shown(value)}`, 'a finite number, or "random" for noise');
  return { kind: "randomErasing", p, scale, ratio, value };
}

/** The picture with or without a rectangle wiped out, as `random` draws it. */
export function applyRandomErasing(
  { p, scale, ratio, value }: RandomErasing,
  picture: FloatPicture,
  random: SampleRandom,
): FloatPicture {
  const { channels, width, height } = picture;
  if (!random.chance(p)) return picture;
  for (let attempt = 0; attempt < tries; attempt++) {
    const area = random.between(...scale) * width * height;
    const aspect = Math.exp(random.between(Math.log(ratio[0]), Math.log(ratio[1])));
    const tall = Math.round(Math.sqrt(area * aspect));
    const wide = Math.round(Math.sqrt(area / aspect));
    if (tall >= height || wide >= width) continue;
    const top = random.below(height - tall + 1);
    const left = random.below(width - wide + 1);
    const data = picture.data.slice();
    for (let row = 0; row < channels * tall; row++) {
      const line = Math.floor(row / tall) * height + top + (row % tall);
      const erased = data.subarray(line * width + left, line * width + left + wide);
      for (let x = 0; x < wide; x++) erased[x] = value === "random" ? random.normal() : value;
    }
    return { ...picture, data };
  }
  return picture;
}
