import { allocate } from "../allocate.js";
import type { Device } from "../backend/device.js";
import type { DType } from "../dtype.js";
import type { Shape } from "../shape.js";
import { Tensor } from "../tensor.js";
import { type Pair, type Windows, windowsOf } from "./convolution-windows.js";
import { pad } from "./indexing.js";
import { add, copy, eq, gt, lt, maximum, minimum, ne, where } from "./pointwise.js";
import { type KernelPrimitive, kernel } from "./primitive.js";

/**
 * Of every window the element that stands where `by` is largest in it, the first of equals, NaN above all.
 * values, by: […, height, width] → […, rows, columns]. Max pooling picks from `by` itself.
 */
export const pickLargest: KernelPrimitive<"pickLargest", Windows> = kernel("pickLargest", {
  infer: ([values], windows: Windows) => ({
    shape: [...values!.shape.slice(0, -2), ...windowsOf(windows)],
    dtype: values!.dtype,
  }),
  run(device, inputs, windows, output) {
    const [values, by] = inputs as readonly [Tensor, Tensor];
    if (device.runWhole?.({ primitive: pickLargest, inputs, attributes: windows, output })) return;
    const { choice, constant } = choose(device, by, windows);
    const padded = bordered(device, values, windows, 0);
    device.fill(Number.NEGATIVE_INFINITY, output);
    eachPlace(windows, (place, row, column) => {
      const hit = made(device, "bool", choice.shape);
      device.map(eq, [choice, constant(place)], hit);
      device.map(where, [hit, atPlace(padded, windows, row, column), output], output);
    });
  },
});

/** The adjoint of `pickLargest`: every window's value is added to the place where `by` is largest in it. */
export const spreadLargest: KernelPrimitive<"spreadLargest", Windows> = kernel("spreadLargest", {
  infer: ([values, by]) => ({ shape: by!.shape, dtype: values!.dtype }),
  run(device, inputs, windows: Windows, output) {
    const [values, by] = inputs as readonly [Tensor, Tensor];
    if (device.runWhole?.({ primitive: spreadLargest, inputs, attributes: windows, output })) return;
    const { choice, constant } = choose(device, by, windows);
    const padded = made(device, output.dtype, paddedShape(output.shape, windows));
    const none = made(device, output.dtype, []);
    device.fill(0, none);
    device.fill(0, padded);
    eachPlace(windows, (place, row, column) => {
      const hit = made(device, "bool", choice.shape);
      const piece = made(device, output.dtype, choice.shape);
      const target = atPlace(padded, windows, row, column);
      device.map(eq, [choice, constant(place)], hit);
      device.map(where, [hit, values, none], piece);
      device.map(add, [target, piece], target);
    });
    const [down, along] = padded.strides.slice(-2) as unknown as Pair;
    const start = padded.offset + windows.low[0] * down + windows.low[1] * along;
    device.map(copy, [new Tensor(padded.storage, output.shape, padded.strides, start)], output);
  },
});

/** The number of the place that each window's largest element has, row by row; and numbers as tensors to compare with. */
function choose(
  device: Device,
  by: Tensor,
  windows: Windows,
): { choice: Tensor; constant: (value: number) => Tensor } {
  const shape = [...by.shape.slice(0, -2), ...windowsOf(windows)];
  const constant = (value: number): Tensor => {
    const scalar = made(device, "int32", []);
    device.fill(value, scalar);
    return scalar;
  };
  const padded = bordered(device, by, windows, 0);
  const ones = made(device, "bool", by.shape);
  device.fill(1, ones);
  const inside = bordered(device, ones, windows, 0);
  const [choice, largest] = [made(device, "int32", shape), made(device, by.dtype, shape)];
  device.fill(-1, choice);
  device.fill(0, largest);
  const wins = made(device, "bool", shape);
  const also = made(device, "bool", shape);
  eachPlace(windows, (place, row, column) => {
    const candidate = atPlace(padded, windows, row, column);
    device.map(gt, [candidate, largest], wins);
    device.map(ne, [candidate, candidate], also);
    device.map(maximum, [wins, also], wins);
    device.map(lt, [choice, constant(0)], also);
    device.map(maximum, [wins, also], wins);
    device.map(minimum, [wins, atPlace(inside, windows, row, column)], wins);
    device.map(where, [wins, candidate, largest], largest);
    device.map(where, [wins, constant(place), choice], choice);
  });
  return { choice, constant };
}

function eachPlace({ filter }: Windows, visit: (place: number, row: number, column: number) => void): void {
  for (let row = 0; row < filter[0]; row++)
    for (let column = 0; column < filter[1]; column++) visit(row * filter[1] + column, row, column);
}

/** What all windows have at one place. */
function atPlace(padded: Tensor, windows: Windows, row: number, column: number): Tensor {
  const { strides, dilations } = windows;
  const [down, along] = padded.strides.slice(-2) as unknown as Pair;
  return new Tensor(
    padded.storage,
    [...padded.shape.slice(0, -2), ...windowsOf(windows)],
    [...padded.strides.slice(0, -2), down * strides[0], along * strides[1]],
    padded.offset + row * dilations[0] * down + column * dilations[1] * along,
  );
}

function made(device: Device, dtype: DType, shape: Shape): Tensor {
  return allocate(device, { shape, dtype });
}

function bordered(device: Device, input: Tensor, windows: Windows, value: number): Tensor {
  const { low, high } = windows;
  const padded = made(device, input.dtype, paddedShape(input.shape, windows));
  const none = new Array<number>(input.ndim - 2).fill(0);
  const border = {
    low: [...none, ...low],
    high: [...none, ...high],
    interior: [...none, 0, 0],
    value,
  };
  pad.run(device, [input], border, padded);
  return padded;
}

function paddedShape(shape: Shape, { low, high }: Windows): Shape {
  const [height, width] = shape.slice(-2) as unknown as Pair;
  return [...shape.slice(0, -2), low[0] + height + high[0], low[1] + width + high[1]];
}
