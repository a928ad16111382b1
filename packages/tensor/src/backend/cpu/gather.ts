import { ShapeError } from "../../errors.js";
import type { Tensor } from "../../tensor.js";
import { elements } from "./cpu-storage.js";
import { forEachLine } from "./lines.js";

/** output[…, n, …] = input[…, index[…, n, …], …] along `dim`. */
export function gather(input: Tensor, dim: number, index: Tensor, output: Tensor): void {
  const [a, places, out] = [elements(input), elements(index), elements(output)];
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
