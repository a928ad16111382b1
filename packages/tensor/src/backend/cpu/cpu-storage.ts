import type { DType, TypedArray } from "../../dtype.js";
import type { Tensor } from "../../tensor.js";
import type { Device, Storage } from "../device.js";

/** Elements in a typed array; bool is kept as 0 and 1 in bytes. */
export class CpuStorage implements Storage {
  version = 0;

  constructor(
    readonly device: Device,
    readonly dtype: DType,
    /** Moved into linear memory where a compiled step keeps the storage; `start` stays valid. */
    public data: TypedArray,
    readonly start: number,
    readonly length: number,
  ) {}
}

/** The array under a CPU tensor. Kernels are only ever handed tensors of their own device. */
export function elements(tensor: Tensor): TypedArray {
  return (tensor.storage as CpuStorage).data;
}
