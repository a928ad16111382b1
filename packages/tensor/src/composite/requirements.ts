import { type DType, isFloat } from "../dtype.js";
import { DTypeError, ShapeError } from "../errors.js";
import { promoteTensors } from "../ops/pointwise-row.js";
import { requireTensor } from "../require-tensor.js";
import { showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";

function refuse(operation: string, got: DType, expected: string, hint: string): never {
  throw new DTypeError({ operation, got: `a tensor of dtype ${got}`, expected, hint });
}

/** Refuses integers and truths where PyTorch has a function for floats alone. */
export function requireFloat(operation: string, ...inputs: readonly Tensor[]): void {
  requireTensor(operation, ...inputs);
  const other = inputs.find(({ dtype }) => !isFloat(dtype));
  if (other !== undefined) refuse(operation, other.dtype, "a float", 'Try x.to("float32").');
}

/** The same for functions that promote their operands first. */
export function requireSomeFloat(operation: string, ...inputs: readonly Tensor[]): void {
  requireTensor(operation, ...inputs);
  if (!inputs.some(({ dtype }) => isFloat(dtype))) requireFloat(operation, ...inputs);
}

/** Refuses floats, whose bits and counts mean nothing. */
export function requireWhole(operation: string, ...inputs: readonly Tensor[]): void {
  requireTensor(operation, ...inputs);
  const float = inputs.find(({ dtype }) => isFloat(dtype));
  if (float !== undefined) refuse(operation, float.dtype, "whole numbers", 'Try x.to("int32").');
}

/** Refuses floats, and truths, of which none is all of them. */
export function requireInteger(operation: string, ...inputs: readonly Tensor[]): void {
  requireWhole(operation, ...inputs);
  if (inputs.every(({ dtype }) => dtype === "bool")) requireNumber(operation, ...inputs);
}

/** Refuses truths, which have no order and no size. */
export function requireNumber(operation: string, ...inputs: readonly Tensor[]): void {
  requireTensor(operation, ...inputs);
  if (inputs.some(({ dtype }) => dtype === "bool")) refuse(operation, "bool", "numbers", "Try x.int().");
}

/** Refuses masks that say neither true nor false. */
export function requireMask(operation: string, mask: Tensor): void {
  requireTensor(operation, mask);
  if (mask.dtype === "bool" || mask.dtype === "uint8") return;
  refuse(operation, mask.dtype, "bool", "Try a comparison, as in x.ne(0).");
}

/** Refuses tensors of several dtypes where PyTorch promotes none of them. */
export function requireAlike(operation: string, first: Tensor, ...others: readonly Tensor[]): void {
  requireTensor(operation, first, ...others);
  const odd = others.find(({ dtype }) => dtype !== first.dtype);
  if (odd === undefined) return;
  throw new DTypeError({
    operation,
    got: `${first.dtype} and ${odd.dtype}`,
    expected: "tensors of one dtype",
    hint: `Try to("${isFloat(odd.dtype) ? odd.dtype : first.dtype}") on one of them.`,
  });
}

/** Refuses tensors of more or fewer axes than one. */
export function requireVector(operation: string, input: Tensor): void {
  if (input.ndim === 1) return;
  throw new ShapeError({
    operation,
    got: `a tensor of shape ${showShape(input.shape)}`,
    expected: "a vector",
  });
}

/** Both in the dtype that they meet in, for what is computed of each before they meet. */
export function inCommonType(a: Tensor, b: Tensor): [Tensor, Tensor] {
  const dtype = promoteTensors([a, b]);
  return [a.to(dtype), b.to(dtype)];
}

/** Whole numbers and truths as float32, in which PyTorch computes what has no whole result. */
export function inFloat(input: Tensor): Tensor {
  return isFloat(input.dtype) ? input : input.to("float32");
}
