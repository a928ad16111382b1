import { drawNormal, type RandomOptions, rand } from "../create.js";
import { dispatch, dispatchInto } from "../dispatch.js";
import { isFloat } from "../dtype.js";
import { ArgumentError, DTypeError, ShapeError } from "../errors.js";
import { checkNormal } from "../given.js";
import { memoryOrder } from "../layout.js";
import { copy } from "../ops/pointwise.js";
import { random } from "../ops/source.js";
import { checkOptions } from "../options.js";
import {
  fillBernoulli,
  fillExponential,
  fillNormal,
  fillRand,
  fillUniform64,
} from "../random/distributions.js";
import { defaultGenerator, type Generator } from "../random/generator.js";
import { peek } from "../read.js";
import { type Shape, showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { div, lt } from "./elementwise.js";
import { cumsum, topk } from "./indexing.js";
import { permute } from "./movement.js";
import { requireFloat } from "./requirements.js";
import { searchsorted } from "./searching.js";
import { narrow } from "./slices.js";

export interface ChanceOptions {
  /** Where the numbers come from; the stream that `manualSeed` sets unless said otherwise. */
  readonly generator?: Generator;
}

type Fill = (out: Float32Array | Float64Array, generator: Generator) => void;

/** What is made for the axes in the order in which the tensor's lie in memory, which PyTorch walks, under its own shape. */
function inMemoryOrder(input: Tensor, make: (shape: Shape, isTurned: boolean) => Tensor): Tensor {
  const order = memoryOrder(input);
  const long = order.filter((axis) => input.shape[axis] !== 1);
  if (long.every((axis, i) => i === 0 || axis > long[i - 1]!)) return make(input.shape, false);
  const made = make(
    order.map((axis) => input.shape[axis]!),
    true,
  );
  return permute(
    made,
    order.map((_, axis) => order.indexOf(axis)),
  );
}

/** Numbers of a float tensor's dtype, on its device, drawn anew. */
function drawn(operation: string, like: Tensor, shape: Shape, options: ChanceOptions, fill: Fill): Tensor {
  checkOptions<MultinomialOptions>(operation, options, { generator: null, replacement: null });
  const { generator = defaultGenerator } = options;
  const { dtype, device } = like;
  if (!isFloat(dtype)) {
    throw new DTypeError({
      operation,
      got: `dtype ${dtype}`,
      expected: "a float",
      hint: 'Try x.to("float32").',
    });
  }
  const draw = (out: unknown): void => fill(out as Float32Array | Float64Array, generator);
  return dispatch(random, [], { shape, dtype, device, draw });
}

/** Fills a float tensor with numbers drawn on the CPU, in the order in which its elements lie in memory. */
export function drawInto(operation: string, input: Tensor, options: ChanceOptions, fill: Fill): Tensor {
  const numbers = inMemoryOrder(input, (shape) => drawn(operation, input, shape, options, fill));
  return dispatchInto(input, copy, [numbers], { dtype: input.dtype });
}

/** Uniform numbers in [0, 1), shape, dtype and device as `input`'s. @source torch.rand_like */
export function randLike(input: Tensor, options: RandomOptions = {}): Tensor {
  const places = { dtype: input.dtype, device: input.device, ...options };
  return inMemoryOrder(input, (shape) => rand(shape, places));
}

/** Normal numbers of mean 0 and deviation 1, shape, dtype and device as `input`'s. @source torch.randn_like */
export function randnLike(input: Tensor, options: RandomOptions = {}): Tensor {
  const places = { dtype: input.dtype, device: input.device, ...options };
  return inMemoryOrder(input, (shape, isTurned) => drawNormal("randnLike", shape, places, 0, 1, isTurned));
}

/** Sets every element to a uniform number in [from, to). @source torch.Tensor.uniform_ */
export function uniform_(input: Tensor, from = 0, to = 1, options: ChanceOptions = {}): Tensor {
  if (!(from <= to)) {
    throw new ArgumentError({ operation: "uniform_", got: `${from} to ${to}`, expected: "from ≤ to" });
  }
  return drawInto("uniform_", input, options, (out, generator) => fillRand(out, generator, from, to));
}

/** Sets every element to a normal number of the given mean and deviation. @source torch.Tensor.normal_ */
export function normal_(input: Tensor, mean = 0, std = 1, options: ChanceOptions = {}): Tensor {
  checkNormal("normal_", mean, std);
  return drawInto("normal_", input, options, (out, generator) =>
    fillNormal(out, generator, mean, std, !input.isContiguous()),
  );
}

/** Sets every element to an exponential number of mean 1/rate. @source torch.Tensor.exponential_ */
export function exponential_(input: Tensor, rate = 1, options: ChanceOptions = {}): Tensor {
  if (!(rate >= 0)) {
    throw new ArgumentError({
      operation: "exponential_",
      got: `a rate of ${rate}`,
      expected: "a number from 0 up",
    });
  }
  return drawInto("exponential_", input, options, (out, generator) => {
    fillExponential(out, generator);
    if (rate !== 1) for (let i = 0; i < out.length; i++) out[i]! /= rate;
  });
}

function refuseChance(operation: string, chance: number): never {
  throw new ArgumentError({ operation, got: `a probability of ${chance}`, expected: "a number from 0 to 1" });
}

/** Sets every element to 1 at probability p (0.5), else to 0. @source torch.Tensor.bernoulli_ */
export function bernoulli_(input: Tensor, p = 0.5, options: ChanceOptions = {}): Tensor {
  if (!(p >= 0 && p <= 1)) refuseChance("bernoulli_", p);
  return drawInto("bernoulli_", input, options, (out, generator) => fillBernoulli(out, p, generator));
}

/**
 * 1 at the probability that each element gives, else 0.
 *
 * @throws ArgumentError for a probability outside 0 to 1, where the device answers at once.
 * @source torch.bernoulli
 * @example
 * tensor([0, 1]).bernoulli() // [0, 1]
 */
export function bernoulli(input: Tensor, options: ChanceOptions = {}): Tensor {
  const odd = peek(input)?.find((chance) => !(chance >= 0 && chance <= 1));
  if (odd !== undefined) refuseChance("bernoulli", odd);
  const numbers = drawn("bernoulli", input, input.shape, options, fillRand);
  return lt(numbers, input.detach()).to(input.dtype);
}

/** Refuses rows of weights that no class can be drawn from, where the device answers at once. */
function checkWeights(weights: Tensor, classes: number): void {
  const values = peek(weights) ?? [];
  const complain = (got: string): never => {
    throw new ArgumentError({
      operation: "multinomial",
      got,
      expected: "finite weights from 0 up, in each row one above 0",
    });
  };
  for (let start = 0; start < values.length; start += classes) {
    let sum = 0;
    for (let i = start; i < start + classes; i++) {
      if (!(values[i]! >= 0 && values[i]! < Number.POSITIVE_INFINITY)) complain(`a weight of ${values[i]}`);
      sum += values[i]!;
    }
    if (sum <= 0) complain("a row of zeros");
  }
}

export interface MultinomialOptions extends ChanceOptions {
  /** Whether one class may be drawn again. */
  readonly replacement?: boolean;
}

/**
 * Classes drawn at random, as often as their weights say, PyTorch's own for the same seed. input: weights from 0 up,
 * [classes] or [rows, classes] → int32 [samples] or [rows, samples].
 *
 * @throws ArgumentError for more samples than classes without replacement, and (where the device answers at once) for
 *   weights below 0 or not finite; ShapeError for other ranks.
 * @source torch.multinomial
 * @example
 * tensor([0, 1]).multinomial(1) // [1]
 */
export function multinomial(input: Tensor, samples: number, options: MultinomialOptions = {}): Tensor {
  checkOptions("multinomial", options, { replacement: [true, false], generator: null });
  const classes = input.shape.at(-1) ?? 0;
  if (input.ndim !== 1 && input.ndim !== 2) {
    throw new ShapeError({
      operation: "multinomial",
      got: `weights of shape ${showShape(input.shape)}`,
      expected: "[classes] or [rows, classes]",
    });
  }
  if (!Number.isInteger(samples) || samples < 1 || (!options.replacement && samples > classes)) {
    throw new ArgumentError({
      operation: "multinomial",
      got: `${samples} samples of ${classes} classes`,
      expected: "at least one, and without replacement no more than there are classes",
    });
  }
  requireFloat("multinomial", input);
  const weights = input.detach();
  checkWeights(weights, classes);
  if (options.replacement) {
    const running = cumsum(weights, -1);
    const total = narrow(running, -1, classes - 1, 1);
    const shape = input.shape.with(-1, samples);
    const places = drawn("multinomial", weights, shape, options, fillUniform64);
    return searchsorted(div(running, total), places);
  }
  const waits = drawn("multinomial", weights, input.shape, options, fillExponential);
  return topk(div(weights, waits), samples, -1).indices;
}
