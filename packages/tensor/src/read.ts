import { announceRead, dispatch, perform } from "./dispatch.js";
import { kinds, type TypedArray } from "./dtype.js";
import { ShapeError } from "./errors.js";
import { formatTensor } from "./format.js";
import { interceptor } from "./interceptor.js";
import { copy } from "./ops/pointwise.js";
import { showShape } from "./shape.js";
import type { Tensor } from "./tensor.js";

/** The elements of a read tensor, nested as its shape is; booleans for bool. */
export type NestedArray = number | boolean | NestedArray[];

function rowMajor(input: Tensor): Tensor {
  announceRead(input);
  return input.isContiguous() ? input : dispatch(copy, [input], { dtype: input.dtype });
}

function cut(input: Tensor, stored: TypedArray): TypedArray {
  return stored.slice(input.offset, input.offset + input.numel());
}

/** The elements row by row, in a typed array of their own: the one door through which every device can be read. */
export async function data(input: Tensor): Promise<TypedArray> {
  const source = rowMajor(input);
  return cut(source, await source.device.read(source.storage));
}

/** The elements at once. @throws DeviceError on WebGPU, which can only answer later: use `await x.data()`. */
export function dataSync(input: Tensor): TypedArray {
  return readNow(input, "dataSync");
}

/** The elements at once, for an operation that cannot do without them. @throws DeviceError on WebGPU, naming the operation. */
export function readNow(input: Tensor, operation: string): TypedArray {
  const source = rowMajor(input);
  return cut(source, source.device.readSync(source.storage, operation));
}

/**
 * The elements, for a check alone: recorders are not told, as no gradient depends on them. Null where the
 * device answers only later.
 */
export function peek(input: Tensor): TypedArray | null {
  if (input.device.name === "webgpu") return null;
  interceptor?.read(input);
  const source = input.isContiguous() ? input : perform(copy, [input], { dtype: input.dtype });
  return cut(source, source.device.readSync(source.storage, "peek"));
}

function nest(values: TypedArray, { shape, dtype }: Tensor): NestedArray {
  let position = 0;
  const level = (axis: number): NestedArray => {
    if (axis === shape.length) {
      const value = values[position++]!;
      return dtype === "bool" ? value !== 0 : value;
    }
    return Array.from({ length: shape[axis]! }, () => level(axis + 1));
  };
  return level(0);
}

/** The elements as nested arrays. @source torch.Tensor.tolist */
export async function array(input: Tensor): Promise<NestedArray> {
  return nest(await data(input), input);
}

/** The elements as nested arrays at once. @throws DeviceError on WebGPU: use `await x.array()`. */
export function arraySync(input: Tensor): NestedArray {
  return nest(readNow(input, "arraySync"), input);
}

function single(input: Tensor): void {
  announceRead(input);
  if (input.numel() !== 1) {
    throw new ShapeError({
      operation: "item",
      got: `${input.numel()} elements of shape ${showShape(input.shape)}`,
      expected: "exactly one",
      hint: "Try array(), or reduce it first, say with mean().",
    });
  }
}

/** The only element; true and false as 1 and 0. @throws ShapeError where there are more. @source torch.Tensor.item */
export async function item(input: Tensor): Promise<number> {
  single(input);
  return (await input.device.read(input.storage))[input.offset]!;
}

/** The only element at once. @throws DeviceError on WebGPU: use `await x.item()`. */
export function itemSync(input: Tensor): number {
  single(input);
  return input.device.readSync(input.storage, "itemSync")[input.offset]!;
}

/** What PyTorch prints. A tensor that cannot be read at once shows its shape and dtype. */
export function format(input: Tensor, suffix?: string): string {
  if (input.device.name === "webgpu") {
    return `tensor(…, shape=${showShape(input.shape)}, dtype=${input.dtype}, device=webgpu)`;
  }
  return formatTensor({
    data: dataSync(input),
    shape: input.shape,
    dtype: input.dtype,
    ...(suffix !== undefined && { suffix }),
  });
}

/** Bytes of the elements. */
export function nbytes(input: Tensor): number {
  return input.numel() * kinds[input.dtype].bytes;
}
