import { defaultGenerator, Generator, randomInt64, randperm } from "@mnist/tensor";

/** Gives the order in which samples are visited, anew for every pass. */
export interface Sampler {
  readonly length: number;
  order(): Int32Array;
}

/** First to last. @source torch.utils.data.SequentialSampler */
export class SequentialSampler implements Sampler {
  constructor(readonly length: number) {}

  order(): Int32Array {
    return Int32Array.from({ length: this.length }, (_, index) => index);
  }
}

/**
 * A fresh shuffle every pass, PyTorch's own for the same seed: unless a generator is given, each pass draws the seed of
 * its own generator from the default stream.
 *
 * @source torch.utils.data.RandomSampler
 */
export class RandomSampler implements Sampler {
  constructor(
    readonly length: number,
    readonly generator?: Generator,
  ) {}

  order(): Int32Array {
    const generator = this.generator ?? new Generator(randomInt64(defaultGenerator));
    return Int32Array.from(randperm(this.length, { generator }).dataSync());
  }
}
