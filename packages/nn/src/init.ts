import { noGradNow } from "@mnist/autograd/internal";
import { ArgumentError, type Generator, ShapeError, type Tensor, type TypedArray } from "@mnist/tensor";
import {
  checkNumber,
  checkOptions,
  dispatch,
  dispatchInto,
  drawInto,
  errorFunction,
  fillNormal,
  fillRand,
  primitives,
} from "@mnist/tensor/internal";
import { inverseErrorFunction } from "./init/inverse-error-function.js";
import { orthonormalise } from "./init/orthonormalise.js";
import { skipsInit } from "./init/skip-init.js";

export interface InitOptions {
  /** Where the numbers come from; the stream that `manualSeed` sets unless said otherwise. */
  readonly generator?: Generator;
}

/** What follows a layer, which decides how large its weights may be. */
export type Nonlinearity = keyof typeof gains;

/** Layers, which let through what they get, and activations. @source torch.nn.init.calculate_gain */
const gains = {
  linear: 1,
  conv1d: 1,
  conv2d: 1,
  conv3d: 1,
  convTranspose1d: 1,
  convTranspose2d: 1,
  convTranspose3d: 1,
  sigmoid: 1,
  tanh: 5 / 3,
  relu: Math.SQRT2,
  leakyRelu: (slope: number) => Math.sqrt(2 / (1 + slope * slope)),
  selu: 3 / 4,
} as const;

/** Refuses, for calls that no compiler has seen, settings by name where numbers stand one after the other. */
function check(operation: string, numbers: Readonly<Record<string, number>>, options?: InitOptions): void {
  for (const [name, value] of Object.entries(numbers)) checkNumber(operation, name, value);
  checkOptions(operation, options, { generator: null });
}

type Floats = Float32Array | Float64Array;

/** Fills by a function over the elements as they lie in memory (or row by row), drawn on the CPU whatever the device. */
function draw(input: Tensor, fill: (out: Floats) => void, byRows = false): Tensor {
  if (skipsInit()) return input;
  const { shape, dtype, device } = input;
  const attributes = { shape, dtype, device, draw: (out: TypedArray) => fill(out as Floats) };
  const isWhole = input.isContiguous() && input.numel() === input.storage.length;
  return noGradNow(() =>
    isWhole
      ? dispatchInto(input, primitives.random, [], attributes)
      : byRows
        ? input.copy_(dispatch(primitives.random, [], attributes))
        : drawInto("init", input, {}, fill),
  );
}

/** Fills with uniform numbers in [low, high). @source torch.nn.init.uniform_ */
export function uniform_(input: Tensor, low = 0, high = 1, options: InitOptions = {}): Tensor {
  check("uniform_", { low, high }, options);
  return draw(input, (out) => fillRand(out, options.generator, low, high));
}

/** Fills with normal numbers. @source torch.nn.init.normal_ */
export function normal_(input: Tensor, mean = 0, std = 1, options: InitOptions = {}): Tensor {
  check("normal_", { mean, std }, options);
  return draw(input, (out) => fillNormal(out, options.generator, mean, std, !input.isContiguous()));
}

/** Fills with normal numbers cut off at low and high. @source torch.nn.init.trunc_normal_ */
export function truncNormal_(
  input: Tensor,
  mean = 0,
  std = 1,
  low = -2,
  high = 2,
  options: InitOptions = {},
): Tensor {
  check("truncNormal_", { mean, std, low, high }, options);
  const erf = (x: number): number => errorFunction((x - mean) / std / Math.SQRT2);
  return draw(input, (out) => {
    fillRand(out, options.generator, erf(low), erf(high));
    out.forEach((share, i) => {
      const value = inverseErrorFunction(share) * std * Math.SQRT2 + mean;
      out[i] = Math.min(Math.max(value, low), high);
    });
  });
}

/** Sets every element to `value`. @source torch.nn.init.constant_ */
export function constant_(input: Tensor, value: number): Tensor {
  check("constant_", { value });
  return noGradNow(() => input.fill_(value));
}

/** Sets every element to 0. @source torch.nn.init.zeros_ */
export function zeros_(input: Tensor): Tensor {
  return constant_(input, 0);
}

/** Sets every element to 1. @source torch.nn.init.ones_ */
export function ones_(input: Tensor): Tensor {
  return constant_(input, 1);
}

/** Connections into and out of one unit of a weight [out, in, …kernel]. @throws ShapeError below two dimensions. */
export function fans(weight: Tensor): { fanIn: number; fanOut: number } {
  if (weight.ndim < 2) {
    throw new ShapeError({
      operation: "init",
      got: `a weight of shape [${weight.shape.join(", ")}]`,
      expected: "at least two dimensions: [out, in, …]",
    });
  }
  const field = weight.shape.slice(2).reduce((product, size) => product * size, 1);
  return { fanIn: weight.shape[1]! * field, fanOut: weight.shape[0]! * field };
}

/** By how much a layer's weights grow to make up for what follows; `slope` is the leaky rectifier's. @source torch.nn.init.calculate_gain */
export function calculateGain(nonlinearity: Nonlinearity, slope = 0.01): number {
  check("calculateGain", { slope });
  const gain = Object.hasOwn(gains, nonlinearity) ? gains[nonlinearity] : undefined;
  if (gain !== undefined) return typeof gain === "number" ? gain : gain(slope);
  throw new ArgumentError({
    operation: "calculateGain",
    got: JSON.stringify(nonlinearity),
    expected: `one of ${Object.keys(gains).join(", ")}`,
  });
}

export interface KaimingOptions extends InitOptions {
  /** Slope of the leaky rectifier that follows; 0 is ReLU's. */
  readonly a?: number;
  /** Keep the variance of what goes forward, or of the gradients. */
  readonly mode?: "fanIn" | "fanOut";
  readonly nonlinearity?: Nonlinearity;
}

function kaimingDeviation(operation: string, weight: Tensor, options: KaimingOptions): number {
  checkOptions(operation, options, {
    a: null,
    mode: ["fanIn", "fanOut"],
    nonlinearity: null,
    generator: null,
  });
  const { a = 0, mode = "fanIn", nonlinearity = "leakyRelu" } = options;
  return calculateGain(nonlinearity, a) / Math.sqrt(fans(weight)[mode]);
}

/** Where the numbers come from, alone. */
function drawn({ generator }: InitOptions): InitOptions {
  return generator === undefined ? {} : { generator };
}

/** Uniform in ±gain·√(3 / fan): keeps the variance from layer to layer through rectifiers. @source torch.nn.init.kaiming_uniform_ */
export function kaimingUniform_(weight: Tensor, options: KaimingOptions = {}): Tensor {
  const bound = Math.sqrt(3) * kaimingDeviation("kaimingUniform_", weight, options);
  return weight.numel() === 0 ? weight : uniform_(weight, -bound, bound, drawn(options));
}

/** Normal of deviation gain / √fan. @source torch.nn.init.kaiming_normal_ */
export function kaimingNormal_(weight: Tensor, options: KaimingOptions = {}): Tensor {
  const deviation = kaimingDeviation("kaimingNormal_", weight, options);
  return weight.numel() === 0 ? weight : normal_(weight, 0, deviation, drawn(options));
}

function xavierDeviation(weight: Tensor, gain: number): number {
  const { fanIn, fanOut } = fans(weight);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

/** Uniform in ±gain·√(6 / (fanIn + fanOut)). @source torch.nn.init.xavier_uniform_ */
export function xavierUniform_(weight: Tensor, gain = 1, options: InitOptions = {}): Tensor {
  check("xavierUniform_", { gain }, options);
  const bound = Math.sqrt(3) * xavierDeviation(weight, gain);
  return uniform_(weight, -bound, bound, options);
}

/** Normal of deviation gain·√(2 / (fanIn + fanOut)). @source torch.nn.init.xavier_normal_ */
export function xavierNormal_(weight: Tensor, gain = 1, options: InitOptions = {}): Tensor {
  check("xavierNormal_", { gain }, options);
  return normal_(weight, 0, xavierDeviation(weight, gain), options);
}

/** Columns (or rows, where there are fewer) at right angles and of length gain. @source torch.nn.init.orthogonal_ */
export function orthogonal_(weight: Tensor, gain = 1, options: InitOptions = {}): Tensor {
  check("orthogonal_", { gain }, options);
  fans(weight);
  const rows = weight.shape[0]!;
  const fill = (out: Floats): void => {
    fillNormal(out, options.generator);
    orthonormalise(out, rows, out.length / Math.max(rows, 1));
    out.forEach((value, i) => {
      out[i] = value * gain;
    });
  };
  return draw(weight, fill, true);
}
