import { spendElements } from "./allocation-limit.js";
import type { Device } from "./backend/device.js";
import { checkShape } from "./given.js";
import { rowMajorStrides } from "./layout.js";
import { Tensor } from "./tensor.js";

/** A row-major tensor whose elements are not set yet. @throws ShapeError for sizes that are no whole numbers from 0 up. */
export function allocate(
  device: Device,
  spec: { shape: Tensor["shape"]; dtype: Tensor["dtype"] },
  operation?: string,
): Tensor {
  let size = 1;
  for (const each of spec.shape) {
    if (!(each >= 0 && Number.isInteger(each))) checkShape(operation ?? "a tensor", spec.shape);
    size *= each;
  }
  spendElements(size);
  const storage = device.allocate(spec.dtype, size, operation);
  return new Tensor(storage, spec.shape, rowMajorStrides(spec.shape), storage.start, "fresh");
}
