import { ArgumentError } from "../errors.js";
import { Mt19937 } from "./mt19937.js";

const DEFAULT_SEED = 67280421310721n;
const WORDS = 624;
/** Byte offsets in the state that torch.get_rng_state() returns. */
const AT = {
  seed: 0,
  left: 8,
  seeded: 12,
  next: 16,
  words: 24,
  normal: 5024,
  normalValid: 5040,
  float: 5048,
  floatValid: 5052,
};
const STATE_BYTES = 5056;

function toSeed(seed: number | bigint): bigint {
  const whole = typeof seed === "bigint" || Number.isSafeInteger(seed);
  const value = whole ? BigInt(seed) : undefined;
  if (value === undefined || value < -(2n ** 63n) || value >= 2n ** 64n)
    throw new ArgumentError({
      operation: "manualSeed",
      got: String(seed),
      expected: "an integer in [-2⁶³, 2⁶⁴)",
      hint: "Try a bigint for a seed beyond 2⁵³.",
    });
  return BigInt.asUintN(64, value);
}

/**
 * A source of random numbers with the stream of PyTorch's CPU generator: the same seed gives the same numbers.
 *
 * @source torch.Generator, at::CPUGeneratorImpl
 * @example
 * const generator = new Generator().manualSeed(42);
 * generator.random32(); // 1608637542
 */
export class Generator {
  static readonly name: string = "Generator";

  #engine: Mt19937 | undefined;
  /** The second half of the last pair of normals that the scalar path drew. */
  nextDoubleNormalSample: number | undefined;
  /** Carried through the state only: no CPU distribution reads it. */
  nextFloatNormalSample: number | undefined;
  #initialSeed: bigint;

  constructor(seed: number | bigint = DEFAULT_SEED) {
    this.#initialSeed = toSeed(seed);
  }

  /** Made at the first draw: a program that draws nothing does not wait for it. */
  get engine(): Mt19937 {
    this.#engine ??= new Mt19937(this.#initialSeed);
    return this.#engine;
  }

  /**
   * Starts the stream anew; only the low 32 bits of the seed matter, a negative one counts from 2⁶⁴ down.
   *
   * @throws ArgumentError if the seed is no integer of 64 bits.
   * @source torch.Generator.manual_seed
   */
  manualSeed(seed: number | bigint): this {
    this.#initialSeed = toSeed(seed);
    this.#engine?.seed(this.#initialSeed);
    this.nextDoubleNormalSample = undefined;
    this.nextFloatNormalSample = undefined;
    return this;
  }

  /** The seed that the stream started from, in [0, 2⁶⁴). @source torch.Generator.initial_seed */
  initialSeed(): bigint {
    return this.#initialSeed;
  }

  /** Seeds from the system's randomness and returns that seed. @source torch.Generator.seed */
  seed(): bigint {
    const seed = BigInt.asUintN(53, crypto.getRandomValues(new BigUint64Array(1))[0]!);
    this.manualSeed(seed);
    return seed;
  }

  /** The next integer in [0, 2³²). */
  random32(): number {
    return this.engine.next();
  }

  /** The next integer in [0, 2⁶⁴): two draws, the first one on top. */
  random64(): bigint {
    const high = BigInt(this.engine.next());
    return (high << 32n) | BigInt(this.engine.next());
  }

  /** The whole state, byte for byte what torch.get_rng_state() returns. @source torch.Generator.get_state */
  getState(): Uint8Array {
    const bytes = new Uint8Array(STATE_BYTES);
    const view = new DataView(bytes.buffer);
    const { words, left, next } = this.engine.state();
    view.setBigUint64(AT.seed, this.#initialSeed, true);
    view.setInt32(AT.left, left, true);
    view.setInt32(AT.seeded, 1, true);
    view.setUint32(AT.next, next, true);
    for (let i = 0; i < WORDS; i++) view.setUint32(AT.words + 8 * i, words[i]!, true);
    view.setFloat64(AT.normal, this.nextDoubleNormalSample ?? 0, true);
    view.setInt32(AT.normalValid, this.nextDoubleNormalSample === undefined ? 0 : 1, true);
    view.setFloat32(AT.float, this.nextFloatNormalSample ?? 0, true);
    view.setUint8(AT.floatValid, this.nextFloatNormalSample === undefined ? 0 : 1);
    return bytes;
  }

  /**
   * Continues where getState() or torch.get_rng_state() stood.
   *
   * @throws ArgumentError if the bytes are no such state.
   * @source torch.Generator.set_state
   */
  setState(bytes: Uint8Array): this {
    if (bytes.length !== STATE_BYTES)
      throw new ArgumentError({
        operation: "setState",
        got: `${bytes.length} bytes`,
        expected: `the ${STATE_BYTES} bytes of a generator's state`,
        hint: "Pass what getState() or torch.get_rng_state() returned, unchanged.",
      });
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const words = Uint32Array.from({ length: WORDS }, (_, i) => view.getUint32(AT.words + 8 * i, true));
    const left = view.getInt32(AT.left, true);
    const next = view.getUint32(AT.next, true);
    this.engine.setState({ words, left, next });
    this.#initialSeed = view.getBigUint64(AT.seed, true);
    const hasDouble = view.getInt32(AT.normalValid, true) !== 0;
    const hasFloat = view.getUint8(AT.floatValid) !== 0;
    this.nextDoubleNormalSample = hasDouble ? view.getFloat64(AT.normal, true) : undefined;
    this.nextFloatNormalSample = hasFloat ? view.getFloat32(AT.float, true) : undefined;
    return this;
  }
}

/** The generator that every random function draws from unless it is given another. */
export const defaultGenerator = new Generator();

/** Seeds the default generator. @source torch.manual_seed */
export function manualSeed(seed: number | bigint): Generator {
  return defaultGenerator.manualSeed(seed);
}
