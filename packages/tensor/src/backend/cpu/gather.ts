import { ShapeError } from "../../errors.js";
import { collapse, forEachRow } from "../../layout.js";
import type { Tensor } from "../../tensor.js";
import { copyRun } from "./copy.js";
import { elements } from "./cpu-storage.js";
import { forEachLine } from "./lines.js";

/** output[…, n, …] = input[…, index[…, n, …], …] along `dim`. */
export function gather(input: Tensor, dim: number, index: Tensor, output: Tensor): void {
  const [a, places, out] = [elements(input), elements(index), elements(output)];
  if (takesWholeRows(input, dim, index)) {
    gatherRows(input, index, output);
    return;
  }
  const length = index.shape[dim]!;
  const size = input.shape[dim]!;
  const [step, placeStep, outStep] = [input.strides[dim]!, index.strides[dim]!, output.strides[dim]!];
  forEachLine(dim, index.shape, [input, index, output], ([start, p, o]) => {
    for (let n = 0; n < length; n++) {
      const place = checkPlace("gather", places[p! + n * placeStep]!, size);
      out[o! + n * outStep] = a[start! + place * step]!;
    }
  });
}

/** Whether the index names whole rows of the first axis, as indexSelect's does: one number repeated along all others. */
function takesWholeRows(input: Tensor, dim: number, index: Tensor): boolean {
  if (dim !== 0 || !input.isContiguous()) return false;
  return index.strides.every(
    (stride, axis) => axis === 0 || (stride === 0 && index.shape[axis] === input.shape[axis]),
  );
}

function gatherRows(input: Tensor, index: Tensor, output: Tensor): void {
  const [a, places, out] = [elements(input), elements(index), elements(output)];
  const width = input.numel() / input.shape[0]!; // an axis of size 1 may have any stride
  for (let n = 0; n < index.shape[0]!; n++) {
    const place = checkPlace("gather", places[index.offset + n * index.strides[0]!]!, input.shape[0]!);
    const start = input.offset + place * width;
    if (width === 1) out[output.offset + n] = a[start]!;
    else copyRun(a, start, out, output.offset + n * width, width);
  }
}

export function checkPlace(operation: string, place: number, size: number): number {
  if (place < 0 || place >= size) {
    throw new ShapeError({
      operation,
      got: `index ${place} on an axis of size ${size}`,
      expected: `indices from 0 to ${size - 1}`,
    });
  }
  return place;
}

/** Looks at every place that an index names. @throws ShapeError as gather and scatterAdd do. */
export function checkPlaces(operation: string, index: Tensor, size: number): void {
  if (index.numel() === 0) return;
  const values = elements(index);
  // One number for a whole axis needs one look.
  const looks = collapse(
    index.shape.map((length, axis) => (index.strides[axis] === 0 ? 1 : length)),
    [index.strides],
  );
  const [length, step] = [looks.shape.at(-1) ?? 1, looks.strides[0]!.at(-1) ?? 0];
  forEachRow(looks, [index.offset], ([start]) => {
    for (let n = 0; n < length; n++) {
      const place = values[start! + n * step]!;
      if (place < 0 || place >= size) checkPlace(operation, place, size);
    }
  });
}
