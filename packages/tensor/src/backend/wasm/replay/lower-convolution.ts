import { collapse } from "../../../layout.js";
import type { Convolution, Windows } from "../../../ops/convolution-windows.js";
import { sizeOf } from "../../../shape.js";
import type { Tensor } from "../../../tensor.js";
import type { WholeCall } from "../../device.js";
import { type ConvolutionPart, convolution, convolutionScratch } from "../kernels/convolution.js";
import { poolLargest } from "../kernels/convolution-instructions.js";
import type { Instruction } from "../kernels/instructions.js";
import type { View } from "./places.js";

/** Where a tensor lies in linear memory. */
type Views = (tensor: Tensor) => View;

const parts: Readonly<Record<string, ConvolutionPart>> = {
  conv2d: "output",
  conv2dInput: "input",
  conv2dWeight: "filters",
};

/** Bytes of scratch that a call needs if it is one of a convolution's sums and the kernels have it; null otherwise. */
export function convolutionScratchOf({ primitive, inputs, attributes }: WholeCall): number | null {
  const part = parts[primitive.name];
  if (part === undefined || inputs.some(({ dtype }) => dtype !== "float32")) return null;
  return convolutionScratch(part, inputs[0]!, inputs[1]!, attributes as Convolution);
}

/** The instructions of a convolution or a gradient of one; null for other calls and for images too large. */
export function lowerConvolution(call: WholeCall, views: Views, scratch: number): Instruction[] | null {
  if (convolutionScratchOf(call) === null) return null;
  const [left, right] = call.inputs.map(views) as [View, View];
  const part = parts[call.primitive.name]!;
  return convolution(part, left, right, call.attributes as Convolution, views(call.output), scratch);
}

/** The instruction of a max pooling or its gradient; null for other calls and for planes that are not one run. */
export function lowerPooling(call: WholeCall, views: Views): Instruction[] | null {
  const { primitive, inputs, attributes, output } = call;
  const spread = primitive.name === "spreadLargest";
  if (!spread && primitive.name !== "pickLargest") return null;
  if (inputs.some(({ dtype }) => dtype !== "float32")) return null;
  const [values, by] = inputs.map((input) => planes(views(input)));
  if (!values || !by) return null;
  const { input, filter, strides, dilations, low } = attributes as Windows;
  const [rows, columns] = (spread ? inputs[0]! : output).shape.slice(-2) as [number, number];
  const fields = {
    spread,
    values: values.address,
    valuesPlane: values.plane,
    valuesRow: values.row,
    valuesColumn: values.column,
    by: by.address,
    byPlane: by.plane,
    byRow: by.row,
    byColumn: by.column,
    output: views(output).address,
    height: input[0],
    width: input[1],
    rows,
    columns,
    windowRows: filter[0],
    windowColumns: filter[1],
    strideRows: strides[0],
    strideColumns: strides[1],
    dilationRows: dilations[0],
    dilationColumns: dilations[1],
    top: low[0],
    left: low[1],
  };
  return [poolLargest(fields, sizeOf(output.shape.slice(0, -2)))];
}

/** Strides in bytes over planes; null where the leading axes are not one run. */
function planes({ address, shape, strides }: View) {
  const leading = collapse(shape.slice(0, -2), [strides.slice(0, -2)]);
  if (leading.shape.length > 1) return null;
  const plane = (leading.strides[0]![0] ?? 0) * 4;
  return { address, plane, row: strides.at(-2)! * 4, column: strides.at(-1)! * 4 };
}
