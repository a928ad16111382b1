import { ArgumentError, defaultGenerator, fillRand, type Generator } from "@mnist/tensor";
import { checkCount } from "./random-sampler.js";
import type { Sampler } from "./sampler.js";

export interface WeightedRandomSamplerOptions {
  /** Draw each sample from the whole set, so that one may come twice. @default true */
  readonly replacement?: boolean;
  /** @default the default stream */
  readonly generator?: Generator;
}

/**
 * Draws samples with probabilities in proportion to their weights, number for number as torch.multinomial does.
 *
 * @throws ArgumentError for weights that are negative, infinite or all 0, or too few of them above 0.
 * @source torch.utils.data.WeightedRandomSampler
 * @example new WeightedRandomSampler([0.1, 0.9, 0.4], 5).order() // five indices, mostly 1
 */
export class WeightedRandomSampler implements Sampler {
  readonly weights: Float64Array;
  readonly length: number;
  readonly replacement: boolean;
  readonly generator: Generator | undefined;

  constructor(
    weights: ArrayLike<number>,
    numSamples: number,
    { replacement = true, generator }: WeightedRandomSamplerOptions = {},
  ) {
    checkCount("WeightedRandomSampler", numSamples);
    this.weights = Float64Array.from(weights);
    this.length = numSamples;
    this.replacement = replacement;
    this.generator = generator;
    checkWeights(this.weights, replacement ? 1 : numSamples);
  }

  order(): Int32Array {
    const { weights, length, generator = defaultGenerator } = this;
    return this.replacement ? drawAgain(weights, length, generator) : drawOnce(weights, length, generator);
  }
}

function checkWeights(weights: Float64Array, least: number): void {
  const wrong = weights.find((weight) => !(weight >= 0 && weight < Infinity));
  const above = weights.filter((weight) => weight > 0).length;
  if (wrong === undefined && above >= least) return;
  throw new ArgumentError({
    operation: "WeightedRandomSampler",
    got: wrong === undefined ? `${above} weights above 0` : `weight ${wrong}`,
    expected: `weights from 0 up, at least ${least} of them above 0`,
  });
}

/** For each of `count` uniform numbers the first sample whose cumulative share reaches it. */
function drawAgain(weights: Float64Array, count: number, generator: Generator): Int32Array {
  const reached = new Float64Array(weights.length);
  let sum = 0;
  weights.forEach((weight, index) => {
    sum += weight;
    reached[index] = sum;
  });
  for (let index = 0; index < reached.length; index++) reached[index]! /= sum;
  const uniform = new Float64Array(count);
  fillRand(uniform, generator);
  return Int32Array.from(uniform, (share) => {
    let [low, high] = [0, reached.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (reached[middle]! < share) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

/** The `count` samples with the highest weight / e, e exponential: the order in which draws without return come. */
function drawOnce(weights: Float64Array, count: number, generator: Generator): Int32Array {
  const uniform = new Float64Array(weights.length);
  fillRand(uniform, generator);
  const height = weights.map((weight, index) => weight / -Math.log(1 - uniform[index]!));
  const places = Int32Array.from(weights.keys());
  return places.sort((left, right) => height[right]! - height[left]!).slice(0, count);
}
