import { Tensor } from "../tensor.js";
import { add } from "./pointwise.js";
import { kernel } from "./primitive.js";

export interface Window {
  readonly dim: number;
  readonly size: number;
  readonly step: number;
  readonly dilation: number;
  /** The axis' size before windows were cut from it. */
  readonly length: number;
}

/**
 * Adds the windows that `unfold` cut (last axis) back onto the axis they came from: its adjoint. One strided addition
 * for each place in the window, as windows overlap but a window's own places never do.
 */
export const fold = kernel("fold", {
  infer: ([input], { dim, length }: Window) => ({
    shape: input!.shape.slice(0, -1).with(dim, length),
    dtype: input!.dtype,
  }),
  run(device, [input], { dim, size, step, dilation }, output) {
    device.fill(0, output);
    const shape = input!.shape.slice(0, -1);
    const strides = output.strides.with(dim, output.strides[dim]! * step);
    for (let place = 0; place < size; place++) {
      const piece = new Tensor(
        input!.storage,
        shape,
        input!.strides.slice(0, -1),
        input!.offset + place * input!.strides.at(-1)!,
      );
      const target = new Tensor(
        output.storage,
        shape,
        strides,
        output.offset + place * dilation * output.strides[dim]!,
      );
      device.map(add, [target, piece], target);
    }
  },
});
