import type { Device } from "../backend/device.js";
import type { DType, TypedArray } from "../dtype.js";
import { kinds } from "../dtype.js";
import { type Shape, sizeOf } from "../shape.js";
import { kernel } from "./primitive.js";

export interface SourceSpec {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly device?: Device | undefined;
}

const specOf = ({ shape, dtype, device }: SourceSpec) => ({ shape, dtype, ...(device && { device }) });

/** Every element `value`. @source torch.full */
export const full = kernel("full", {
  infer: (_inputs, attributes: SourceSpec & { value: number }) => specOf(attributes),
  run: (device, _inputs, { value }, output) => device.fill(value, output),
});

/** Random numbers, drawn on the CPU in PyTorch's order whatever the device, anew at every run. */
export const random = kernel("random", {
  infer: (_inputs, attributes: SourceSpec & { draw: (out: TypedArray) => void }) => specOf(attributes),
  run(device, _inputs, { shape, dtype, draw }, output) {
    const values = new kinds[dtype].array(sizeOf(shape));
    draw(values);
    device.write(output.storage, values);
  },
});
