import { fromData, ones, onesLike } from "../create.js";
import { dispatch } from "../dispatch.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { conv2d, type Windows, windowsOf } from "../ops/convolution.js";
import { pickLargest } from "../ops/pooling.js";
import { showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { type PerAxis, pair, perAxis } from "./convolution.js";
import { div } from "./elementwise.js";
import { matmul } from "./linear-algebra.js";
import { reshape, squeeze, unsqueeze } from "./movement.js";
import { mean } from "./reduction.js";

export interface PoolingOptions {
  /** Positions from one window to the next; the window's size unless said. */
  readonly stride?: PerAxis;
  /** Border around each axis, at most half a window; 0 unless said. */
  readonly padding?: PerAxis;
}

export interface MaxPoolingOptions extends PoolingOptions {
  /** Positions from one element of a window to the next; 1 unless said. */
  readonly dilation?: PerAxis;
}

export interface AveragePoolingOptions extends PoolingOptions {
  /** Whether the border's zeros count as elements; they do unless said. */
  readonly countIncludePad?: boolean;
}

/** Runs `pool` on [batch, channels, height, width]; an image without a batch gets one for the time. */
function batched(operation: string, input: Tensor, pool: (images: Tensor) => Tensor): Tensor {
  if (input.ndim === 3) return squeeze(pool(unsqueeze(input, 0)), 0);
  if (input.ndim === 4) return pool(input);
  throw new ShapeError({
    operation,
    got: `an input of shape ${showShape(input.shape)}`,
    expected: "[batch, channels, height, width] or [channels, height, width]",
  });
}

function settle(operation: string, images: Tensor, kernel: PerAxis, options: MaxPoolingOptions): Windows {
  const size = perAxis(operation, "kernel size", kernel, 2, 1);
  const padding = perAxis(operation, "padding", options.padding ?? 0, 2, 0);
  if (padding.some((each, axis) => each > size[axis]! / 2)) {
    throw new ArgumentError({
      operation,
      got: `padding ${showShape(padding)} for windows of ${showShape(size)}`,
      expected: "at most half a window",
    });
  }
  const windows = {
    input: pair(images.shape.slice(2)),
    filter: pair(size),
    low: pair(padding),
    high: pair(padding),
    strides: pair(perAxis(operation, "stride", options.stride ?? kernel, 2, 1)),
    dilations: pair(perAxis(operation, "dilation", options.dilation ?? 1, 2, 1)),
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
 * The largest element of each window; its gradient goes to the first of equals. input: [batch, channels, height,
 * width] → [batch, channels, rows, columns].
 *
 * @throws ShapeError where the windows do not fit; ArgumentError for a setting out of range.
 * @source torch.nn.functional.max_pool2d
 * @example
 * maxPool2d(tensor([[[1, 2], [3, 4]]]), 2).arraySync() // [[[4]]]
 */
export function maxPool2d(input: Tensor, kernelSize: PerAxis, options: MaxPoolingOptions = {}): Tensor {
  return batched("maxPool2d", input, (images) => {
    const windows = settle("maxPool2d", images, kernelSize, options);
    return dispatch(pickLargest, [images, images.detach()], windows);
  });
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
  const { countIncludePad = true } = options;
  return batched("avgPool2d", input, (images) => {
    const windows = settle("avgPool2d", images, kernelSize, options);
    const sums = windowSums(images, windows);
    if (countIncludePad || windows.low.every((each) => each === 0)) {
      return div(sums, windows.filter[0] * windows.filter[1]);
    }
    const inside = onesLike(images.detach().narrow(0, 0, 1).narrow(1, 0, 1));
    return div(sums, windowSums(inside, windows));
  });
}

/** The sum of each window: a convolution of every plane with ones. */
function windowSums(images: Tensor, windows: Windows): Tensor {
  const [batch, channels] = images.shape as readonly [number, number];
  const planes = reshape(images, [batch * channels, 1, ...windows.input]);
  const filter = ones([1, 1, ...windows.filter], { dtype: images.dtype, device: images.device });
  const sums = dispatch(conv2d, [planes, filter], { ...windows, groups: 1 });
  return reshape(sums, [batch, channels, ...windowsOf(windows)]);
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
  return batched("adaptiveAvgPool2d", input, (images) => {
    const [height, width] = images.shape.slice(2) as [number, number];
    const asked = typeof outputSize === "number" ? [outputSize, outputSize] : outputSize;
    const filled = asked.map((size, axis) => size ?? [height, width][axis] ?? 0);
    const [rows, columns] = perAxis("adaptiveAvgPool2d", "output size", filled, 2, 1) as [number, number];
    if (rows === 1 && columns === 1) return mean(images, [2, 3], true);
    const overRows = matmul(averaging(rows, height, input), images);
    return matmul(overRows, averaging(columns, width, input).transpose(0, 1));
  });
}

/** The matrix [parts, size] that averages each part of an axis. */
function averaging(parts: number, size: number, like: Tensor): Tensor {
  const matrix = new Float64Array(parts * size);
  for (let part = 0; part < parts; part++) {
    const [start, end] = [Math.floor((part * size) / parts), Math.ceil(((part + 1) * size) / parts)];
    matrix.fill(1 / (end - start), part * size + start, part * size + end);
  }
  return fromData(matrix, [parts, size], { dtype: like.dtype, device: like.device });
}
