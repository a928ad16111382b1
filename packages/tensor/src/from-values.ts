import { selectedDevice } from "./backend/select-device.js";
import { dtypeOf, fromData, type TensorOptions } from "./create.js";
import { type DType, promoteTypes, type TypedArray } from "./dtype.js";
import { ArgumentError, ShapeError } from "./errors.js";
import { checkHolds, checkPlace } from "./given.js";
import { checkOptions, shown } from "./options.js";
import { readNow } from "./read.js";
import { Tensor } from "./tensor.js";

/** Numbers, booleans, typed arrays or tensors nested to any depth, every level of one length. */
export type Nested = number | boolean | TypedArray | Tensor | readonly Nested[];

/**
 * A tensor of nested arrays. Numbers make float32, booleans alone bool, typed arrays and tensors what they are, unless
 * `dtype` says otherwise. The values are copied.
 *
 * @throws ShapeError where rows of one level differ in length; ArgumentError for a value that is no number.
 * @source torch.tensor
 * @example
 * tensor([[1, 2], [3, 4]]).shape // [2, 2]
 */
export function tensor(values: Nested, options: TensorOptions = {}): Tensor {
  checkOptions("tensor", options, { dtype: null, device: null });
  if (options.dtype !== undefined) checkPlace("tensor", options.dtype, options.device);
  if (ArrayBuffer.isView(values)) return fromData(values, [values.length], options);
  const shape = shapeOf(values);
  const parts: ArrayLike<number>[] = [];
  let found: DType | null = null;
  const meet = (dtype: DType): void => {
    found = found === null ? dtype : promoteTypes(found, dtype);
  };
  const walk = (value: Nested, depth: number): void => {
    if (value instanceof Tensor) {
      meet(value.dtype);
      parts.push(readNow(value, "tensor"));
      requireShape(value.shape, shape, depth);
    } else if (ArrayBuffer.isView(value)) {
      meet(dtypeOf(value));
      parts.push(value);
      requireShape([value.length], shape, depth);
    } else if (Array.isArray(value)) {
      if (value.length !== shape[depth]) refuse(`a list of ${value.length}`, shape, depth);
      if (depth + 1 === shape.length && areNumbers(value)) {
        if (value.length > 0) meet("float32");
        parts.push(value);
      } else for (const each of value) walk(each, depth + 1);
    } else {
      if (typeof value !== "number" && typeof value !== "boolean") refuseValue(value);
      if (depth < shape.length) refuse("a number", shape, depth);
      meet(typeof value === "boolean" ? "bool" : "float32");
      parts.push([Number(value)]);
    }
  };
  walk(values, 0);
  const dtype = options.dtype ?? found ?? "float32";
  const flat = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    flat.set(part, end);
    end += part.length;
  }
  if (dtype === "int32" || dtype === "uint8")
    for (const value of flat) checkHolds("tensor", dtype, Math.trunc(value));
  return fromData(flat, shape, { device: selectedDevice(), ...options, dtype });
}

/** Whether all are numbers; a gap in a list is none. */
function areNumbers(values: readonly Nested[]): values is readonly number[] {
  for (const each of values) if (typeof each !== "number") return false;
  return true;
}

/** The sizes along the first of everything. */
function shapeOf(values: Nested): number[] {
  if (values instanceof Tensor) return [...values.shape];
  if (ArrayBuffer.isView(values)) return [values.length];
  if (!Array.isArray(values)) return [];
  const first: Nested | undefined = values[0];
  return [values.length, ...(first === undefined ? [] : shapeOf(first))];
}

function requireShape(inner: readonly number[], shape: readonly number[], depth: number): void {
  if (inner.join() !== shape.slice(depth).join()) refuse(`one of shape [${inner.join(", ")}]`, shape, depth);
}

function refuse(got: string, shape: readonly number[], depth: number): never {
  throw new ShapeError({
    operation: "tensor",
    got: `${got} at depth ${depth}`,
    expected:
      depth < shape.length
        ? `a list of ${shape[depth]}, as the others there`
        : "a number, as the others there",
  });
}

function refuseValue(value: unknown): never {
  throw new ArgumentError({
    operation: "tensor",
    got: shown(value),
    expected: "numbers, booleans, typed arrays or tensors, in lists as deep as it has axes",
  });
}
