import type { Call } from "../../../compile/trace.js";
import { broadcastStrides, collapse } from "../../../layout.js";
import type { LineAttributes, LineOperation } from "../../../ops/line-operation.js";
import type { Tensor } from "../../../tensor.js";
import type { Kernels } from "../engine/module.js";
import type { Instruction } from "../kernels/instructions.js";
import { line } from "../kernels/line.js";
import type { View } from "./places.js";

/** A line operation on float32 whose lines are one stride apart and lie side by side; null for others. */
export function lowerLine(
  kernels: Kernels,
  { primitive, inputs, attributes, output }: Call,
  viewOf: (tensor: Tensor) => View,
): Instruction[] | null {
  if (!isLine(primitive) || output.dtype !== "float32") return null;
  const [first] = inputs as [Tensor];
  const [outer, columns] = [first.shape.slice(0, -1), first.shape.at(-1)!];
  const views = inputs.map(viewOf);
  if (columns > 1 && views.some(({ strides }) => strides.at(-1) !== 1)) return null;
  const joined = collapse(
    outer,
    views.map((view) => broadcastStrides(view, first.shape).slice(0, -1)),
  );
  if (joined.shape.length > 1) return null;
  const lines = joined.shape[0] ?? 1;
  const operands = views.map(({ address }, i) => ({ address, stride: 4 * (joined.strides[i]![0] ?? 0) }));
  const target = { address: viewOf(output).address, stride: primitive.reduces ? 4 : 4 * columns };
  const { epsilon = 0 } = attributes as LineAttributes;
  return [line(kernels, primitive, { columns, epsilon, operands: [...operands, target] }, lines)];
}

function isLine(primitive: object): primitive is LineOperation {
  return "folds" in primitive;
}
