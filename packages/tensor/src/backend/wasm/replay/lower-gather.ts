import type { Call } from "../../../compile/trace.js";
import { kinds } from "../../../dtype.js";
import { sizeOf } from "../../../shape.js";
import type { Tensor } from "../../../tensor.js";
import { addRows, gatherColumns, gatherRows, type Instruction } from "../kernels/instructions.js";
import { lowerCopy } from "./lower-chain.js";
import type { Places } from "./places.js";

/** A gather or scatter as instructions, which trust that `index` lies below `count`. */
export interface Gathering {
  readonly index: Tensor;
  readonly count: number;
  readonly instructions: readonly Instruction[];
}

/** Whole rows by their numbers (labels, an embedding's vectors), and scores of each row by their places; null for others. */
export function lowerGather(call: Call, places: Places): Gathering | null {
  const { primitive, inputs, attributes, output } = call;
  if (primitive.name !== "gather" && primitive.name !== "scatterAdd") return null;
  const { dim } = attributes as { readonly dim: number };
  const [input, index, source] = inputs as [Tensor, Tensor, Tensor?];
  if (index.dtype !== "int32" || index.numel() === 0) return null;
  const indexView = places.view(index);
  if (dim === 0) return lowerRows(inputs, output, places);
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

/** Whole rows of the first axis by their numbers; null where the index names parts of rows. */
function lowerRows(inputs: readonly Tensor[], output: Tensor, places: Places): Gathering | null {
  const [input, index, source] = inputs as [Tensor, Tensor, Tensor?];
  const isWhole = index.strides.every(
    (stride, axis) => index.shape[axis] === 1 || stride === (axis === 0 ? 1 : 0),
  );
  const moved = source ?? input;
  if (!isWhole || !moved.isContiguous() || index.shape.slice(1).join() !== input.shape.slice(1).join())
    return null;
  const [rows, count] = [index.shape[0]!, input.shape[0]!];
  const columns = sizeOf(index.shape.slice(1));
  const addresses = { index: places.view(index).address, output: places.view(output).address };
  if (source === undefined) {
    const fields = { input: places.view(input).address, bytes: columns * kinds[input.dtype].bytes };
    return { index, count, instructions: [gatherRows({ ...fields, ...addresses }, rows)] };
  }
  if (source.dtype !== "float32" || output.dtype !== "float32" || source.shape.join() !== index.shape.join())
    return null;
  const fields = { source: places.view(source).address, rows, columns };
  const copy = lowerCopy(places.residence.kernels, input, output, (tensor) => places.view(tensor));
  return {
    index,
    count,
    instructions: [copy, addRows({ ...fields, ...addresses }, Math.ceil(columns / 16))],
  };
}

/** Whether a matrix has its columns side by side. */
function isNear({ shape, strides }: Tensor): boolean {
  return shape[1] === 1 || strides[1] === 1;
}
