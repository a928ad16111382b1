import type { TypedArray } from "../../dtype.js";
import { collapse, forEachRow } from "../../layout.js";
import type { Reduction } from "../../ops/reduce.js";
import type { Tensor } from "../../tensor.js";
import { elements } from "./cpu-storage.js";

type Fold = (accumulated: number, count: number, a: TypedArray, i: number, step: number) => number;

/** Each reduction as a loop of its own: one loop that calls the operation would call it the slow way. */
const folds: Readonly<Record<Reduction["operation"], Fold>> = {
  add: (accumulated, count, a, i, step) => {
    let result = accumulated;
    for (let n = 0, at = i; n < count; n++, at += step) result += a[at]!;
    return result;
  },
  mul: (accumulated, count, a, i, step) => {
    let result = accumulated;
    for (let n = 0, at = i; n < count; n++, at += step) result *= a[at]!;
    return result;
  },
  maximum: (accumulated, count, a, i, step) => {
    let result = accumulated;
    for (let n = 0, at = i; n < count; n++, at += step) result = Math.max(result, a[at]!);
    return result;
  },
  minimum: (accumulated, count, a, i, step) => {
    let result = accumulated;
    for (let n = 0, at = i; n < count; n++, at += step) result = Math.min(result, a[at]!);
    return result;
  },
};
/** Folds the elements along `dims`; the output is row-major over the axes that stay. */
export function reduce(op: Reduction, input: Tensor, dims: readonly number[], output: Tensor): void {
  const fold = folds[op.operation];
  const [a, out] = [elements(input), elements(output)];
  const { shape, strides } = input;
  if (dims.length === shape.length && input.isContiguous()) {
    out[output.offset] = foldFrom(op, fold, input.numel(), a, input.offset, 1);
    return;
  }
  const kept = shape.map((_, axis) => axis).filter((axis) => !dims.includes(axis));
  const inner = collapse(pick(shape, dims), [pick(strides, dims)]);
  const outer = collapse(pick(shape, kept), [pick(strides, kept)]);
  const [length, step] = [outer.shape.at(-1) ?? 1, outer.strides[0]!.at(-1) ?? 0];
  const [innerLength, innerStep] = [inner.shape.at(-1) ?? 1, inner.strides[0]!.at(-1) ?? 0];
  const single = inner.shape.length <= 1;
  let o = output.offset;
  forEachRow(outer, [input.offset], ([start]) => {
    for (let n = 0; n < length; n++) {
      const from = start! + n * step;
      out[o++] = single ? foldFrom(op, fold, innerLength, a, from, innerStep) : foldRows(from);
    }
  });

  function foldRows(from: number): number {
    let accumulated: number | null = op.initial;
    forEachRow(inner, [from], ([start]) => {
      accumulated =
        accumulated === null
          ? fold(a[start!]!, innerLength - 1, a, start! + innerStep, innerStep)
          : fold(accumulated, innerLength, a, start!, innerStep);
    });
    return accumulated ?? Number.NaN;
  }
}

function foldFrom(op: Reduction, fold: Fold, count: number, a: TypedArray, i: number, step: number): number {
  return op.initial === null
    ? fold(a[i]!, count - 1, a, i + step, step)
    : fold(op.initial, count, a, i, step);
}

function pick(values: readonly number[], axes: readonly number[]): number[] {
  return axes.map((axis) => values[axis]!);
}
