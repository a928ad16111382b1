import type { Device } from "./backend/device.js";
import { type DType, dtypes, isDType, isFloat } from "./dtype.js";
import { ArgumentError, DeviceError, DTypeError, ShapeError } from "./errors.js";
import { checkNumber, shown } from "./options.js";
import { listed, type Shape } from "./shape.js";

/** A shape as a list or size by size, and options behind it: `zeros([2, 3])`, `zeros(2, 3)`, `zeros(2, 3, { dtype })`. */
export type Sized<Options> =
  | readonly [shape: Shape, options?: Options]
  | readonly number[]
  | readonly [...sizes: number[], options: Options];

/** What was given as shape and as options. */
export function sized<Options extends object>(
  given: readonly (number | Shape | Options | undefined)[],
): { shape: Shape; options: Options | undefined } {
  const isOptions = (each: unknown): each is Options => typeof each === "object" && !Array.isArray(each);
  const sizes = given.filter((each): each is number | Shape => each !== undefined && !isOptions(each));
  return { shape: listed(sizes), options: given.find(isOptions) };
}

export function checkShape(operation: string, shape: Shape): void {
  if (Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size >= 0)) return;
  throw new ShapeError({
    operation,
    got: `shape ${shown(shape)}`,
    expected: "whole numbers from 0 up",
    ...(!/eye|perm|fromData/.test(operation) && {
      hint: `Try ${operation === "full" ? "full([2, 3], value)" : `${operation}([2, 3])`} for two rows of three.`,
    }),
  });
}

const stand: Readonly<Record<string, DType>> = {
  int64: "int32",
  long: "int32",
  int16: "int32",
  int8: "int32",
};

/** Refuses dtypes and devices that there are not, naming those that there are. */
export function checkPlace(operation: string, dtype: unknown, device: Device | undefined): void {
  if (!isDType(dtype)) {
    const nearest = stand[String(dtype)] ?? "float32";
    throw new DTypeError({
      operation,
      got: `dtype ${shown(dtype)}`,
      expected: dtypes.join(", "),
      hint: `Try "${nearest}".`,
    });
  }
  if (device === undefined || (typeof device === "object" && device !== null)) return;
  refuseDevice(operation, device);
}

/** Says which devices there are to one who names one by a word. */
export function refuseDevice(operation: string, device: unknown): never {
  throw new DeviceError({
    operation,
    got: `device ${shown(device)}`,
    expected: "a device itself: cpu, or what webgpu() of @mnist/tensor/webgpu answers",
  });
}

const ranges: { readonly [D in DType]?: readonly [number, number] } = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint8: [-255, 255],
};

/** Refuses a number that an integer dtype cannot hold, and what is none. */
export function checkHolds(operation: string, dtype: DType, value: number): void {
  checkNumber(operation, "", value);
  const range = isFloat(dtype) ? undefined : ranges[dtype];
  if (range === undefined || (value >= range[0] && value <= range[1])) return;
  throw new ArgumentError({
    operation,
    got: `${value} for dtype ${dtype}`,
    expected: `a number from ${range[0]} to ${range[1]}`,
  });
}

export function checkNormal(operation: string, mean: number, std: number): void {
  checkNumber(operation, "mean", mean);
  if (std >= 0) return;
  throw new ArgumentError({
    operation,
    got: `a standard deviation of ${std}`,
    expected: "a number from 0 up",
  });
}
