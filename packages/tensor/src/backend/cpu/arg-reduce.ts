import type { ArgReduction } from "../../ops/reduce.js";
import type { Tensor } from "../../tensor.js";
import { elements } from "./cpu-storage.js";
import { forEachLine } from "./lines.js";

/** The place of each line's extreme: the first of equals, a NaN before all. */
export function argReduce({ largest }: ArgReduction, input: Tensor, dim: number, output: Tensor): void {
  const [a, out] = [elements(input), elements(output)];
  const [length, step] = [input.shape[dim]!, input.strides[dim]!];
  let o = output.offset;
  forEachLine(dim, input.shape, [input], ([start]) => {
    let place = 0;
    let best = a[start!]!;
    for (let n = 1; n < length && !Number.isNaN(best); n++) {
      const x = a[start! + n * step]!;
      if ((largest ? x > best : x < best) || Number.isNaN(x)) [place, best] = [n, x];
    }
    out[o++] = place;
  });
}
