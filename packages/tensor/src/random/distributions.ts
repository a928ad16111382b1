import type { TypedArray } from "../dtype.js";
import { ArgumentError } from "../errors.js";
import { boxMuller16, boxMuller16Double } from "./box-muller.js";
import { defaultGenerator, type Generator } from "./generator.js";
import type { Mt19937 } from "./mt19937.js";

const BLOCK = 16;

function check(holds: boolean, operation: string, got: string, expected: string): void {
  if (!holds) throw new ArgumentError({ operation, got, expected });
}

/** a % b of whole numbers below 2³², which engines divide as floats: this is exact, and far sooner done. */
function remainder(a: number, b: number): number {
  return a - Math.floor(a / b) * b;
}

/** Draws one word an element, many at a time. */
function eachWords(engine: Mt19937, count: number, take: (words: Uint32Array, from: number) => void): void {
  const words = new Uint32Array(Math.min(count, 1024));
  for (let from = 0; from < count; from += words.length) {
    const drawn = words.subarray(0, count - from);
    engine.fill(drawn);
    take(drawn, from);
  }
}

/** The low 53 of 64 random bits as a multiple of 2⁻⁵³ in [0, 1). */
function uniform64(engine: Mt19937): number {
  const high = engine.next() & 0x1fffff;
  return (high * 2 ** 32 + engine.next()) * 2 ** -53;
}

/**
 * Fills with uniform numbers in [from, to); float32 takes one draw an element, float64 two.
 *
 * @throws ArgumentError if from > to or their distance overflows.
 * @source torch.Tensor.uniform_
 */
export function fillRand(
  out: Float32Array | Float64Array,
  generator: Generator = defaultGenerator,
  from = 0,
  to = 1,
): void {
  const single = out instanceof Float32Array;
  const low = single ? Math.fround(from) : from;
  const span = single ? Math.fround(Math.fround(to) - low) : to - from;
  check(
    span >= 0 && span < Infinity,
    "uniform",
    `from ${from} to ${to}`,
    "from ≤ to, a finite distance apart",
  );
  const { engine } = generator;
  if (single) {
    // 24 bits as a multiple of 2⁻²⁴ in [0, 1).
    eachWords(engine, out.length, (words, at) => {
      for (let i = 0; i < words.length; i++) out[at + i] = (words[i]! & 0xffffff) * 2 ** -24 * span + low;
    });
  } else for (let i = 0; i < out.length; i++) out[i] = uniform64(engine) * span + low;
}

/** One normal of the scalar path, which draws pairs and keeps the second. @source at::normal_distribution<double> */
function nextNormal(generator: Generator): number {
  const cached = generator.nextDoubleNormalSample;
  if (cached !== undefined) {
    generator.nextDoubleNormalSample = undefined;
    return cached;
  }
  const angle = 2 * Math.PI * uniform64(generator.engine);
  const radius = Math.sqrt(-2 * Math.log(1 - uniform64(generator.engine)));
  generator.nextDoubleNormalSample = radius * Math.sin(angle);
  return radius * Math.cos(angle);
}

function transformBlock(out: Float32Array | Float64Array, offset: number, mean: number, std: number): void {
  if (out instanceof Float32Array) boxMuller16(out, offset, Math.fround(mean), Math.fround(std));
  else boxMuller16Double(out, offset, mean, std);
}

/**
 * Fills with normal numbers: below 16 elements one by one in float64, from 16 up in blocks of 16, where a last
 * incomplete block is drawn anew together with the elements before it. Into tensors with gaps or other orders than
 * row-major PyTorch draws one by one however many there are: `inTurn`.
 *
 * @throws ArgumentError if std is negative.
 * @source torch.Tensor.normal_
 */
export function fillNormal(
  out: Float32Array | Float64Array,
  generator: Generator = defaultGenerator,
  mean = 0,
  std = 1,
  inTurn = false,
): void {
  check(std >= 0, "normal", `std ${std}`, "std ≥ 0");
  const size = out.length;
  if (size < BLOCK || inTurn) {
    for (let i = 0; i < size; i++) out[i] = nextNormal(generator) * std + mean;
    return;
  }
  fillRand(out, generator);
  for (let i = 0; i + BLOCK <= size; i += BLOCK) transformBlock(out, i, mean, std);
  if (size % BLOCK === 0) return;
  const tail = out.subarray(size - BLOCK);
  fillRand(tail, generator);
  transformBlock(tail, 0, mean, std);
}

/** Fills with normal numbers of mean 0 and standard deviation 1. @source torch.randn */
export function fillRandn(out: Float32Array | Float64Array, generator: Generator = defaultGenerator): void {
  fillNormal(out, generator, 0, 1);
}

/**
 * Fills with integers in [low, high), by the remainder of 32 bits, or of 64 where the range asks for it.
 *
 * @throws ArgumentError if the bounds are no safe integers or low ≥ high.
 * @source torch.randint
 */
export function fillRandint(
  out: TypedArray,
  low: number,
  high: number,
  generator: Generator = defaultGenerator,
): void {
  const whole = Number.isSafeInteger(low) && Number.isSafeInteger(high);
  check(whole && low < high, "randint", `low ${low} and high ${high}`, "integers with low < high");
  const { engine } = generator;
  if (out instanceof Float32Array) [low, high] = withinSteps(low, high);
  const range = high - low;
  if (range < 2 ** 32) {
    eachWords(engine, out.length, (words, at) => {
      for (let i = 0; i < words.length; i++) out[at + i] = remainder(words[i]!, range) + low;
    });
    return;
  }
  const wide = BigInt(high) - BigInt(low);
  for (let i = 0; i < out.length; i++) out[i] = Number((generator.random64() % wide) + BigInt(low));
}

/** Bounds that float32's steps beyond 2²⁴ do not round past what was asked for, as PyTorch draws them in. */
function withinSteps(low: number, high: number): [number, number] {
  const gap = (bound: number): number => 2 ** (Math.floor(Math.log2(Math.abs(bound))) - 23);
  const [first, last] = [Math.fround(low + 1), Math.fround(high - 1)];
  return [first < low ? first + gap(low + 1) : low, last >= high ? last - gap(high - 1) : high];
}

/**
 * A random order of 0 … n-1, by Fisher–Yates from the front.
 *
 * @throws ArgumentError if n is no count that an int32 can hold.
 * @source torch.randperm
 */
export function randperm(n: number, generator: Generator = defaultGenerator): Int32Array {
  check(Number.isInteger(n) && n >= 0 && n < 2 ** 31, "randperm", String(n), "an integer in [0, 2³¹)");
  const { engine } = generator;
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  for (let i = 0; i < n - 1; i++) {
    const other = i + remainder(engine.next(), n - i);
    const kept = order[i]!;
    order[i] = order[other]!;
    order[other] = kept;
  }
  return order;
}

/**
 * Fills with 1 at probability p and 0 elsewhere; two draws an element, whatever its type.
 *
 * @throws ArgumentError if p lies outside [0, 1].
 * @source torch.Tensor.bernoulli_ (a PyTorch built with MKL draws these from another stream)
 */
export function fillBernoulli(out: TypedArray, p: number, generator: Generator = defaultGenerator): void {
  check(p >= 0 && p <= 1, "bernoulli", `p ${p}`, "a probability in [0, 1]");
  const { engine } = generator;
  for (let i = 0; i < out.length; i++) out[i] = uniform64(engine) < p ? 1 : 0;
}

/** Fills with exponential numbers of mean 1, two draws an element, whatever its type. @source torch.Tensor.exponential_ */
export function fillExponential(
  out: Float32Array | Float64Array,
  generator: Generator = defaultGenerator,
): void {
  const { engine } = generator;
  for (let i = 0; i < out.length; i++) out[i] = -Math.log(1 - uniform64(engine));
}

/** Fills with uniform numbers in [0, 1), two draws an element, whatever its type. */
export function fillUniform64(
  out: Float32Array | Float64Array,
  generator: Generator = defaultGenerator,
): void {
  const { engine } = generator;
  for (let i = 0; i < out.length; i++) out[i] = uniform64(engine);
}

/**
 * An integer in [0, 2⁶³), as a DataLoader draws its base seed and a shuffling sampler its seed.
 *
 * @source torch.empty((), dtype=torch.int64).random_()
 */
export function randomInt64(generator: Generator = defaultGenerator): bigint {
  return BigInt.asUintN(63, generator.random64());
}
