import type { Device } from "./backend/device.js";
import { selectedDevice } from "./backend/select-device.js";
import { dispatch } from "./dispatch.js";
import { type DType, isFloat, kinds, type TypedArray } from "./dtype.js";
import { ArgumentError, DTypeError, ShapeError } from "./errors.js";
import { checkHolds, checkNormal, checkPlace, checkShape, type Sized, sized } from "./given.js";
import { interceptor } from "./interceptor.js";
import { rowMajorStrides } from "./layout.js";
import { asElement, full as fullPrimitive, random } from "./ops/source.js";
import { checkNumber, checkOptions, checkWhole } from "./options.js";
import { fillNormal, fillRand, fillRandint, randperm as permutation } from "./random/distributions.js";
import { defaultGenerator, type Generator } from "./random/generator.js";
import { type Shape, sizeOf } from "./shape.js";
import { Tensor } from "./tensor.js";

export interface TensorOptions {
  /** float32 unless said otherwise. */
  readonly dtype?: DType;
  /** The default device unless said otherwise. */
  readonly device?: Device;
}

const places = { dtype: null, device: null };
const randomPlaces = { ...places, generator: null };

export interface RandomOptions extends TensorOptions {
  /** Where the numbers come from; the stream that `manualSeed` sets unless said otherwise. */
  readonly generator?: Generator;
}

/**
 * A tensor over values already laid out row by row. The values are copied.
 *
 * @throws ShapeError where the shape does not hold as many elements as there are values.
 * @source torch.from_numpy, but for the copy
 */
export function fromData(data: ArrayLike<number>, shape: Shape, options: TensorOptions = {}): Tensor {
  const { dtype = dtypeOf(data), device = selectedDevice() } = options;
  checkPlace("fromData", dtype, device);
  checkShape("fromData", shape);
  const length = sizeOf(shape);
  if (length !== data.length) {
    throw new ShapeError({
      operation: "fromData",
      got: `${data.length} values for shape [${shape.join(", ")}]`,
      expected: `${length} values`,
    });
  }
  const storage = device.allocate(dtype, length, "tensor");
  device.write(storage, toArray(data, dtype));
  const made = new Tensor(storage, shape, rowMajorStrides(shape), storage.start, "fresh");
  interceptor?.given(made);
  return made;
}

/** The same without a copy, where the device can: for large data that nobody changes any more. */
export function adopt(data: TypedArray, shape: Shape, options: TensorOptions = {}): Tensor {
  const { dtype = dtypeOf(data), device = selectedDevice() } = options;
  const fits = data instanceof kinds[dtype].array && data.length === sizeOf(shape);
  if (!fits || device.adopt === undefined) return fromData(data, shape, options);
  const storage = device.adopt(dtype, data);
  return new Tensor(storage, shape, rowMajorStrides(shape), storage.start, "fresh");
}

/** The dtype that holds what an array does. */
export function dtypeOf(data: ArrayLike<number>): DType {
  if (data instanceof Float64Array) return "float64";
  if (data instanceof Int32Array) return "int32";
  return data instanceof Uint8Array || data instanceof Uint8ClampedArray ? "uint8" : "float32";
}

function toArray(data: ArrayLike<number>, dtype: DType): TypedArray {
  if (data instanceof kinds[dtype].array && dtype !== "bool") return data as TypedArray;
  // Not by from(), which asks an iterator for each.
  const array = new kinds[dtype].array(data.length);
  if (dtype !== "bool") array.set(data);
  else for (let i = 0; i < data.length; i++) array[i] = asElement(dtype, data[i]!);
  return array;
}

/** Every element `value`. @throws ArgumentError where the dtype cannot hold it. @source torch.full */
export function full(shape: Shape, value: number, options?: TensorOptions): Tensor {
  return filled("full", shape, value, options);
}

function filled(operation: string, shape: Shape, value: number, options: TensorOptions = {}): Tensor {
  checkOptions(operation, options, places);
  const { dtype = "float32", device } = options;
  checkShape(operation, shape);
  checkPlace(operation, dtype, device);
  checkHolds(operation, dtype, value);
  return dispatch(fullPrimitive, [], { shape, dtype, device, value });
}

/**
 * Every element 0.
 *
 * @source torch.zeros
 * @example
 * zeros(2, 3).shape // [2, 3]
 */
export function zeros(...given: Sized<TensorOptions>): Tensor {
  const { shape, options } = sized(given);
  return filled("zeros", shape, 0, options);
}

/**
 * Every element 1.
 *
 * @source torch.ones
 * @example
 * ones([2]) // [1, 1]
 */
export function ones(...given: Sized<TensorOptions>): Tensor {
  const { shape, options } = sized(given);
  return filled("ones", shape, 1, options);
}

const like = (input: Tensor, options: TensorOptions): TensorOptions => ({
  dtype: input.dtype,
  device: input.device,
  ...options,
});

/** Elements that are to be set later; they are 0 until then. @source torch.empty */
export function empty(...given: Sized<TensorOptions>): Tensor {
  const { shape, options } = sized(given);
  return filled("empty", shape, 0, options);
}

/** Elements that are to be set later, shape, dtype and device as `input`'s. @source torch.empty_like */
export function emptyLike(input: Tensor, options: TensorOptions = {}): Tensor {
  return filled("emptyLike", input.shape, 0, like(input, options));
}

/** Every element 0, shape, dtype and device as `input`'s. @source torch.zeros_like */
export function zerosLike(input: Tensor, options: TensorOptions = {}): Tensor {
  return filled("zerosLike", input.shape, 0, like(input, options));
}

/** Every element 1, shape, dtype and device as `input`'s. @source torch.ones_like */
export function onesLike(input: Tensor, options: TensorOptions = {}): Tensor {
  return filled("onesLike", input.shape, 1, like(input, options));
}

/** Every element `value`, shape, dtype and device as `input`'s. @source torch.full_like */
export function fullLike(input: Tensor, value: number, options: TensorOptions = {}): Tensor {
  return filled("fullLike", input.shape, value, like(input, options));
}

/**
 * start, start + step, … up to but not including end; int32 where all three are whole numbers, as PyTorch's int64.
 *
 * @throws ArgumentError where step leads away from end, or is 0.
 * @source torch.arange
 * @example
 * arange(3).arraySync() // [0, 1, 2]
 */
export function arange(end: number, options?: TensorOptions): Tensor;
export function arange(start: number, end: number, step?: number, options?: TensorOptions): Tensor;
export function arange(
  first: number,
  second?: number | TensorOptions,
  step = 1,
  options: TensorOptions = {},
): Tensor {
  const [start, end] = typeof second === "number" ? [first, second] : [0, first];
  const settings = typeof second === "object" ? second : options;
  checkNumber("arange", "start", start);
  checkNumber("arange", "end", second === undefined || typeof second === "object" ? end : second);
  checkNumber("arange", "step", step);
  if (step === 0 || (end - start) * step < 0) {
    throw new ArgumentError({
      operation: "arange",
      got: `step ${step} from ${start} to ${end}`,
      expected: "a step other than 0 that leads from start to end",
      ...(step !== 0 && { hint: `Try arange(${start}, ${end}, ${-step}).` }),
    });
  }
  const count = Math.ceil((end - start) / step);
  if (!Number.isFinite(count) || count > 2 ** 32) {
    throw new ArgumentError({
      operation: "arange",
      got: `${start} to ${end} by ${step}`,
      expected: "finite numbers, and no more of them than memory holds",
    });
  }
  const whole = [start, end, step].every(Number.isInteger);
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = start + i * step;
  return fromData(values, [count], { ...settings, dtype: settings.dtype ?? (whole ? "int32" : "float32") });
}

/** Counted from both ends, so that the last number is `end` itself. */
function evenly(operation: string, start: number, end: number, steps: number): Float64Array {
  checkWhole(operation, "steps", steps, 0);
  checkNumber(operation, "start", start);
  checkNumber(operation, "end", end);
  const step = (end - start) / Math.max(steps - 1, 1);
  const values = new Float64Array(steps);
  for (let i = 0; i < steps; i++) values[i] = i < steps / 2 ? start + i * step : end - (steps - 1 - i) * step;
  if (steps === 1) values[0] = start;
  return values;
}

/** `steps` numbers from start to end, both included, at equal distances. @source torch.linspace */
export function linspace(start: number, end: number, steps: number, options: TensorOptions = {}): Tensor {
  return fromData(evenly("linspace", start, end, steps), [steps], { dtype: "float32", ...options });
}

/** `steps` numbers from base^start to base^end, at equal ratios. @source torch.logspace */
export function logspace(
  start: number,
  end: number,
  steps: number,
  base = 10,
  options: TensorOptions = {},
): Tensor {
  const values = evenly("logspace", start, end, steps).map((exponent) => base ** exponent);
  return fromData(values, [steps], { dtype: "float32", ...options });
}

/** The identity matrix: ones on the diagonal of [rows, columns]. @source torch.eye */
export function eye(rows: number, columns = rows, options: TensorOptions = {}): Tensor {
  checkShape("eye", [rows, columns]);
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = 1;
  return fromData(values, [rows, columns], options);
}

type Draw = (out: Float32Array | Float64Array, generator: Generator) => void;

function drawFloats(operation: string, shape: Shape, options: RandomOptions = {}, draw: Draw): Tensor {
  checkOptions(operation, options, randomPlaces);
  const { dtype = "float32", device, generator = defaultGenerator } = options;
  checkShape(operation, shape);
  checkPlace(operation, dtype, device);
  if (!isFloat(dtype)) {
    throw new DTypeError({ operation, got: `dtype ${dtype}`, expected: "float32 or float64" });
  }
  return dispatch(random, [], {
    shape,
    dtype,
    device,
    draw: (out) => draw(out as Float32Array | Float64Array, generator),
  });
}

/** Uniform numbers in [0, 1), PyTorch's own for the same seed. @source torch.rand */
export function rand(...given: Sized<RandomOptions>): Tensor {
  const { shape, options } = sized(given);
  return drawFloats("rand", shape, options, fillRand);
}

/** Normal numbers of mean 0 and deviation 1, PyTorch's own for the same seed. @source torch.randn */
export function randn(...given: Sized<RandomOptions>): Tensor {
  const { shape, options } = sized(given);
  return drawNormal("randn", shape, options);
}

/** Normal numbers of the given mean and deviation. @source torch.normal */
export function normal(mean: number, std: number, shape: Shape, options: RandomOptions = {}): Tensor {
  checkNormal("normal", mean, std);
  return drawNormal("normal", shape, options, mean, std);
}

export function drawNormal(
  operation: string,
  shape: Shape,
  options: RandomOptions | undefined,
  mean = 0,
  std = 1,
  inTurn = false,
): Tensor {
  return drawFloats(operation, shape, options, (out, generator) =>
    fillNormal(out, generator, mean, std, inTurn),
  );
}

const wholeRanges: { readonly [D in DType]?: readonly [number, number] } = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint8: [0, 255],
  bool: [0, 1],
};

/** Whole numbers from low (0) up to but not including high, PyTorch's own for the same seed. @source torch.randint */
export function randint(high: number, shape: Shape, options?: RandomOptions): Tensor;
export function randint(low: number, high: number, shape: Shape, options?: RandomOptions): Tensor;
export function randint(
  first: number,
  second: number | Shape,
  third: Shape | RandomOptions = {},
  fourth: RandomOptions = {},
): Tensor {
  const [low, high, shape] =
    typeof second === "number" ? [first, second, third as Shape] : [0, first, second];
  const options = typeof second === "number" ? fourth : (third as RandomOptions);
  checkOptions("randint", options, randomPlaces);
  const { dtype = "int32", device, generator = defaultGenerator } = options;
  checkShape("randint", shape);
  checkPlace("randint", dtype, device);
  if (!(low < high)) {
    throw new ArgumentError({
      operation: "randint",
      got: `low ${low} and high ${high}`,
      expected: "low < high, which itself is never drawn",
    });
  }
  const [least, most] = wholeRanges[dtype] ?? [low, high];
  if (low < least || high - 1 > most) {
    throw new ArgumentError({
      operation: "randint",
      got: `${low} to ${high - 1} for dtype ${dtype}`,
      expected: `numbers from ${least} to ${most}`,
    });
  }
  const draw = (out: TypedArray): void => fillRandint(out, low, high, generator);
  return dispatch(random, [], { shape, dtype, device, draw });
}

/** The numbers 0 … n − 1 shuffled, in PyTorch's own order for the same seed. @source torch.randperm */
export function randperm(n: number, options: RandomOptions = {}): Tensor {
  checkShape("randperm", [n]);
  checkOptions("randperm", options, randomPlaces);
  const { dtype = "int32", device, generator = defaultGenerator } = options;
  checkPlace("randperm", dtype, device);
  checkHolds("randperm", dtype, n - 1);
  return dispatch(random, [], {
    shape: [n],
    dtype,
    device,
    draw: (out) => out.set(permutation(n, generator)),
  });
}
