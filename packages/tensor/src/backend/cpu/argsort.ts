import type { Tensor } from "../../tensor.js";
import { elements } from "./cpu-storage.js";
import { forEachLine } from "./lines.js";

/** Positions that sort each line: stable, NaN as the largest of all. */
export function argsort(input: Tensor, dim: number, descending: boolean, output: Tensor): void {
  const [a, out] = [elements(input), elements(output)];
  const [length, step, outStep] = [input.shape[dim]!, input.strides[dim]!, output.strides[dim]!];
  const order = new Int32Array(length);
  const towards = descending ? -1 : 1;
  forEachLine(dim, input.shape, [input, output], ([start, outStart]) => {
    for (let n = 0; n < length; n++) order[n] = n;
    order.sort((m, n) => towards * compare(a[start! + m * step]!, a[start! + n * step]!) || m - n);
    for (let n = 0; n < length; n++) out[outStart! + n * outStep] = order[n]!;
  });
}

function compare(x: number, y: number): number {
  if (x < y) return -1;
  if (x > y) return 1;
  return x === y ? 0 : Number(Number.isNaN(x)) - Number(Number.isNaN(y));
}
