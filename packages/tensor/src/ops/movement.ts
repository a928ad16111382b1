import { ShapeError } from "../errors.js";
import { broadcastStrides, reshapeStrides, rowMajorStrides } from "../layout.js";
import { type Shape, showShape } from "../shape.js";
import { view } from "./primitive.js";

/** The same elements in row-major order under another shape. */
export const reshape = view("reshape", (input, { shape }: { shape: Shape }) => {
  const strides = input.isContiguous() ? rowMajorStrides(shape) : reshapeStrides(input, shape);
  if (strides === null) {
    throw new ShapeError({
      operation: "view",
      got: `shape ${showShape(shape)} for a tensor of shape ${showShape(input.shape)} and strides ${showShape(input.strides)}`,
      expected: "axes that already lie together in memory",
      hint: "Try reshape, which copies where it must.",
    });
  }
  return { shape, strides, offset: input.offset };
});

/** Axes in another order: output axis i is input axis dims[i]. */
export const permute = view("permute", (input, { dims }: { dims: readonly number[] }) => ({
  shape: dims.map((dim) => input.shape[dim]!),
  strides: dims.map((dim) => input.strides[dim]!),
  offset: input.offset,
}));

function stretchesTo(from: Shape, to: Shape): boolean {
  const lead = to.length - from.length;
  return lead >= 0 && from.every((size, axis) => size === 1 || size === to[axis + lead]);
}

/** Axes of size 1 stretched, and new ones put in front, by a stride of 0. */
export const expand = view("expand", (input, { shape }: { shape: Shape }) => {
  if (!stretchesTo(input.shape, shape)) {
    throw new ShapeError({
      operation: "expand",
      got: `shape ${showShape(shape)} for a tensor of shape ${showShape(input.shape)}`,
      expected: "sizes that differ from the tensor's only where it has 1",
      hint: "Try unsqueeze first, to make the axis that is to be stretched.",
    });
  }
  return { shape, strides: broadcastStrides(input, shape), offset: input.offset };
});

export interface Slice {
  readonly dim: number;
  readonly start: number;
  /** Elements taken. */
  readonly length: number;
  readonly step: number;
}

/** Every `step`-th element of one axis from `start` on. */
export const slice = view("slice", (input, { dim, start, length, step }: Slice) => ({
  shape: input.shape.with(dim, length),
  strides: input.strides.with(dim, input.strides[dim]! * step),
  offset: length === 0 ? input.offset : input.offset + start * input.strides[dim]!,
}));

/** One position of an axis, which goes away. */
export const select = view("select", (input, { dim, index }: { dim: number; index: number }) => ({
  shape: dim === 0 ? input.shape.slice(1) : input.shape.toSpliced(dim, 1),
  strides: dim === 0 ? input.strides.slice(1) : input.strides.toSpliced(dim, 1),
  offset: input.offset + index * input.strides[dim]!,
}));

/** Elements (i, i + offset) of two axes, which go away; the diagonal becomes the last axis. */
export const diagonal = view(
  "diagonal",
  (input, { offset, dims: [row, column] }: { offset: number; dims: readonly [number, number] }) => {
    const [rows, columns] = [input.shape[row]!, input.shape[column]!];
    const [firstRow, firstColumn] = [Math.max(-offset, 0), Math.max(offset, 0)];
    const length = Math.max(Math.min(rows - firstRow, columns - firstColumn), 0);
    const [down, across] = [input.strides[row]!, input.strides[column]!];
    const isKept = (_: number, axis: number): boolean => axis !== row && axis !== column;
    return {
      shape: [...input.shape.filter(isKept), length],
      strides: [...input.strides.filter(isKept), down + across],
      offset: length === 0 ? input.offset : input.offset + firstRow * down + firstColumn * across,
    };
  },
);

/** Axes read backwards. */
export const flip = view("flip", (input, { dims }: { dims: readonly number[] }) => ({
  shape: input.shape,
  strides: input.strides.map((stride, axis) => (dims.includes(axis) ? -stride : stride)),
  offset: dims.reduce(
    (offset, dim) => offset + Math.max(input.shape[dim]! - 1, 0) * input.strides[dim]!,
    input.offset,
  ),
}));

/** Windows of `size` elements, `dilation` apart, every `step` along `dim`; the window becomes the last axis. */
export const unfold = view(
  "unfold",
  (input, { dim, size, step, dilation }: { dim: number; size: number; step: number; dilation: number }) => {
    const stride = input.strides[dim]!;
    const windows = Math.floor((input.shape[dim]! - dilation * (size - 1) - 1) / step) + 1;
    return {
      shape: [...input.shape.with(dim, windows), size],
      strides: [...input.strides.with(dim, stride * step), stride * dilation],
      offset: input.offset,
    };
  },
);

/** The same tensor, at which gradients stop. */
export const detach = view("detach", (input, _attributes: Record<never, never>) => input);
