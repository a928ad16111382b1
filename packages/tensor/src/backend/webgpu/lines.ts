import { collapse } from "../../layout.js";
import type { Tensor } from "../../tensor.js";
import { axes, axesOfAll, mostAxes } from "./kernel.js";

/** The numbers by which a kernel walks lines along one axis of up to three operands. */
export const lineFields = {
  lines: 1,
  length: 1,
  rank: 1,
  offsets: 3,
  steps: 3,
  shape: mostAxes,
  strides: 3 * mostAxes,
};

/** The lines of `shape` along `dim`; the operands share the other axes. */
export function linesOf(
  operation: string,
  dim: number,
  shape: readonly number[],
  operands: readonly Tensor[],
) {
  const outer = collapse(
    shape.toSpliced(dim, 1),
    operands.map(({ strides }) => strides.toSpliced(dim, 1)),
  );
  return {
    lines: outer.shape.reduce((product, size) => product * size, 1),
    length: shape[dim]!,
    rank: outer.shape.length,
    offsets: operands.map(({ offset }) => offset),
    steps: operands.map(({ strides }) => strides[dim]!),
    shape: axes(operation, outer.shape),
    strides: axesOfAll(operation, outer.strides),
  };
}

/** WGSL for where operand `i`'s line begins. */
export function lineStart(line: string, i: number): string {
  return `number(offsets + ${i}u) + position(${line}, number(rank), shape, strides + ${i * mostAxes}u)`;
}
