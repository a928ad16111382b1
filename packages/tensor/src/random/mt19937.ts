import { ArgumentError } from "../errors.js";

const SIZE = 624;
const SHIFT = 397;
const MATRIX = 0x9908b0df;
const UPPER = 0x80000000;
const LOWER = 0x7fffffff;

/** The words of the engine, how many draws are left before the next twist, and where the next word lies. */
export interface Mt19937State {
  readonly words: Uint32Array;
  readonly left: number;
  readonly next: number;
}

/** Without a branch: half of all words are odd, in no order that a processor could guess. */
function mix(current: number, following: number): number {
  return (((current & UPPER) | (following & LOWER)) >>> 1) ^ (-(following & 1) & MATRIX);
}

function tempered(word: number): number {
  word ^= word >>> 11;
  word ^= (word << 7) & 0x9d2c5680;
  word ^= (word << 15) & 0xefc60000;
  return (word ^ (word >>> 18)) >>> 0;
}

function temper(words: Uint32Array, from: number, out: Uint32Array, to: number, count: number): void {
  for (let n = 0; n < count; n++) out[to + n] = tempered(words[from + n]!);
}

/**
 * The 32-bit Mersenne Twister, seeded with the low 32 bits of a 64-bit seed.
 *
 * @source Matsumoto & Nishimura 1998, as in at::mt19937
 */
export class Mt19937 {
  readonly #words = new Uint32Array(SIZE);
  #left = 1;
  #next = 0;

  constructor(seed: bigint) {
    this.seed(seed);
  }

  seed(seed: bigint): void {
    const words = this.#words;
    words[0] = Number(BigInt.asUintN(32, seed));
    for (let i = 1; i < SIZE; i++) {
      const previous = words[i - 1]!;
      words[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
    this.#left = 1;
    this.#next = 0;
  }

  /** The next integer in [0, 2³²). */
  next(): number {
    if (--this.#left === 0) this.#twist();
    return tempered(this.#words[this.#next++]!);
  }

  /** Fills with the next integers. */
  fill(out: Uint32Array): void {
    for (let i = 0; i < out.length; ) {
      if (--this.#left === 0) this.#twist();
      const count = Math.min(out.length - i, this.#left);
      temper(this.#words, this.#next, out, i, count);
      i += count;
      this.#next += count;
      this.#left -= count - 1;
    }
  }

  state(): Mt19937State {
    return { words: this.#words.slice(), left: this.#left, next: this.#next };
  }

  /** @throws ArgumentError if the counters do not belong to 624 words. */
  setState({ words, left, next }: Mt19937State): void {
    const fresh = left === 1 && next === 0;
    const counted = left >= 1 && left <= SIZE && left + next === SIZE + 1;
    if (words.length !== SIZE || !(fresh || counted))
      throw new ArgumentError({
        operation: "setState",
        got: `${words.length} words with left ${left} and next ${next}`,
        expected: `${SIZE} words with left + next = ${SIZE + 1}`,
        hint: "Pass what state() or torch.get_rng_state() returned, unchanged.",
      });
    this.#words.set(words);
    this.#left = left;
    this.#next = next;
  }

  #twist(): void {
    const words = this.#words;
    const turn = SIZE - SHIFT;
    for (let i = 0; i < turn; i++) words[i] = words[i + SHIFT]! ^ mix(words[i]!, words[i + 1]!);
    for (let i = turn; i < SIZE - 1; i++) words[i] = words[i - turn]! ^ mix(words[i]!, words[i + 1]!);
    words[SIZE - 1] = words[SHIFT - 1]! ^ mix(words[SIZE - 1]!, words[0]!);
    this.#left = SIZE;
    this.#next = 0;
  }
}
