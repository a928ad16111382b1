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

/** What an element of a dtype holds of a number: of a truth 0 or 1. */
export const asElement = (dtype: DType, value: number): number =>
  dtype === "bool" ? Number(value !== 0) : value;

/** Every element `value`. @source torch.full */
export const full = kernel("full", {
  infer: (_inputs, attributes: SourceSpec & { value: number }) => specOf(attributes),
  run: (device, _inputs, { dtype, value }, output) => device.fill(asElement(dtype, value), output),
});

/** Random numbers, drawn on the CPU in PyTorch's order whatever the device, anew at every run. */
export const random = kernel("random", {
  infer: (_inputs, attributes: SourceSpec & { draw: (out: TypedArray) => void }) => specOf(attributes),
  run(device, _inputs, { shape, dtype, draw }, output) {
    const values = new kinds[dtype].array(sizeOf(shape));
    draw(values);
    if (dtype === "bool") for (let i = 0; i < values.length; i++) values[i] = Number(values[i] !== 0);
    device.write(output.storage, values);
  },
});
