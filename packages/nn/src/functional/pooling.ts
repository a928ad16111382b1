import {
  type AveragePoolingOptions,
  adaptiveAvgPool2d,
  avgPool2d,
  cat,
  type MaxPoolingOptions,
  maxPool2d,
  type PerAxis,
  type Tensor,
} from "@mnist/tensor";
import { checkOptions, own } from "@mnist/tensor/internal";

const pooling = { stride: null, padding: null, ceilMode: [true, false] };

/** A setting of the one axis there is, beside an axis of height 1. */
function flat(value: PerAxis, usual: number): [number, number] {
  return [usual, typeof value === "number" ? value : value[0]!];
}

/** Does what is made for [..., height, width] with [..., length]. */
function onOneAxis(x: Tensor, work: (images: Tensor) => Tensor): Tensor {
  return own(work(x.unsqueeze(-2)).squeeze(-2));
}

/** The largest of each window: [batch, channels, length] → [batch, channels, windows]. @source torch.nn.functional.max_pool1d */
export function maxPool1d(
  x: Tensor,
  kernelSize: PerAxis,
  options: Omit<MaxPoolingOptions, "returnIndices"> = {},
): Tensor {
  checkOptions("maxPool1d", options, { ...pooling, dilation: null });
  const { stride = kernelSize, padding = 0, dilation = 1, ceilMode = false } = options;
  const windows = {
    stride: flat(stride, 1),
    padding: flat(padding, 0),
    dilation: flat(dilation, 1),
    ceilMode,
  };
  return onOneAxis(x, (images) => maxPool2d(images, flat(kernelSize, 1), windows));
}

/** The mean of each window: [batch, channels, length] → [batch, channels, windows]. @source torch.nn.functional.avg_pool1d */
export function avgPool1d(
  x: Tensor,
  kernelSize: PerAxis,
  options: Omit<AveragePoolingOptions, "divisorOverride"> = {},
): Tensor {
  checkOptions("avgPool1d", options, { ...pooling, countIncludePad: [true, false] });
  const { stride = kernelSize, padding = 0, ceilMode = false, countIncludePad = true } = options;
  const windows = { stride: flat(stride, 1), padding: flat(padding, 0), ceilMode, countIncludePad };
  return onOneAxis(x, (images) => avgPool2d(images, flat(kernelSize, 1), windows));
}

/** The means of as many parts as asked: [batch, channels, length] → [batch, channels, outputSize]. @source torch.nn.functional.adaptive_avg_pool1d */
export function adaptiveAvgPool1d(x: Tensor, outputSize: number): Tensor {
  return onOneAxis(x, (images) => adaptiveAvgPool2d(images, [1, outputSize]));
}

/** Part `place` of an axis cut into `parts` of nearly one size: where it begins, and how long it is. */
function partOf(size: number, parts: number, place: number): [start: number, length: number] {
  const start = Math.floor((place * size) / parts);
  return [start, Math.ceil(((place + 1) * size) / parts) - start];
}

/**
 * The largest of as many parts of each axis as asked, null for as many as there are: [batch, channels, height, width] →
 * [batch, channels, …outputSize].
 *
 * @source torch.nn.functional.adaptive_max_pool2d
 */
export function adaptiveMaxPool2d(x: Tensor, outputSize: number | readonly (number | null)[]): Tensor {
  const [height, width] = x.shape.slice(-2) as [number, number];
  const [asked, across] = typeof outputSize === "number" ? [outputSize, outputSize] : outputSize;
  const [rows, columns] = [asked ?? height, across ?? width];
  const bands = Array.from({ length: rows }, (_, row) => {
    const band = x.narrow(-2, ...partOf(height, rows, row));
    const cells = Array.from(
      { length: columns },
      (_, column) =>
        band
          .narrow(-1, ...partOf(width, columns, column))
          .flatten(-2)
          .max(-1, true).values,
    );
    return cat(cells, -1).unsqueeze(-2);
  });
  return cat(bands, -2);
}

/** The largest of as many parts as asked: [batch, channels, length] → [batch, channels, outputSize]. @source torch.nn.functional.adaptive_max_pool1d */
export function adaptiveMaxPool1d(x: Tensor, outputSize: number): Tensor {
  return onOneAxis(x, (images) => adaptiveMaxPool2d(images, [1, outputSize]));
}
