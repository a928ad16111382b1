import type { Call } from "../../../compile/capture.js";
import { ShapeError } from "../../../errors.js";
import type { Tensor } from "../../../tensor.js";
import { elements } from "../../cpu/cpu-storage.js";
import { gatherColumns, gatherWords, type Instruction } from "../kernels/instructions.js";
import { lowerCopy } from "./lower-chain.js";
import type { Places } from "./places.js";

/** A gather or scatter as instructions, which trust that `index` lies below `count`. */
export interface Gathering {
  readonly index: Tensor;
  readonly count: number;
  readonly instructions: readonly Instruction[];
}

/** Labels by their samples' numbers, and one or more scores of each row by their places; null for others. */
export function lowerGather(call: Call, places: Places): Gathering | null {
  const { primitive, inputs, attributes, output } = call;
  if (primitive.name !== "gather" && primitive.name !== "scatterAdd") return null;
  const { dim } = attributes as { readonly dim: number };
  const [input, index, source] = inputs as [Tensor, Tensor, Tensor?];
  if (index.dtype !== "int32" || index.numel() === 0) return null;
  const indexView = places.view(index);
  if (dim === 0 && source === undefined) {
    const words = [input, index, output].every(isColumn) && kinds32.has(input.dtype);
    if (!words) return null;
    const fields = {
      words: places.view(input).address,
      index: indexView.address,
      output: places.view(output).address,
    };
    return { index, count: input.shape[0]!, instructions: [gatherWords(fields, index.numel())] };
  }
  const isMatrix = dim === 1 && input.ndim === 2 && input.dtype === "float32" && isNear(index);
  if (!isMatrix || input.shape[0] !== index.shape[0]) return null;
  const [rows, columns] = index.shape as [number, number];
  const step = (backwards: boolean, wide: Tensor, narrow: Tensor) => {
    const [from, to] = [places.view(wide), places.view(narrow)];
    const fields = {
      backwards,
      input: from.address,
      inputStride: from.strides[0]! * 4,
      index: indexView.address,
      indexStride: indexView.strides[0]! * 4,
      output: to.address,
      outputStride: to.strides[0]! * 4,
      columns,
    };
    return gatherColumns(fields, rows);
  };
  const count = input.shape[1]!;
  const views = (tensor: Tensor) => places.view(tensor);
  if (source === undefined) {
    return isNear(input) ? { index, count, instructions: [step(false, input, output)] } : null;
  }
  if (!isNear(source) || source.shape.join() !== index.shape.join()) return null;
  return {
    index,
    count,
    instructions: [lowerCopy(places.residence.kernels, input, output, views), step(true, output, source)],
  };
}

const kinds32: ReadonlySet<string> = new Set(["float32", "int32"]);

/** Whether a tensor is one run of elements along its first axis. */
function isColumn({ shape, strides }: Tensor): boolean {
  return shape.every((size, axis) => (axis === 0 ? size === 1 || strides[0] === 1 : size === 1));
}

/** Whether a matrix has its columns side by side. */
function isNear({ shape, strides }: Tensor): boolean {
  return shape[1] === 1 || strides[1] === 1;
}

/** Looks at every place that an index of one or two axes names. @throws ShapeError as the eager kernels do. */
export function checkIndex(operation: string, index: Tensor, count: number): void {
  const values = elements(index);
  const [rows, columns = 1] = index.shape as [number, number?];
  const [rowStep, columnStep = 0] = index.strides as [number, number?];
  // One number for a whole row needs one look.
  const looks = columnStep === 0 ? Math.min(columns, 1) : columns;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < looks; column++) {
      const place = values[index.offset + row * rowStep + column * columnStep]!;
      if (place >= 0 && place < count) continue;
      throw new ShapeError({
        operation,
        got: `index ${place} on an axis of size ${count}`,
        expected: `indices from 0 to ${count - 1}`,
      });
    }
  }
}
