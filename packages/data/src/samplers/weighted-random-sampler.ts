import { ArgumentError, cpu, defaultGenerator, fromData, type Generator, multinomial } from "@mnist/tensor";
import { checkSettings } from "../check-settings.js";
import { checkCount } from "./check-count.js";
import type { Sampler } from "./sampler.js";

export interface WeightedRandomSamplerOptions {
  /** Draw each sample from the whole set, so that one may come twice. @default true */
  readonly replacement?: boolean;
  /** @default the default stream */
  readonly generator?: Generator;
}

/**
 * Draws samples with probabilities in proportion to their weights, as torch.multinomial does.
 *
 * @throws ArgumentError for weights that are negative, infinite or all 0, or too few of them above 0, and for options that there are not.
 * @source torch.utils.data.WeightedRandomSampler
 * @example
 * new WeightedRandomSampler([0, 0.9, 0], 3).order(); // [1, 1, 1]
 */
export class WeightedRandomSampler implements Sampler {
  static readonly name: string = "WeightedRandomSampler";

  readonly weights: Float64Array;
  readonly length: number;
  readonly replacement: boolean;
  readonly generator: Generator | undefined;

  constructor(weights: ArrayLike<number>, numSamples: number, options: WeightedRandomSamplerOptions = {}) {
    checkSettings("WeightedRandomSampler", options, { replacement: [true, false], generator: "generator" });
    const { replacement = true, generator } = options;
    checkCount("WeightedRandomSampler", "numSamples", numSamples);
    this.weights = Float64Array.from(weights);
    this.length = numSamples;
    this.replacement = replacement;
    this.generator = generator;
    checkWeights(this.weights, replacement ? 1 : numSamples);
  }

  order(): Int32Array {
    const { length, replacement, generator = defaultGenerator } = this;
    const weights = fromData(this.weights, [this.weights.length], { dtype: "float64", device: cpu });
    return Int32Array.from(multinomial(weights, length, { replacement, generator }).dataSync());
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
