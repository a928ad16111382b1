import { dispatch } from "../dispatch.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { pad as padPrimitive } from "../ops/indexing.js";
import { type Shape, showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { add } from "./elementwise.js";
import { matmul } from "./linear-algebra.js";
import { permute, reshape, squeeze, transpose, unfold, unsqueeze } from "./movement.js";

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
  const values = typeof value === "number" ? new Array<number>(rank).fill(value) : [...value];
  if (values.length === rank && values.every((each) => Number.isInteger(each) && each >= least))
    return values;
  throw new ArgumentError({
    operation,
    got: `${name} ${typeof value === "number" ? value : showShape(value)}`,
    expected: `a whole number from ${least} up, or ${rank} of them`,
  });
}

/** A border of `value` around the last axes. */
export function padSpatial(input: Tensor, low: Shape, high: Shape, value: number): Tensor {
  if ([...low, ...high].every((size) => size === 0)) return input;
  const lead = new Array<number>(input.ndim - low.length).fill(0);
  const interior = new Array<number>(input.ndim).fill(0);
  return dispatch(padPrimitive, [input], {
    low: [...lead, ...low],
    high: [...lead, ...high],
    interior,
    value,
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

/**
 * Every window's elements as a column: [groups, channels / groups × taps, batch × windows], and the windows per axis. Each
 * axis' taps go to the front as soon as they are cut, so that the way back walks long runs too.
 */
function toColumns(input: Tensor, kernel: Shape, { strides, dilations, groups }: Settings): [Tensor, Shape] {
  const rank = kernel.length;
  let view = transpose(input, 0, 1);
  for (let axis = rank - 1, taps = 0; axis >= 0; axis--, taps++) {
    const cut = unfold(view, 2 + taps + axis, kernel[axis]!, strides[axis]!, dilations[axis]!);
    const rest = Array.from({ length: cut.ndim - 2 }, (_, each) => each + 1);
    view = permute(cut, [0, cut.ndim - 1, ...rest]);
  }
  const sizes = view.shape.slice(2 + rank);
  const rows = view.shape.slice(0, 1 + rank).reduce((product, size) => product * size, 1);
  const count = sizes.reduce((product, size) => product * size, input.shape[0]!);
  return [reshape(view, [groups, rows / groups, count]), sizes];
}

function convolve(
  operation: string,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  options: ConvolutionOptions,
): Tensor {
  if (input.ndim === weight.ndim - 1 && input.shape[0] !== undefined && weight.ndim > 2) {
    if (input.shape[0] === weight.shape[1]! * (options.groups ?? 1)) {
      return squeeze(convolve(operation, unsqueeze(input, 0), weight, bias, options), 0);
    }
  }
  const kernel = weight.shape.slice(2);
  const settings = settle(operation, kernel, options);
  checkShapes(operation, input, weight, bias, settings.groups);
  const { groups } = settings;
  const padded = padSpatial(input, settings.low, settings.high, 0);
  requireFit(operation, padded.shape.slice(2), kernel, settings.dilations);
  const [columns, sizes] = toColumns(padded, kernel, settings);
  const outputs = weight.shape[0]!;
  const rows = reshape(weight, [groups, outputs / groups, -1]);
  const products =
    groups === 1
      ? matmul(reshape(rows, rows.shape.slice(1)), reshape(columns, columns.shape.slice(1)))
      : matmul(rows, columns);
  const flat = reshape(products, [outputs, -1]);
  const biased = bias === null ? flat : add(flat, unsqueeze(bias, 1));
  const spread = reshape(biased, [outputs, input.shape[0]!, ...sizes]);
  return permute(spread, [1, 0, ...sizes.map((_, axis) => axis + 2)]);
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
