import type { Convolution, Windows } from "../../ops/convolution-windows.js";
import { type Kernel, kernelNamed } from "./kernel.js";

/** What a kernel is told of windows that move over an image. */
export const windowFields = { filter_size: 2, window_steps: 2, dilations: 2, low: 2 };

/** Their values. */
export function windowNumbers({ filter, strides, dilations, low }: Windows | Convolution) {
  return { filter_size: filter, window_steps: strides, dilations, low };
}

const functions = `
// Where a window's tap lies along an axis.
fn tap_of(window: i32, tap: i32, axis: u32) -> i32 {
  return window * number(window_steps + axis) + tap * number(dilations + axis) - number(low + axis);
}
// The window that has a place at a tap; -1 where none has.
fn window_of(place: i32, tap: i32, axis: u32, count: i32) -> i32 {
  let reach = place + number(low + axis) - tap * number(dilations + axis);
  let step = number(window_steps + axis);
  if (reach < 0 || reach % step != 0 || reach / step >= count) { return -1; }
  return reach / step;
}`;

/** The parts of such a kernel that are its own. */
interface WindowParts {
  readonly declarations: string;
  readonly body: string;
  readonly finish?: string;
}

/** A kernel of two float32 operands that looks through windows: with `tap_of` and `window_of`; written when first asked for. */
export function windowKernel<F extends typeof windowFields & Readonly<Record<string, number>>>(
  name: string,
  fields: F,
  write: () => WindowParts,
): Kernel<F> {
  return kernelNamed(name, () => {
    const { declarations, ...parts } = write();
    return {
      fields,
      output: "float32",
      inputs: ["float32", "float32"],
      type: "f32",
      declarations: functions + declarations,
      ...parts,
    };
  });
}
