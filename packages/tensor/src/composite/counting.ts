import { arange, ones, zeros } from "../create.js";
import { isFloat, type TypedArray } from "../dtype.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { checkOptions, checkWhole } from "../options.js";
import { peek, readNow } from "../read.js";
import { sameShape, showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { clamp } from "./arithmetic.js";
import { eq, ge, le } from "./elementwise.js";
import { scatterAdd } from "./indexing.js";
import { logicalAnd } from "./logic.js";
import { flatten, unsqueeze } from "./movement.js";
import { amax, amin } from "./reduction.js";
import { requireFloat, requireNumber, requireVector, requireWhole } from "./requirements.js";

/** The largest number and 1 more; none may be below 0. */
function sizeOfValues(operation: string, values: TypedArray): number {
  if (values.length === 0) return 0;
  let largest = 0;
  for (const value of values) {
    if (value < 0) {
      throw new ArgumentError({ operation, got: `the number ${value}`, expected: "whole numbers from 0 up" });
    }
    largest = Math.max(largest, value);
  }
  return largest + 1;
}

export interface BincountOptions {
  /** What each element counts, whole numbers in float64; 1 unless said. */
  readonly weights?: Tensor;
  /** How long the result is at least. */
  readonly minlength?: number;
}

/**
 * How often each number from 0 up occurs in a vector.
 *
 * @throws DeviceError on WebGPU, DTypeError for floats.
 * @source torch.bincount
 * @example
 * tensor([0, 2, 2]).int().bincount() // [1, 0, 2]
 */
export function bincount(input: Tensor, options?: BincountOptions): Tensor {
  checkOptions("bincount", options, { weights: null, minlength: null });
  requireWhole("bincount", input);
  requireNumber("bincount", input);
  requireVector("bincount", input);
  const { weights, minlength = 0 } = options ?? {};
  checkWhole("bincount", "minlength", minlength, 0);
  if (weights !== undefined && !sameShape(weights.shape, input.shape)) {
    throw new ShapeError({
      operation: "bincount",
      got: `weights of shape ${showShape(weights.shape)} for ${input.numel()} numbers`,
      expected: "one weight for each",
    });
  }
  const { device } = input;
  const each =
    weights?.to(isFloat(weights.dtype) ? weights.dtype : "float64") ??
    ones(input.shape, { dtype: "int32", device });
  const counts = zeros([Math.max(sizeOfValues("bincount", readNow(input, "bincount")), minlength)], {
    dtype: each.dtype,
    device,
  });
  return scatterAdd(counts, 0, input, each);
}

/**
 * How many elements lie in each of `bins` intervals of one width from low to high, both included; without them from the
 * smallest element to the largest (which WebGPU refuses, as it reads them).
 *
 * @source torch.histc
 * @example
 * tensor([0, 1, 1, 2]).histc(3, 0, 3) // [1, 2, 1]
 */
export function histc(input: Tensor, bins = 100, low = 0, high = 0): Tensor {
  checkWhole("histc", "bins", bins, 1);
  if (!(low <= high)) {
    throw new ArgumentError({ operation: "histc", got: `${low} to ${high}`, expected: "low ≤ high" });
  }
  requireFloat("histc", input);
  const flat = flatten(input);
  const asked = low !== high || flat.numel() === 0;
  const [least, most] = asked
    ? [low, high]
    : [amin(flat), amax(flat)].map((each) => readNow(each, "histc")[0]!);
  if (!Number.isFinite(least) || !Number.isFinite(most)) {
    throw new ArgumentError({ operation: "histc", got: `${least} to ${most}`, expected: "a finite range" });
  }
  const [from, to] = least === most ? [least! - 1, most! + 1] : [least!, most!];
  const place = flat
    .sub(from)
    .mul(bins / (to - from))
    .floor();
  const isInside = logicalAnd(ge(flat, from), le(flat, to));
  const counts = zeros([bins], { dtype: input.dtype, device: input.device });
  return scatterAdd(counts, 0, clamp(place, 0, bins - 1).to("int32"), isInside.to(input.dtype));
}

/**
 * A 1 at the place that each element names along a new last axis, 0 elsewhere; as long as asked, or (which WebGPU refuses)
 * as the largest element needs.
 *
 * @throws DTypeError for floats; ArgumentError for a size below 1, and (but on WebGPU) for numbers outside 0 to size − 1.
 * @source torch.nn.functional.one_hot
 * @example
 * oneHot(tensor([1, 0], { dtype: "int32" })).arraySync() // [[0, 1], [1, 0]]
 */
export function oneHot(input: Tensor, numClasses = -1): Tensor {
  requireWhole("oneHot", input);
  requireNumber("oneHot", input);
  const found = numClasses === -1 ? readNow(input, "oneHot") : peek(input);
  const needed = found === null ? 0 : sizeOfValues("oneHot", found);
  const size = numClasses === -1 ? needed : numClasses;
  if (size >= 1 && size < needed) {
    throw new ArgumentError({
      operation: "oneHot",
      got: `the class ${needed - 1} of ${size}`,
      expected: `numbers from 0 to ${size - 1}`,
    });
  }
  if (!Number.isInteger(size) || size < 1) {
    throw new ArgumentError({
      operation: "oneHot",
      got: `${size} classes for a tensor of shape ${showShape(input.shape)}`,
      expected: "a whole number from 1 up",
    });
  }
  return eq(unsqueeze(input, -1), arange(size, { device: input.device })).to("int32");
}
