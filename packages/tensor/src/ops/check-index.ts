import { DTypeError } from "../errors.js";
import { requireTensor } from "../require-tensor.js";
import type { Tensor } from "../tensor.js";

/** Throws where a tensor of indices holds no whole numbers. */
export function checkIndex(operation: string, index: Tensor): void {
  requireTensor(operation, index);
  if (index.dtype !== "int32" && index.dtype !== "uint8") {
    throw new DTypeError({
      operation,
      got: `an index of dtype ${index.dtype}`,
      expected: "int32",
      hint: 'Try index.to("int32").',
    });
  }
}
