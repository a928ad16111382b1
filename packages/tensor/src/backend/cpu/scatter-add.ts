import { copy } from "../../ops/pointwise.js";
import type { Tensor } from "../../tensor.js";
import { elements } from "./cpu-storage.js";
import { checkPlace, namesWholePositions, placesOf, runsAlong } from "./gather.js";
import { forEachLine } from "./lines.js";
import { map } from "./map.js";

/** output = input, then output[…, index[…, n, …], …] += source[…, n, …] along `dim`. */
export function scatterAdd(input: Tensor, dim: number, index: Tensor, source: Tensor, output: Tensor): void {
  map(copy, [input], output);
  const [places, from, out] = [elements(index), elements(source), elements(output)];
  const isWhole = source.shape[dim] === index.shape[dim] && namesWholePositions(index, dim, source);
  if (isWhole && namesWholePositions(index, dim, output)) {
    addRuns(dim, index, source, output);
    return;
  }
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

function addRuns(dim: number, index: Tensor, source: Tensor, output: Tensor): void {
  const [from, out] = [elements(source), elements(output)];
  const { blocks, width } = runsAlong(source, dim);
  const size = output.shape[dim]!;
  const places = placesOf("scatterAdd", index, dim, size);
  let start = source.offset;
  for (let block = 0; block < blocks; block++) {
    for (let n = 0; n < places.length; n++) {
      const target = output.offset + (block * size + places[n]!) * width;
      for (let i = 0; i < width; i++) out[target + i]! += from[start++]!;
    }
  }
}
