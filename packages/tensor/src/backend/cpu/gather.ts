import { ShapeError } from "../../errors.js";
import { collapse, forEachRow } from "../../layout.js";
import { sizeOf } from "../../shape.js";
import type { Tensor } from "../../tensor.js";
import { copyRun } from "./copy.js";
import { elements } from "./cpu-storage.js";
import { forEachLine } from "./lines.js";

/** output[…, n, …] = input[…, index[…, n, …], …] along `dim`. */
export function gather(input: Tensor, dim: number, index: Tensor, output: Tensor): void {
  const [a, places, out] = [elements(input), elements(index), elements(output)];
  if (namesWholePositions(index, dim, input) && output.isContiguous()) {
    gatherRuns(input, dim, index, output);
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

/**
 * Whether the index names whole positions along an axis, as indexSelect's does: one number repeated along all others, for
 * a tensor that lies row by row.
 */
export function namesWholePositions(index: Tensor, dim: number, of: Tensor): boolean {
  if (!of.isContiguous()) return false;
  return index.strides.every(
    (stride, axis) => axis === dim || (stride === 0 && index.shape[axis] === of.shape[axis]),
  );
}

/** How many runs of elements lie along an axis, and how long each is. */
export function runsAlong(
  { shape }: Tensor,
  dim: number,
): { readonly blocks: number; readonly width: number } {
  return { blocks: sizeOf(shape.slice(0, dim)), width: sizeOf(shape.slice(dim + 1)) };
}

function gatherRuns(input: Tensor, dim: number, index: Tensor, output: Tensor): void {
  const [a, out] = [elements(input), elements(output)];
  const { blocks, width } = runsAlong(input, dim);
  const size = input.shape[dim]!;
  const places = placesOf("gather", index, dim, size);
  let to = output.offset;
  for (let block = 0; block < blocks; block++) {
    const start = input.offset + block * size * width;
    if (width === 1) for (let n = 0; n < places.length; n++) out[to++] = a[start + places[n]!]!;
    else {
      for (let n = 0; n < places.length; n++, to += width)
        copyRun(a, start + places[n]! * width, out, to, width);
    }
  }
}

/** The positions that an index names along an axis, looked at. */
export function placesOf(operation: string, index: Tensor, dim: number, size: number): Int32Array {
  const values = elements(index);
  const places = new Int32Array(index.numel() === 0 ? 0 : index.shape[dim]!);
  for (let n = 0; n < places.length; n++) {
    places[n] = checkPlace(operation, values[index.offset + n * index.strides[dim]!]!, size);
  }
  return places;
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
