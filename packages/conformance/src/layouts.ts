import { type Device, type DType, fromData, type Tensor } from "@mnist/tensor";
import { backwards, reference } from "@mnist/tensor/internal";
import type { InputSpec } from "./operation-case.js";

/** The tensor that an input describes, row by row. */
export function makeInput(
  { dtype, shape, data }: InputSpec,
  device: Device,
  float: DType = "float32",
): Tensor {
  return fromData(data, shape, { dtype: dtype === "float32" ? float : dtype, device });
}

/** Ways for the same values to lie in memory: each fills a storage on the device and looks at it through a view. */
const arrangements: Readonly<Record<string, (plain: Tensor, place: (stored: Tensor) => Tensor) => Tensor>> = {
  "row by row": (plain, place) => place(plain),
  "columns first": (plain, place) => {
    const reversed = plain.shape.map((_, axis) => plain.ndim - 1 - axis);
    return place(plain.permute(reversed)).permute(reversed);
  },
  "offset and stepped": (plain, place) => {
    const apart = plain.unsqueeze(-1).expand([...plain.shape, 2]);
    return place(apart).select(-1, 1);
  },
  backwards: (plain, place) => {
    const dims = plain.shape.map((_, axis) => axis);
    return backwards(place(plain.flip(dims)), ...dims);
  },
};

/** The inputs of a case under every arrangement that tells them apart from the first. */
export function arrange(specs: readonly InputSpec[], device: Device, layouts: boolean): [string, Tensor[]][] {
  const place = (stored: Tensor): Tensor =>
    fromData(stored.dataSync(), stored.shape, { dtype: stored.dtype, device });
  const all = Object.entries(arrangements).map(([name, arrangement]): [string, Tensor[]] => [
    name,
    specs.map((spec) => arrangement(makeInput(spec, reference), place)),
  ]);
  return all.slice(0, layouts && specs.length > 0 ? all.length : 1);
}
