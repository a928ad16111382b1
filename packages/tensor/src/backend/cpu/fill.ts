import { collapse, forEachRow } from "../../layout.js";
import type { Tensor } from "../../tensor.js";
import { elements } from "./cpu-storage.js";

/** Sets every element to `value`. */
export function fill(value: number, output: Tensor): void {
  const out = elements(output);
  if (output.isContiguous()) {
    out.fill(value, output.offset, output.offset + output.numel());
    return;
  }
  const joined = collapse(output.shape, [output.strides]);
  const [length, step] = [joined.shape.at(-1) ?? 1, joined.strides[0]!.at(-1) ?? 0];
  forEachRow(joined, [output.offset], ([start]) => {
    for (let n = 0; n < length; n++) out[start! + n * step] = value;
  });
}
