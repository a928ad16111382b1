import { arange, fromData, ones } from "../create.js";
import { dispatch } from "../dispatch.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { conv2d } from "../ops/convolution.js";
import { type Windows, windowsOf } from "../ops/convolution-windows.js";
import { pickLargest } from "../ops/pooling.js";
import { checkOptions } from "../options.js";
import { showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { type PerAxis, pair, perAxis } from "./convolution.js";
import { div, where } from "./elementwise.js";
import { indexSelect } from "./indexing.js";
import { expand, reshape, squeeze, unsqueeze } from "./movement.js";
import { own } from "./own.js";
import { mean, sum } from "./reduction.js";
import { requireFloat } from "./requirements.js";

export interface PoolingOptions {
  /** Positions from one window to the next; the window's size unless said. */
  readonly stride?: PerAxis;
  /** Border around each axis, at most half a window; 0 unless said. */
  readonly padding?: PerAxis;
  /** Whether a last window that only partly lies on the input counts too; it does not unless said. */
  readonly ceilMode?: boolean;
}

export interface MaxPoolingOptions extends PoolingOptions {
  /** Answers where each largest element stands too; false unless said. */
  readonly returnIndices?: boolean;
  /** Positions from one element of a window to the next; 1 unless said. */
  readonly dilation?: PerAxis;
}

export interface AveragePoolingOptions extends PoolingOptions {
  /** Whether the border's zeros count as elements; they do unless said. */
  readonly countIncludePad?: boolean;
  /** What sums are divided by in place of the window's size. */
  readonly divisorOverride?: number;
}

/** Runs `pool` on [batch, channels, height, width]; an image without a batch gets one for the time. */
function batched(operation: string, input: Tensor, pool: (images: Tensor) => Tensor): Tensor {
  if (input.ndim === 3) return own(squeeze(pool(unsqueeze(input, 0)), 0));
  if (input.ndim === 4) return pool(input);
  throw new ShapeError({
    operation,
    got: `an input of shape ${showShape(input.shape)}`,
    expected: "[batch, channels, height, width] or [channels, height, width]",
  });
}

type WindowOptions = Omit<MaxPoolingOptions, "returnIndices">;

function settle(operation: string, images: Tensor, kernel: PerAxis, options: WindowOptions): Windows {
  if (images.shape.slice(1).includes(0)) {
    throw new ShapeError({
      operation,
      got: `an input of shape ${showShape(images.shape)}`,
      expected: "at least one channel, row and column",
    });
  }
  const size = perAxis(operation, "kernel size", kernel, 2, 1);
  const padding = perAxis(operation, "padding", options.padding ?? 0, 2, 0);
  if (padding.some((each, axis) => each > size[axis]! / 2)) {
    throw new ArgumentError({
      operation,
      got: `padding ${showShape(padding)} for windows of ${showShape(size)}`,
      expected: "at most half a window",
    });
  }
  const strides = perAxis(operation, "stride", options.stride ?? kernel, 2, 1);
  const dilations = perAxis(operation, "dilation", options.dilation ?? 1, 2, 1);
  const high = padding.map((border, axis) => {
    if (!options.ceilMode) return border;
    const [step, reach] = [strides[axis]!, dilations[axis]! * (size[axis]! - 1) + 1];
    const length = images.shape[2 + axis]!;
    const last = Math.ceil((length + 2 * border - reach) / step);
    // No window may lie beyond the input and the border before it.
    const count = last * step >= length + border ? last : last + 1;
    return Math.max((count - 1) * step + reach - length - border, 0);
  });
  const windows = {
    input: pair(images.shape.slice(2)),
    filter: pair(size),
    low: pair(padding),
    high: pair(high),
    strides: pair(strides),
    dilations: pair(dilations),
  };
  if (windowsOf(windows).some((count) => count < 1)) {
    const padded = images.shape.map((length, axis) => (axis < 2 ? length : length + 2 * padding[axis - 2]!));
    throw new ShapeError({
      operation,
      got: `windows of ${showShape(size)} on a padded input of shape ${showShape(padded)}`,
      expected: "windows that fit the height and the width",
    });
  }
  return windows;
}

/**
 * The largest element of each window, and if asked where in its plane it stands; its gradient goes to the first of
 * equals. input: [batch, channels, height, width] → [batch, channels, rows, columns].
 *
 * @throws ShapeError where the windows do not fit; ArgumentError for a setting out of range.
 * @source torch.nn.functional.max_pool2d
 * @example
 * maxPool2d(tensor([[[1, 2], [3, 4]]]), 2).arraySync() // [[[4]]]
 */
export function maxPool2d(
  input: Tensor,
  kernelSize: PerAxis,
  options: MaxPoolingOptions & { readonly returnIndices: true },
): [Tensor, Tensor];
export function maxPool2d(input: Tensor, kernelSize: PerAxis, options?: MaxPoolingOptions): Tensor;
export function maxPool2d(
  input: Tensor,
  kernelSize: PerAxis,
  options: MaxPoolingOptions = {},
): Tensor | [Tensor, Tensor] {
  checkOptions("maxPool2d", options, {
    stride: null,
    padding: null,
    dilation: null,
    ceilMode: [true, false],
    returnIndices: [true, false],
  });
  requireFloat("maxPool2d", input);
  const pick = (values: (images: Tensor) => Tensor): Tensor =>
    batched("maxPool2d", input, (images) => {
      const windows = settle("maxPool2d", images, kernelSize, options);
      return dispatch(pickLargest, [values(images), images.detach()], windows);
    });
  const largest = pick((images) => images);
  return options.returnIndices ? [largest, pick(placesOf).to("int32")] : largest;
}

/** For each element of a plane its number, row by row. */
function placesOf(images: Tensor): Tensor {
  const { shape, device } = images;
  const [height, width] = shape.slice(2) as [number, number];
  return expand(reshape(arange(height * width, { device }), [height, width]), shape);
}

/**
 * The mean of each window. input: [batch, channels, height, width] → [batch, channels, rows, columns].
 *
 * @throws ShapeError where the windows do not fit; ArgumentError for a setting out of range.
 * @source torch.nn.functional.avg_pool2d
 * @example
 * avgPool2d(tensor([[[1, 2], [3, 4]]]), 2) // [[[2.5]]]
 */
export function avgPool2d(input: Tensor, kernelSize: PerAxis, options: AveragePoolingOptions = {}): Tensor {
  checkOptions("avgPool2d", options, {
    stride: null,
    padding: null,
    ceilMode: [true, false],
    countIncludePad: [true, false],
    divisorOverride: null,
  });
  requireFloat("avgPool2d", input);
  const { countIncludePad = true, divisorOverride } = options;
  if (divisorOverride === 0) {
    throw new ArgumentError({ operation: "avgPool2d", got: "divisorOverride 0", expected: "another number" });
  }
  return batched("avgPool2d", input, (images) => {
    const windows = settle("avgPool2d", images, kernelSize, options);
    const sums = windowSums(images, windows);
    const { low, high, filter } = windows;
    const border = countIncludePad ? low : pair([0, 0]);
    const isWhole = border.every((each, axis) => each === low[axis] && each === high[axis]);
    if (divisorOverride !== undefined || isWhole) return div(sums, divisorOverride ?? filter[0] * filter[1]);
    const { dtype, device } = images;
    const counted = pair(windows.input.map((size, axis) => size + 2 * border[axis]!));
    const rest = {
      input: counted,
      low: pair(low.map((each, axis) => each - border[axis]!)),
      high: pair(high.map((each, axis) => each - border[axis]!)),
    };
    return div(sums, windowSums(ones([1, 1, ...counted], { dtype, device }), { ...windows, ...rest }));
  });
}

/** The sum of each window: a convolution of every plane with ones. */
function windowSums(images: Tensor, windows: Windows): Tensor {
  const [batch, channels] = images.shape as readonly [number, number];
  const planes = reshape(images, [batch * channels, 1, ...windows.input]);
  const filter = ones([1, 1, ...windows.filter], { dtype: images.dtype, device: images.device });
  const sums = dispatch(conv2d, [planes, filter], { ...windows, groups: 1 });
  return own(reshape(sums, [batch, channels, ...windowsOf(windows)]));
}

/**
 * The means of as many parts of each axis as asked, parts of nearly one size: [batch, channels, height, width] →
 * [batch, channels, …outputSize]; null keeps an axis.
 *
 * @throws ArgumentError for a size below 1.
 * @source torch.nn.functional.adaptive_avg_pool2d
 * @example
 * adaptiveAvgPool2d(ones([2, 8, 7, 7]), 1).shape // [2, 8, 1, 1]
 */
export function adaptiveAvgPool2d(input: Tensor, outputSize: number | readonly (number | null)[]): Tensor {
  requireFloat("adaptiveAvgPool2d", input);
  return batched("adaptiveAvgPool2d", input, (images) => {
    const [height, width] = images.shape.slice(2) as [number, number];
    if (height === 0 || width === 0) {
      throw new ShapeError({
        operation: "adaptiveAvgPool2d",
        got: `an input of shape ${showShape(images.shape)}`,
        expected: "at least one row and column",
      });
    }
    const asked = typeof outputSize === "number" ? [outputSize, outputSize] : outputSize;
    const filled = asked.map((size, axis) => size ?? [height, width][axis] ?? 0);
    const [rows, columns] = perAxis("adaptiveAvgPool2d", "output size", filled, 2, 1) as [number, number];
    if (rows === 1 && columns === 1) return mean(images, [2, 3], true);
    return partMeans(partMeans(images, 2, rows), 3, columns);
  });
}

/** The means of as many parts of one axis, which may share elements; each is of its own elements only. */
function partMeans(images: Tensor, axis: number, parts: number): Tensor {
  const size = images.shape[axis]!;
  const split = (length: number): number[] => images.shape.toSpliced(axis, 1, parts, length);
  if (size % parts === 0) return mean(reshape(images, split(size / parts)), axis + 1);
  const starts = Array.from({ length: parts }, (_, part) => Math.floor((part * size) / parts));
  const lengths = starts.map((start, part) => Math.ceil(((part + 1) * size) / parts) - start);
  const longest = Math.max(...lengths);
  const places = starts.flatMap((start) =>
    Array.from({ length: longest }, (_, i) => Math.min(start + i, size - 1)),
  );
  const isOwn = lengths.flatMap((length) => Array.from({ length: longest }, (_, i) => Number(i < length)));
  const { device, dtype } = images;
  const across = (length: number): number[] => [parts, length, ...images.shape.slice(axis + 1).map(() => 1)];
  const index = fromData(Int32Array.from(places), [places.length], { device });
  const elements = reshape(indexSelect(images, axis, index), split(longest));
  const mask = fromData(isOwn, across(longest), { dtype: "bool", device });
  const counts = fromData(lengths, across(1).toSpliced(1, 1), { dtype, device });
  return div(sum(where(mask, elements, 0), axis + 1), counts);
}
