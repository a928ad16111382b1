import type { Call } from "../../../compile/trace.js";
import { collapse, isRowMajor, type Layout } from "../../../layout.js";
import type { ReduceAttributes } from "../../../ops/reduce.js";
import { sizeOf } from "../../../shape.js";
import { argRows, type Instruction, reduceRows, reductions, sumColumns } from "../kernels/instructions.js";
import type { Places } from "./places.js";

const operations: Readonly<Record<string, number>> = {
  sum: reductions.sum,
  amax: reductions.max,
  amin: reductions.min,
};

/** Axes that one stride walks. */
export interface Run {
  readonly size: number;
  readonly stride: number;
}

const one: Run = { size: 1, stride: 0 };

/** Some axes of a layout as runs, neighbours among them joined. */
function runsAlong({ shape, strides }: Layout, axes: readonly number[]): Run[] {
  const joined = collapse(
    axes.map((axis) => shape[axis]!),
    [axes.map((axis) => strides[axis]!)],
  );
  return joined.shape.map((size, run) => ({ size, stride: joined.strides[0]![run]! }));
}

/** The runs of a reduction: one kept, and one reduced or two of which the first together with the kept one makes rows. */
export function runsOf(
  layout: Layout,
  dims: readonly number[],
): { kept: Run; outer: Run | null; inner: Run } | null {
  const { shape, strides } = layout;
  if (dims.length === shape.length && isRowMajor(shape, strides))
    return { kept: one, outer: null, inner: { size: sizeOf(shape), stride: 1 } };
  const axes = shape.map((_, axis) => axis);
  const [kept = one, ...others] = runsAlong(
    layout,
    axes.filter((axis) => !dims.includes(axis)),
  );
  const [first = one, second, ...more] = runsAlong(layout, dims);
  if (others.length > 0 || more.length > 0) return null;
  if (second === undefined) return { kept, outer: null, inner: first };
  return first.stride === kept.stride * kept.size ? { kept, outer: first, inner: second } : null;
}

/** Bytes of scratch that a call needs if it is a reduction in two steps. */
export function reduceScratch({ primitive, inputs, attributes }: Call): number {
  if (operations[primitive.name] === undefined) return 0;
  const runs = runsOf(inputs[0]!, (attributes as ReduceAttributes).dims);
  return runs?.outer ? runs.outer.size * runs.kept.size * 4 : 0;
}

/** A float32 reduction to one run: from one, or of images to channels, pixels first; null for others. */
export function lowerReduce(
  { primitive, inputs, attributes, output }: Call,
  places: Places,
  scratch: number,
): Instruction[] | null {
  const operation = operations[primitive.name];
  const [input] = inputs;
  if (operation === undefined || input?.dtype !== "float32" || input.numel() === 0) return null;
  const view = places.view(input);
  const runs = runsOf(view, (attributes as ReduceAttributes).dims);
  if (runs === null) return null;
  const { kept, outer, inner } = runs;
  const target = places.view(output).address;
  const reduce = (from: number, rows: Run, columns: Run, to: number): Instruction => {
    const strides = { rowStride: rows.stride * 4, columnStride: columns.stride * 4 };
    return reduceRows({ operation, input: from, ...strides, columns: columns.size, output: to }, rows.size);
  };
  if (outer !== null) {
    const planes = { size: outer.size * kept.size, stride: kept.stride };
    return [
      reduce(view.address, planes, inner, scratch),
      reduce(scratch, { size: kept.size, stride: 1 }, { size: outer.size, stride: kept.size }, target),
    ];
  }
  if (primitive.name === "sum" && kept.stride === 1 && inner.size > 1) {
    const fields = { input: view.address, rowStride: inner.stride * 4, rows: inner.size, columns: kept.size };
    return [sumColumns({ ...fields, output: target }, Math.ceil(kept.size / 16))];
  }
  return [reduce(view.address, kept, inner, target)];
}

/** Where the extremes of a float32 tensor stand along one axis, the others forming one run; null for others. */
export function lowerArgReduce(
  { primitive, inputs, attributes, output }: Call,
  places: Places,
): Instruction[] | null {
  const [input] = inputs;
  const isArg = primitive.name === "argmax" || primitive.name === "argmin";
  if (!isArg || input?.dtype !== "float32" || input.numel() === 0) return null;
  const view = places.view(input);
  const runs = runsOf(view, [(attributes as { readonly dim: number }).dim]);
  if (runs === null || runs.outer !== null) return null;
  const { kept, inner } = runs;
  const fields = {
    lowest: primitive.name === "argmin",
    input: view.address,
    rowStride: kept.stride * 4,
    columnStride: inner.stride * 4,
    columns: inner.size,
    output: places.view(output).address,
  };
  return [argRows(fields, kept.size)];
}
