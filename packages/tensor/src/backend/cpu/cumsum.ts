import type { Tensor } from "../../tensor.js";
import { elements } from "./cpu-storage.js";
import { forEachLine } from "./lines.js";

/** Running sums along each line, added up in float64. */
export function cumsum(input: Tensor, dim: number, output: Tensor): void {
  const [a, out] = [elements(input), elements(output)];
  const [length, step, outStep] = [input.shape[dim]!, input.strides[dim]!, output.strides[dim]!];
  forEachLine(dim, input.shape, [input, output], ([start, outStart]) => {
    let sum = 0;
    for (let n = 0; n < length; n++) {
      sum += a[start! + n * step]!;
      out[outStart! + n * outStep] = sum;
    }
  });
}
