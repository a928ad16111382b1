import type { Convolution } from "../../../ops/convolution-windows.js";
import type { ImageLayout } from "./convolution-instructions.js";

/** Four axes of float32 elements in linear memory; strides in elements. */
export interface Grid {
  readonly address: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

export type Four = readonly [number, number, number, number];

export type LaidShape = Pick<ImageLayout, "top" | "left" | "rows" | "phases" | "pitch">;

/** The input with its border, columns sorted by what the stride leaves of them. */
export function inputLayout({ input, low, high, strides }: Convolution): LaidShape {
  return {
    top: low[0],
    left: low[1],
    rows: low[0] + input[0] + high[0],
    phases: strides[1],
    pitch: Math.ceil((low[1] + input[1] + high[1]) / strides[1]),
  };
}

/** An output's gradient with a border as wide as a filter reaches back, and as far as the input reaches. */
export function gradientLayout({ input, filter, low, strides, dilations }: Convolution): LaidShape {
  const reach = (axis: 0 | 1) => Math.floor(((filter[axis] - 1) * dilations[axis]) / strides[axis]);
  const length = (axis: 0 | 1) => reach(axis) + Math.floor((input[axis] - 1 + low[axis]) / strides[axis]) + 1;
  return { top: reach(0), left: reach(1), rows: length(0), phases: 1, pitch: length(1) };
}

export function layoutOf({ address, shape, strides }: Grid, laid: LaidShape): ImageLayout {
  const [, channels, height, width] = shape as Four;
  const [image, channel, row, column] = strides.map((stride) => stride * 4) as unknown as Four;
  const source = { source: address, imageStride: image, channelStride: channel, rowStride: row };
  return { ...source, columnStride: column, channels, height, width, ...laid };
}

/** Calls `visit` for each element of a window over some channels. */
export function eachPlace<T>(
  channels: number,
  { filter }: Convolution,
  visit: (channel: number, row: number, column: number) => T,
): T[] {
  const places: T[] = [];
  for (let channel = 0; channel < channels; channel++)
    for (let row = 0; row < filter[0]; row++)
      for (let column = 0; column < filter[1]; column++) places.push(visit(channel, row, column));
  return places;
}

/** Where a window's elements lie in the laid-out input, in bytes from its first. */
export function placesInInput(
  channels: number,
  settings: Convolution,
  { rows, phases, pitch }: LaidShape,
): number[] {
  const { dilations, strides } = settings;
  return eachPlace(channels, settings, (channel, row, column) => {
    const x = column * dilations[1];
    const line = channel * rows + row * dilations[0];
    return ((line * phases + (x % strides[1])) * pitch + Math.floor(x / strides[1])) * 4;
  });
}
