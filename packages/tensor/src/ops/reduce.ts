import type { DType } from "../dtype.js";
import { ShapeError } from "../errors.js";
import type { Shape } from "../shape.js";
import { showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import type { KernelPrimitive } from "./primitive.js";
import type { ArgReductionRow, ReductionRow } from "./row.js";

export interface ReduceAttributes {
  /** Ascending. */
  readonly dims: readonly number[];
  readonly keepdim: boolean;
}

type Rules = Omit<ReductionRow, "name">;

/** Folds the elements along some axes into one. */
export interface Reduction<Name extends string = string>
  extends KernelPrimitive<Name, ReduceAttributes>,
    ReductionRow {
  readonly name: Name;
}

function reduction<Name extends string>(name: Name, row: Rules): Reduction<Name> {
  const op: Reduction<Name> = {
    kind: "kernel",
    name,
    ...row,
    infer: ([input], { dims, keepdim }) => {
      if (row.initial === null) refuseEmpty(name, input!, dims);
      return { shape: reducedShape(input!.shape, dims, keepdim), dtype: row.result(input!.dtype) };
    },
    run: (device, [input], { dims }, output) => device.reduce(op, input!, dims, output),
  };
  return op;
}

function refuseEmpty(operation: string, input: Tensor, dims: readonly number[]): void {
  const size = dims.reduce((product, dim) => product * input.shape[dim]!, 1);
  if (size === 0 && input.numel() === 0) {
    throw new ShapeError({
      operation,
      got: `a tensor of shape ${showShape(input.shape)}, empty along the reduced axes`,
      expected: "at least one element: an empty set has no extreme",
    });
  }
}

function reducedShape(shape: Shape, dims: readonly number[], keepdim: boolean): Shape {
  if (keepdim) return shape.map((size, axis) => (dims.includes(axis) ? 1 : size));
  return dims.length === shape.length ? [] : shape.filter((_, axis) => !dims.includes(axis));
}

const widened = (dtype: DType): DType => (dtype === "bool" || dtype === "uint8" ? "int32" : dtype);
const same = (dtype: DType): DType => dtype;

/** Σx. The reference adds in float64; bool and uint8 are counted in int32. @source torch.sum */
export const sum = reduction("sum", {
  initial: 0,
  operation: "add",
  result: widened,
});
/** Πx. @source torch.prod */
export const prod = reduction("prod", {
  initial: 1,
  operation: "mul",
  result: widened,
});
/** The largest x, NaN if there is one; equal maxima share the gradient. @source torch.amax */
export const amax = reduction("amax", {
  initial: null,
  operation: "maximum",
  result: same,
});
/** The smallest x, NaN if there is one; equal minima share the gradient. @source torch.amin */
export const amin = reduction("amin", {
  initial: null,
  operation: "minimum",
  result: same,
});

/** Finds where along one axis the extreme stands; the first of equals. */
export interface ArgReduction<Name extends string = string>
  extends KernelPrimitive<Name, { readonly dim: number; readonly keepdim: boolean }>,
    ArgReductionRow {
  readonly name: Name;
}

function argReduction<Name extends string>(name: Name, largest: boolean): ArgReduction<Name> {
  const op: ArgReduction<Name> = {
    kind: "kernel",
    name,
    largest,
    infer: ([input], { dim, keepdim }) => {
      refuseEmpty(name, input!, [dim]);
      return { shape: reducedShape(input!.shape, [dim], keepdim), dtype: "int32" };
    },
    run: (device, [input], { dim }, output) => device.argReduce(op, input!, dim, output),
  };
  return op;
}

/** Position of the largest element along `dim`, a NaN's before all. @source torch.argmax */
export const argmax = argReduction("argmax", true);
/** Position of the smallest element along `dim`, a NaN's before all. @source torch.argmin */
export const argmin = argReduction("argmin", false);
