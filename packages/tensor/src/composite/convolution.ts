import { dispatch } from "../dispatch.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { conv2d as conv2dPrimitive } from "../ops/convolution.js";
import type { Pair } from "../ops/convolution-windows.js";
import { checkOptions, shown } from "../options.js";
import { type Shape, showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { add } from "./elementwise.js";
import { reshape, squeeze, unsqueeze } from "./movement.js";
import { own } from "./own.js";
import { requireAlike } from "./requirements.js";

/** One number for all spatial axes, or one for each. */
export type PerAxis = number | readonly number[];

export interface ConvolutionOptions {
  /** Positions from one window to the next; 1 unless said. */
  readonly stride?: PerAxis;
  /** Zeros before and after each axis; 0 unless said. "same" keeps the axes' sizes, with stride 1. */
  readonly padding?: PerAxis | "same" | "valid";
  /** Positions from one tap of the kernel to the next; 1 unless said. */
  readonly dilation?: PerAxis;
  /** Parts that the channels fall into, each seeing only its own; 1 unless said. */
  readonly groups?: number;
}

/** A setting for each of `rank` axes, whole numbers from `least` up. @throws ArgumentError */
export function perAxis(
  operation: string,
  name: string,
  value: PerAxis,
  rank: number,
  least: number,
): number[] {
  const values = Array.isArray(value) ? value : new Array<number>(rank).fill(value as number);
  if (values.length === rank && values.every((each) => Number.isInteger(each) && each >= least))
    return values;
  throw new ArgumentError({
    operation,
    got: `${name} ${shown(value)}`,
    expected: `a whole number from ${least} up, or ${rank} of them`,
  });
}

interface Settings {
  readonly strides: number[];
  readonly dilations: number[];
  readonly low: number[];
  readonly high: number[];
  readonly groups: number;
}

function settle(operation: string, kernel: Shape, options: ConvolutionOptions): Settings {
  const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
  const rank = kernel.length;
  const strides = perAxis(operation, "stride", stride, rank, 1);
  const dilations = perAxis(operation, "dilation", dilation, rank, 1);
  if (padding !== "same") {
    const sizes = perAxis(operation, "padding", padding === "valid" ? 0 : padding, rank, 0);
    return { strides, dilations, low: sizes, high: sizes, groups };
  }
  if (strides.some((each) => each !== 1)) {
    throw new ArgumentError({
      operation,
      got: `padding "same" with stride ${showShape(strides)}`,
      expected: "stride 1, as other strides shrink the axes",
    });
  }
  const totals = kernel.map((size, axis) => dilations[axis]! * (size - 1));
  const low = totals.map((total) => Math.floor(total / 2));
  return { strides, dilations, low, high: totals.map((total, axis) => total - low[axis]!), groups };
}

function checkShapes(
  operation: string,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  groups: number,
): void {
  const [outputs, channelsPerGroup] = weight.shape as readonly [number, number];
  const fits =
    input.ndim === weight.ndim &&
    Number.isInteger(groups) &&
    groups >= 1 &&
    input.shape[1] === channelsPerGroup * groups &&
    outputs % groups === 0;
  if (fits && (bias === null || showShape(bias.shape) === `[${outputs}]`)) return;
  const axes = weight.ndim === 3 ? "length" : "height, width";
  throw new ShapeError({
    operation,
    got: `an input ${showShape(input.shape)}, a weight ${showShape(weight.shape)}, ${bias === null ? "no bias" : `a bias ${showShape(bias.shape)}`} and ${groups} group${groups === 1 ? "" : "s"}`,
    expected: `an input [batch, channels, ${axes}], a weight [outputs, channels / groups, ${axes}], a bias [outputs]`,
    ...(input.ndim === weight.ndim - 2 && { hint: "Try input.unsqueeze(1) for images of one channel." }),
  });
}

function convolve(
  operation: string,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  options: ConvolutionOptions,
): Tensor {
  checkOptions(operation, options, { stride: null, padding: null, dilation: null, groups: null });
  requireAlike(operation, input, weight, ...(bias === null ? [] : [bias]));
  if (input.ndim === weight.ndim - 1 && input.shape[0] === weight.shape[1]! * (options.groups ?? 1)) {
    return own(squeeze(convolve(operation, unsqueeze(input, 0), weight, bias, options), 0));
  }
  const kernel = weight.shape.slice(2);
  const settings = settle(operation, kernel, options);
  checkShapes(operation, input, weight, bias, settings.groups);
  const { low, high, strides, dilations, groups } = settings;
  const sizes = input.shape.slice(2);
  const padded = sizes.map((size, axis) => low[axis]! + size + high[axis]!);
  requireFit(operation, padded, kernel, dilations);
  const products = dispatch(conv2dPrimitive, [input, weight].map(withTwoAxes), {
    input: pair(sizes),
    filter: pair(kernel),
    strides: pair(strides),
    dilations: pair(dilations),
    low: pair(low, 0),
    high: pair(high, 0),
    groups,
  });
  const spread = input.ndim === 3 ? own(squeeze(products, 2)) : products;
  return bias === null ? spread : add(spread, reshape(bias, [-1, ...sizes.map(() => 1)]));
}

/** One number for each of two axes; those of one axis become a width, beside a height's. */
export function pair(values: Shape, height = 1): Pair {
  return (values.length === 1 ? [height, values[0]!] : values) as Pair;
}

function withTwoAxes(tensor: Tensor): Tensor {
  return tensor.ndim === 3 ? unsqueeze(tensor, 2) : tensor;
}

function requireFit(operation: string, sizes: Shape, kernel: Shape, dilations: Shape): void {
  if (kernel.every((size, axis) => dilations[axis]! * (size - 1) + 1 <= sizes[axis]!)) return;
  throw new ShapeError({
    operation,
    got: `a kernel ${showShape(kernel)} with dilation ${showShape(dilations)} on a padded input ${showShape(sizes)}`,
    expected: "a kernel no larger than the padded input",
    hint: "Try a larger padding.",
  });
}

/**
 * Σ weight · window for windows of one axis. input: [batch, channels, length] (or [channels, length]), weight:
 * [outputs, channels / groups, taps], bias: [outputs] → [batch, outputs, windows].
 *
 * @throws ShapeError where they do not fit together, or the kernel does not fit the input.
 * @source torch.nn.functional.conv1d
 * @example
 * conv1d(ones([1, 1, 5]), ones([1, 1, 3])).arraySync() // [[[3, 3, 3]]]
 */
export function conv1d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvolutionOptions = {},
): Tensor {
  requireRank("conv1d", weight, 3);
  return convolve("conv1d", input, weight, bias, options);
}

/**
 * Σ weight · window for windows of two axes. input: [batch, channels, height, width] (or [channels, height, width]),
 * weight: [outputs, channels / groups, height, width], bias: [outputs] → [batch, outputs, rows, columns].
 *
 * @throws ShapeError where they do not fit together, or the kernel does not fit the input.
 * @source torch.nn.functional.conv2d
 * @example
 * conv2d(ones([1, 1, 28, 28]), ones([8, 1, 3, 3]), null, { padding: 1 }).shape // [1, 8, 28, 28]
 */
export function conv2d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvolutionOptions = {},
): Tensor {
  requireRank("conv2d", weight, 4);
  return convolve("conv2d", input, weight, bias, options);
}

function requireRank(operation: string, weight: Tensor, rank: number): void {
  if (weight.ndim === rank) return;
  throw new ShapeError({
    operation,
    got: `a weight of shape ${showShape(weight.shape)}`,
    expected: `${rank} dimensions: [outputs, channels / groups, ${rank === 3 ? "taps" : "height, width"}]`,
  });
}
