import { fromData } from "../create.js";
import { ShapeError } from "../errors.js";
import { checkOptions } from "../options.js";
import { readNow } from "../read.js";
import { showShape, wrapAxis } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { indexSelect } from "./indexing.js";
import { flatten } from "./movement.js";
import { movedim } from "./rearranging.js";

/** The different values of a tensor, and where they stand. */
export interface Unique {
  readonly values: Tensor;
  /** For each element of the tensor, which of the values it is. */
  readonly inverse: Tensor;
  readonly counts: Tensor;
}

export interface UniqueOptions {
  /** The axis whose slices are compared; all elements one by one unless said. */
  readonly dim?: number;
}

/**
 * The different elements, or slices along `dim`, in ascending order.
 *
 * @throws DeviceError on WebGPU.
 * @source torch.unique
 * @example
 * tensor([3, 1, 3]).unique().values // [1, 3]
 */
export function unique(input: Tensor, options?: UniqueOptions): Unique {
  return distinct("unique", input, options, true);
}

/**
 * Each run of equal elements (or slices along `dim`) once.
 *
 * @throws DeviceError on WebGPU.
 * @source torch.unique_consecutive
 * @example
 * tensor([1, 1, 2, 1]).uniqueConsecutive().counts // [2, 1, 1]
 */
export function uniqueConsecutive(input: Tensor, options?: UniqueOptions): Unique {
  return distinct("uniqueConsecutive", input, options, false);
}

/** Each run of equal elements or slices once, in ascending order or as they come. */
function distinct(
  operation: string,
  input: Tensor,
  options: UniqueOptions | undefined,
  sorted: boolean,
): Unique {
  checkOptions(operation, options, { dim: null });
  const dim = options?.dim;
  const from = dim === undefined ? flatten(input) : input;
  const axis = wrapAxis(dim ?? 0, from.ndim, operation);
  if (from.shape.some((size, other) => size === 0 && other !== axis)) {
    throw new ShapeError({
      operation,
      got: `dim ${dim} of a tensor of shape ${showShape(input.shape)}`,
      expected: "slices that have elements",
    });
  }
  const count = from.shape[axis]!;
  const { order, isNew } = slicesOf(operation, movedim(from, axis, 0), sorted);
  const [kept, counts]: [number[], number[]] = [[], []];
  const inverse = new Int32Array(count);
  for (let i = 0, first = 0; i < count; i++) {
    const place = order[i]!;
    if (i === 0 || isNew(order[first]!, place)) {
      if (i > 0) counts.push(i - first);
      first = i;
      kept.push(place);
    }
    inverse[place] = kept.length - 1;
    if (i === count - 1) counts.push(count - first);
  }
  const { device } = input;
  const vector = (values: number[]) => fromData(Int32Array.from(values), [values.length], { device });
  return {
    values: indexSelect(from, axis, vector(kept)),
    inverse: fromData(inverse, dim === undefined ? input.shape : [count], { device }),
    counts: vector(counts),
  };
}

/** The slices of the first axis in ascending order, element by element, or as they come; and whether two differ. */
function slicesOf(operation: string, input: Tensor, sorted: boolean) {
  const count = input.shape[0]!;
  const width = input.numel() / Math.max(count, 1);
  const values = readNow(input, operation);
  const compare = (a: number, b: number): number => {
    for (let i = 0; i < width; i++) {
      const [x, y] = [values[a * width + i]!, values[b * width + i]!];
      if (x !== y) return x - y;
    }
    return 0;
  };
  if (sorted && width === 1) {
    const isNew = (a: number, b: number): boolean => values[a] !== values[b];
    return { order: readNow(flatten(input).argsort(0), operation), isNew };
  }
  const isNew = (a: number, b: number): boolean => compare(a, b) !== 0;
  const places = Array.from({ length: count }, (_, place) => place);
  return { order: sorted ? places.sort((a, b) => compare(a, b) || a - b) : places, isNew };
}
