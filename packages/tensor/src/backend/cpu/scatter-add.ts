import { copy } from "../../ops/pointwise.js";
import type { Tensor } from "../../tensor.js";
import { elements } from "./cpu-storage.js";
import { checkPlace } from "./gather.js";
import { forEachLine } from "./lines.js";
import { map } from "./map.js";

/** output = input, then output[…, index[…, n, …], …] += source[…, n, …] along `dim`. */
export function scatterAdd(input: Tensor, dim: number, index: Tensor, source: Tensor, output: Tensor): void {
  map(copy, [input], output);
  const [places, from, out] = [elements(index), elements(source), elements(output)];
  const length = index.shape[dim]!;
  const size = input.shape[dim]!;
  const [placeStep, fromStep, outStep] = [index.strides[dim]!, source.strides[dim]!, output.strides[dim]!];
  forEachLine(dim, index.shape, [index, source, output], ([p, s, o]) => {
    for (let n = 0; n < length; n++) {
      const place = checkPlace("scatterAdd", places[p! + n * placeStep]!, size);
      out[o! + place * outStep]! += from[s! + n * fromStep]!;
    }
  });
}
