import { cpu, defaultGenerator, Generator, randint } from "@mnist/tensor";
import { permutation, randomInt64 } from "@mnist/tensor/internal";
import { checkSettings } from "../check-settings.js";
import { checkCount } from "./check-count.js";
import { type GeneratorOption, generatorOf } from "./generator-option.js";
import type { Sampler } from "./sampler.js";

export interface RandomSamplerOptions {
  /** Draw each sample from the whole set, so that one may come twice. @default false */
  readonly replacement?: boolean;
  /** Samples a pass. @default the set's length */
  readonly numSamples?: number;
  /** Where the order comes from; unless given, each pass draws the seed of its own from the default stream. */
  readonly generator?: Generator;
}

/** Integers are drawn 32 at a time, as PyTorch draws them. */
const piece = 32;

/**
 * A fresh shuffle every pass, or draws with replacement: PyTorch's own for the same seed.
 *
 * @throws ArgumentError where the size or `numSamples` is no whole number from 1 up, and for options that there are not.
 * @source torch.utils.data.RandomSampler
 * @example
 * new RandomSampler(60_000, { replacement: true, numSamples: 1000 }).order().length; // 1000
 */
export class RandomSampler implements Sampler {
  static readonly name: string = "RandomSampler";

  readonly length: number;
  readonly replacement: boolean;
  readonly generator: Generator | undefined;

  constructor(
    readonly size: number,
    options: RandomSamplerOptions = {},
  ) {
    checkSettings("RandomSampler", options, {
      replacement: [true, false],
      numSamples: null,
      generator: "generator",
    });
    const { replacement = false, numSamples = size, generator } = options;
    checkCount("RandomSampler", "a data set of length", size);
    checkCount("RandomSampler", "numSamples", numSamples);
    this.length = numSamples;
    this.replacement = replacement;
    this.generator = generator;
  }

  order(): Int32Array {
    const generator = this.generator ?? new Generator(randomInt64(defaultGenerator));
    const order = new Int32Array(this.length);
    if (this.replacement) {
      for (let from = 0; from < order.length; from += piece) {
        const count = Math.min(piece, order.length - from);
        order.set(randint(0, this.size, [count], { generator, device: cpu }).dataSync(), from);
      }
      return order;
    }
    // PyTorch draws a last shuffle even where nothing of it is needed, which a generator of the caller's notices.
    const end = this.generator === undefined ? order.length - 1 : order.length;
    for (let from = 0; from <= end && this.size > 0; from += this.size) {
      const shuffle = permutation(this.size, generator);
      order.set(shuffle.subarray(0, Math.min(this.size, order.length - from)), from);
    }
    return order;
  }
}

/**
 * Some samples in a fresh order every pass, drawn from the default stream unless a generator is given.
 *
 * @throws ArgumentError for options that there are not.
 * @source torch.utils.data.SubsetRandomSampler
 * @example
 * new SubsetRandomSampler([5, 7, 9]).length; // 3
 */
export class SubsetRandomSampler implements Sampler {
  static readonly name: string = "SubsetRandomSampler";

  readonly length: number;
  readonly generator: Generator | undefined;

  constructor(
    readonly indices: ArrayLike<number>,
    generator?: Generator | GeneratorOption,
  ) {
    this.generator = generatorOf("SubsetRandomSampler", generator);
    this.length = indices.length;
  }

  order(): Int32Array {
    const { generator = defaultGenerator } = this;
    const shuffle = permutation(this.length, generator);
    return Int32Array.from(shuffle, (place) => this.indices[place]!);
  }
}
