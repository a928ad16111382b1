import { collapse, forEachRow } from "../../layout.js";
import type { Tensor } from "../../tensor.js";

/** Calls `visit` with the position at which each operand's line along `dim` starts; the operands share the other axes. */
export function forEachLine(
  dim: number,
  shape: readonly number[],
  operands: readonly Tensor[],
  visit: (positions: readonly number[]) => void,
): void {
  const others = shape.map((_, axis) => axis).filter((axis) => axis !== dim);
  const outer = collapse(
    others.map((axis) => shape[axis]!),
    operands.map((operand) => others.map((axis) => operand.strides[axis]!)),
  );
  const [length, steps] = [outer.shape.at(-1) ?? 1, outer.strides.map((strides) => strides.at(-1) ?? 0)];
  forEachRow(
    outer,
    operands.map((operand) => operand.offset),
    (starts) => {
      const positions = [...starts];
      for (let n = 0; n < length; n++) {
        visit(positions);
        for (let i = 0; i < positions.length; i++) positions[i]! += steps[i]!;
      }
    },
  );
}
