import { checkOptions, shown } from "@mnist/tensor/internal";
import type { SampleRandom } from "../sample-random.js";
import type { FloatPicture } from "./float-picture.js";
import { check, checkLevel } from "./refusal.js";
import { newPlaces, warpPicture } from "./warp-picture.js";

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
 * @throws ArgumentError for an `alpha`, a `sigma` or a `fill` that is none.
 * @source Simard, Steinkraus and Platt 2003, "Best practices for convolutional neural networks applied to visual document analysis"
 * @example
 * const images = new ImageDataset(strokes({ count: 100, seed: 42 }));
 * new TransformedDataset(images, [elasticTransform({ alpha: 34, sigma: 4 })]).length; // 100
 */
export function elasticTransform(options: ElasticOptions = {}): ElasticTransform {
  checkOptions("elasticTransform", options, { alpha: null, sigma: null, fill: null });
  const { alpha = 34, sigma = 4, fill = 0 } = options;
  check(Number.isFinite(alpha), "elasticTransform", `alpha ${shown(alpha)}`, "a number of pixels");
  const smooth = typeof sigma === "number" && sigma > 0 && sigma <= 100;
  check(smooth, "elasticTransform", `sigma ${shown(sigma)}`, "pixels above 0, at most 100");
  checkLevel("elasticTransform", "fill", fill);
  return { kind: "elastic", alpha, sigma, fill };
}

/** The picture under one field of moves that `random` draws. */
export function applyElastic(
  { alpha, sigma, fill }: ElasticTransform,
  picture: FloatPicture,
  random: SampleRandom,
): FloatPicture {
  const { width, height } = picture;
  const weights = gaussian(sigma);
  const field = (): Float32Array => {
    const noise = new Float32Array(width * height);
    for (let pixel = 0; pixel < noise.length; pixel++) noise[pixel] = random.between(-1, 1);
    return blurLines(blurLines(noise, width, weights), height, weights);
  };
  const [moveX, moveY] = [field(), field()];
  const places = newPlaces(picture);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const x = pixel % width;
    places.x[pixel] = x + alpha * moveX[pixel]!;
    places.y[pixel] = (pixel - x) / width + alpha * moveY[pixel]!;
  }
  return warpPicture(picture, places, fill);
}

/** The weights of a Gaussian from its middle to three standard deviations; both sides of it sum to 1. */
function gaussian(sigma: number): Float64Array {
  const weights = Float64Array.from({ length: Math.ceil(3 * sigma) + 1 }, (_, away) =>
    Math.exp(-((away / sigma) ** 2) / 2),
  );
  const total = 2 * weights.reduce((sum, weight) => sum + weight, 0) - weights[0]!;
  return weights.map((weight) => weight / total);
}

/** Each row of `[rows, columns]` blurred, nothing coming in from outside; the rows become columns: [columns, rows]. */
function blurLines(values: Float32Array, columns: number, weights: Float64Array): Float32Array {
  const rows = values.length / columns;
  const reach = weights.length - 1;
  const blurred = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const first = Math.max(0, column - reach);
      const last = Math.min(columns - 1, column + reach);
      let sum = 0;
      for (let from = first; from <= last; from++)
        sum += weights[Math.abs(column - from)]! * values[row * columns + from]!;
      blurred[column * rows + row] = sum;
    }
  }
  return blurred;
}
