import type { PictureRandom } from "../picture-random.js";
import { type FloatPicture, warpPicture } from "./float-picture.js";
import { check } from "./refusal.js";

export interface ElasticTransform {
  readonly kind: "elastic";
  readonly alpha: number;
  readonly sigma: number;
  readonly fill: number;
}

export interface ElasticOptions {
  /** How far pixels move: the smoothed noise in −1..1 times this, in pixels. @default 34 */
  readonly alpha?: number;
  /** How smooth the moves are: the blur's standard deviation in pixels, above 0. @default 4 */
  readonly sigma?: number;
  /** The level of what comes in from outside. @default 0 */
  readonly fill?: number;
}

/**
 * Distorts each picture smoothly, as another hand would: every pixel moves by a random field in −1..1, blurred with a
 * Gaussian of `sigma` and multiplied by `alpha`. The defaults are those found best for MNIST.
 *
 * @throws ArgumentError for an `alpha` or a `sigma` that is none.
 * @source Simard, Steinkraus and Platt 2003, "Best practices for convolutional neural networks applied to visual document analysis"
 * @example elasticTransform({ alpha: 34, sigma: 4 })
 */
export function elasticTransform({ alpha = 34, sigma = 4, fill = 0 }: ElasticOptions = {}): ElasticTransform {
  check(Number.isFinite(alpha), "elasticTransform", `alpha ${alpha}`, "a number of pixels");
  check(sigma > 0 && sigma <= 100, "elasticTransform", `sigma ${sigma}`, "pixels above 0, at most 100");
  return { kind: "elastic", alpha, sigma, fill };
}

/** The picture under one field of moves that `random` draws. */
export function applyElastic(
  { alpha, sigma, fill }: ElasticTransform,
  picture: FloatPicture,
  random: PictureRandom,
): FloatPicture {
  const { width, height } = picture;
  const field = (): Float32Array => {
    const noise = Float32Array.from({ length: width * height }, () => random.between(-1, 1));
    const rows = blurRows(noise, width, sigma);
    return transposed(blurRows(transposed(rows, width), height, sigma), height);
  };
  const [moveX, moveY] = [field(), field()];
  const source = (x: number, y: number) =>
    [x + alpha * moveX[y * width + x]!, y + alpha * moveY[y * width + x]!] as const;
  return warpPicture(picture, source, fill);
}

/** The columns of an array `[rows, columns]` as rows. */
function transposed(values: Float32Array, columns: number): Float32Array {
  const rows = values.length / columns;
  return values.map((_, place) => values[(place % rows) * columns + Math.floor(place / rows)]!);
}

/** Each row blurred with a Gaussian cut off at three standard deviations, nothing coming in from outside. */
function blurRows(values: Float32Array, columns: number, sigma: number): Float32Array {
  const reach = Math.ceil(3 * sigma);
  const weights = Float64Array.from({ length: reach + 1 }, (_, away) => Math.exp(-((away / sigma) ** 2) / 2));
  const total = 2 * weights.reduce((sum, weight) => sum + weight, 0) - weights[0]!;
  const blurred = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += columns) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      const last = Math.min(columns - 1, column + reach);
      for (let from = Math.max(0, column - reach); from <= last; from++)
        sum += weights[Math.abs(column - from)]! * values[start + from]!;
      blurred[start + column] = sum / total;
    }
  }
  return blurred;
}
