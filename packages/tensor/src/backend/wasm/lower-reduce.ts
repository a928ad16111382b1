import type { Call } from "../../compile/capture.js";
import { collapse } from "../../layout.js";
import type { ReduceAttributes } from "../../ops/reduce.js";
import { type Instruction, reduceRows, reductions, sumColumns } from "./instructions.js";
import type { Places } from "./places.js";

const operations: Readonly<Record<string, number>> = {
  sum: reductions.sum,
  amax: reductions.max,
  amin: reductions.min,
};

/** A float32 reduction whose kept and whose reduced axes each form one run; null for others. */
export function lowerReduce(
  { primitive, inputs, attributes, output }: Call,
  places: Places,
): Instruction | null {
  const operation = operations[primitive.name];
  const [input] = inputs;
  if (operation === undefined || input?.dtype !== "float32" || input.numel() === 0) return null;
  const { dims } = attributes as ReduceAttributes;
  const view = places.view(input);
  const axes = view.shape.map((_, axis) => axis);
  const along = (wanted: boolean) => {
    const chosen = axes.filter((axis) => dims.includes(axis) === wanted);
    return collapse(
      chosen.map((axis) => view.shape[axis]!),
      [chosen.map((axis) => view.strides[axis]!)],
    );
  };
  const [kept, reduced] = [along(false), along(true)];
  if (kept.shape.length > 1 || reduced.shape.length > 1) return null;
  const [rows, rowStride] = [kept.shape[0] ?? 1, kept.strides[0]![0] ?? 0];
  const [columns, columnStride] = [reduced.shape[0] ?? 1, reduced.strides[0]![0] ?? 0];
  const place = { input: view.address, output: places.view(output).address };
  if (primitive.name === "sum" && rowStride === 1 && columns > 1) {
    const fields = { ...place, rowStride: columnStride * 4, rows: columns, columns: rows };
    return sumColumns(fields, Math.ceil(rows / 16));
  }
  return reduceRows(
    { operation, ...place, rowStride: rowStride * 4, columnStride: columnStride * 4, columns },
    rows,
  );
}
