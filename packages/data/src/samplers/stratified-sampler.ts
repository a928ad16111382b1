import { defaultGenerator, Generator } from "@mnist/tensor";
import { permutation, randomInt64 } from "@mnist/tensor/internal";
import { type GeneratorOption, generatorOf } from "./generator-option.js";
import type { Sampler } from "./sampler.js";

/**
 * A fresh order every pass in which each stretch holds the classes in the whole set's proportions, as near as may be:
 * sample k of the n of a class, shuffled, comes at (k + u)/n of the pass, u drawn once a class.
 *
 * @throws ArgumentError for options that there are not.
 * @example
 * const train = strokes({ count: 1000, seed: 42 });
 * const sampler = new StratifiedSampler(train.labels); // every batch has about as many 3s as the whole set
 * sampler.length; // 1000
 */
export class StratifiedSampler implements Sampler {
  static readonly name: string = "StratifiedSampler";

  readonly length: number;
  readonly generator: Generator | undefined;

  constructor(
    readonly labels: ArrayLike<number>,
    generator?: Generator | GeneratorOption,
  ) {
    this.generator = generatorOf("StratifiedSampler", generator);
    this.length = labels.length;
  }

  order(): Int32Array {
    const generator = this.generator ?? new Generator(randomInt64(defaultGenerator));
    const shuffled = permutation(this.length, generator);
    const classes = new Map<number, number[]>();
    for (const index of shuffled) {
      const label = this.labels[index]!;
      const members = classes.get(label) ?? [];
      if (members.push(index) === 1) classes.set(label, members);
    }
    const places = new Float64Array(this.length);
    for (const members of classes.values()) {
      const start = generator.random32() / 2 ** 32;
      members.forEach((index, k) => {
        places[index] = (k + start) / members.length;
      });
    }
    return Int32Array.from(shuffled).sort((left, right) => places[left]! - places[right]!);
  }
}
