import { allocate } from "../allocate.js";
import type { Device } from "../backend/device.js";
import type { DType } from "../dtype.js";
import type { Shape } from "../shape.js";
import { Tensor } from "../tensor.js";
import type { Convolution } from "./convolution-windows.js";
import { pad } from "./indexing.js";
import { add, copy } from "./pointwise.js";

/**
 * A convolution's sums as matrix products over columns, one for each window, for any device that multiplies matrices:
 * the reference that faster kernels are compared with.
 */
export function outputProducts(
  device: Device,
  input: Tensor,
  filters: Tensor,
  settings: Convolution,
  output: Tensor,
): void {
  const columns = columnsOf(device, input, settings, output.shape.slice(2));
  const rows = rowsOf(device, filters, settings.groups);
  const products = multiply(device, rows, columns, output.dtype);
  const [batch, outputs, height, width] = output.shape as FourSizes;
  const channelsFirst = over(products, [outputs, batch, height, width]);
  device.map(copy, [swapped(channelsFirst)], output);
}

/** The gradient of the input: every window's column is added back onto the places it was cut from. */
export function inputProducts(
  device: Device,
  gradient: Tensor,
  filters: Tensor,
  settings: Convolution,
  output: Tensor,
): void {
  const { groups, low, filter } = settings;
  const windows = gradient.shape.slice(2) as unknown as readonly [number, number];
  const rows = rowsOf(device, filters, groups);
  const right = gradientColumns(device, gradient, groups);
  const products = multiply(device, turned(rows), right, output.dtype);
  const padded = allocate(device, { shape: paddedShape(output.shape, settings), dtype: output.dtype });
  device.fill(0, padded);
  const [batch, channels] = output.shape as FourSizes;
  const columns = over(products, [channels, ...filter, batch, ...windows]);
  const places = windowsIn(padded, settings, windows);
  for (let tap = 0; tap < filter[0] * filter[1]; tap++) {
    const [target, piece] = [places, columns].map((view) =>
      atTap(view, Math.floor(tap / filter[1]), tap % filter[1]),
    );
    device.map(add, [target!, piece!], target!);
  }
  const [, , rowStride, columnStride] = padded.strides as FourSizes;
  const start = padded.offset + low[0] * rowStride + low[1] * columnStride;
  device.map(copy, [new Tensor(padded.storage, output.shape, padded.strides, start)], output);
}

/** The gradient of the filters: the output's gradient times every window's column. */
export function filterProducts(
  device: Device,
  input: Tensor,
  gradient: Tensor,
  settings: Convolution,
  output: Tensor,
): void {
  const columns = columnsOf(device, input, settings, gradient.shape.slice(2));
  const left = gradientColumns(device, gradient, settings.groups);
  device.matmul(
    left,
    turned(columns),
    over(output, matrices(settings.groups, left.shape.at(-2)!, columns.shape.at(-2)!)),
  );
}

type FourSizes = readonly [number, number, number, number];

/** A row-major tensor under another shape. */
function over(tensor: Tensor, shape: Shape): Tensor {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  return new Tensor(tensor.storage, shape, strides, tensor.offset);
}

/** [batch, channels, …] as [channels, batch, …], and back. */
function swapped({ storage, shape, strides, offset }: Tensor): Tensor {
  const turn = <T>([first, second, ...rest]: readonly T[]): T[] => [second!, first!, ...rest];
  return new Tensor(storage, turn(shape), turn(strides), offset);
}

/** Matrices transposed. */
function turned({ storage, shape, strides, offset }: Tensor): Tensor {
  const turn = <T>(sizes: readonly T[]): T[] => [...sizes.slice(0, -2), sizes.at(-1)!, sizes.at(-2)!];
  return new Tensor(storage, turn(shape), turn(strides), offset);
}

/** One matrix, or one for each group. */
function matrices(groups: number, rows: number, columns: number): Shape {
  return groups === 1 ? [rows, columns] : [groups, rows, columns];
}

function multiply(device: Device, left: Tensor, right: Tensor, dtype: DType): Tensor {
  const shape = [...left.shape.slice(0, -1), right.shape.at(-1)!];
  const products = allocate(device, { shape, dtype });
  device.matmul(left, right, products);
  return products;
}

/** Filters as [groups, outputs / groups, channels / groups × taps]. */
function rowsOf(device: Device, filters: Tensor, groups: number): Tensor {
  const [outputs, ...taps] = filters.shape as FourSizes;
  return over(rowMajor(device, filters), matrices(groups, outputs / groups, taps[0]! * taps[1]! * taps[2]!));
}

/** An output's gradient as [groups, outputs / groups, batch × windows]. */
function gradientColumns(device: Device, gradient: Tensor, groups: number): Tensor {
  const [batch, outputs, height, width] = gradient.shape as FourSizes;
  return over(
    rowMajor(device, swapped(gradient)),
    matrices(groups, outputs / groups, batch * height * width),
  );
}

/** Every window's elements as a column: [groups, channels / groups × taps, batch × windows]. */
function columnsOf(device: Device, input: Tensor, settings: Convolution, windows: Shape): Tensor {
  const { low, high, filter, groups } = settings;
  const padded = allocate(device, { shape: paddedShape(input.shape, settings), dtype: input.dtype });
  const border = { low: [0, 0, ...low], high: [0, 0, ...high], interior: [0, 0, 0, 0], value: 0 };
  pad.run(device, [input], border, padded);
  const columns = rowMajor(device, windowsIn(padded, settings, windows));
  const [batch, channels] = input.shape as FourSizes;
  const count = batch * windows[0]! * windows[1]!;
  return over(columns, matrices(groups, (channels / groups) * filter[0] * filter[1], count));
}

function paddedShape([batch, channels, height, width]: Shape, { low, high }: Convolution): Shape {
  return [batch!, channels!, low[0] + height! + high[0], low[1] + width! + high[1]];
}

/** The view [channels, …taps, batch, …windows] of padded images. */
function windowsIn(padded: Tensor, { filter, strides, dilations }: Convolution, windows: Shape): Tensor {
  const [batch, channels] = padded.shape as FourSizes;
  const [image, plane, row, column] = padded.strides as FourSizes;
  return new Tensor(
    padded.storage,
    [channels, ...filter, batch, ...windows],
    [plane, row * dilations[0], column * dilations[1], image, row * strides[0], column * strides[1]],
    padded.offset,
  );
}

/** What all windows have at one tap. */
function atTap({ storage, shape, strides, offset }: Tensor, row: number, column: number): Tensor {
  const [channels, , , ...rest] = shape;
  const [plane, down, along, ...steps] = strides;
  return new Tensor(
    storage,
    [channels!, ...rest],
    [plane!, ...steps],
    offset + row * down! + column * along!,
  );
}

function rowMajor(device: Device, view: Tensor): Tensor {
  if (view.isContiguous()) return view;
  const copied = allocate(device, view);
  device.map(copy, [view], copied);
  return copied;
}
