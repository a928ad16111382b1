/**
 * A stream of random numbers for one sample, keyed by (seed, index): any sample can be drawn without
 * drawing the ones before it. Integer arithmetic alone, so every engine gives the same stream.
 * @source sfc32 of PractRand (Chris Doty-Humphrey): 128 bits of state, 12 rounds of warming up.
 */
export class SampleRandom {
  static readonly name: string = "SampleRandom";

  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number, index: number) {
    this.#a = seed >>> 0;
    this.#b = Math.floor(seed / 2 ** 32) >>> 0;
    this.#c = index >>> 0;
    for (let round = 0; round < 12; round++) this.bits();
  }

  /** 32 random bits as an unsigned integer. */
  bits(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.bits() / 2 ** 32;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** An integer in 0 … count − 1. */
  below(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  /**
   * Nearly normal with mean 0 and standard deviation 1, never beyond ±3.47: the sum of four uniforms
   * (no logarithm, whose last bit differs between engines, and no freak draws).
   */
  normal(): number {
    const sum = this.uniform() + this.uniform() + this.uniform() + this.uniform();
    return (sum - 2) * 1.7320508075688772;
  }
}
