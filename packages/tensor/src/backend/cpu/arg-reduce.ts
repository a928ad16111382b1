import type { TypedArray } from "../../dtype.js";
import type { ArgReduction } from "../../ops/reduce.js";
import type { Tensor } from "../../tensor.js";
import { elements } from "./cpu-storage.js";
import { forEachLine } from "./lines.js";

/** The place of each line's extreme: the first of equals, a NaN before all. */
export function argReduce({ largest }: ArgReduction, input: Tensor, dim: number, output: Tensor): void {
  const [a, out] = [elements(input), elements(output)];
  const [length, step] = [input.shape[dim]!, input.strides[dim]!];
  const sign = largest ? 1 : -1;
  let o = output.offset;
  forEachLine(dim, input.shape, [input], ([start]) => {
    out[o++] = placeOf(a, start!, step, length, sign);
  });
}

/** Of what is largest times `sign`. */
function placeOf(a: TypedArray, start: number, step: number, length: number, sign: number): number {
  let place = 0;
  let best = sign * a[start]!;
  for (let n = 0, at = start; n < length; n++, at += step) {
    const x = sign * a[at]!;
    if (x <= best) continue;
    if (Number.isNaN(x)) return n;
    place = n;
    best = x;
  }
  return place;
}
