import type { DType } from "../../dtype.js";
import { DeviceError } from "../../errors.js";
import type { Tensor } from "../../tensor.js";
import type { Device, Storage } from "../device.js";
import type { GpuBuffer } from "./gpu-buffer.js";

/** Elements in a buffer of the device, four bytes each whatever the dtype. */
export class WebGpuStorage implements Storage {
  version = 0;
  readonly start = 0;
  #buffer: GpuBuffer | null;
  readonly #giveBack: (storage: WebGpuStorage, buffer: GpuBuffer) => void;

  constructor(
    readonly device: Device,
    readonly dtype: DType,
    readonly length: number,
    buffer: GpuBuffer,
    giveBack: (storage: WebGpuStorage, buffer: GpuBuffer) => void,
  ) {
    this.#buffer = buffer;
    this.#giveBack = giveBack;
  }

  /** @throws DeviceError where the memory has been released. */
  get buffer(): GpuBuffer {
    if (this.#buffer === null) {
      throw new DeviceError({
        operation: "webgpu",
        got: "a tensor whose memory a scope or `using` has released",
        expected: "one that is still held",
        hint: "Try returning it from the scope, or keep(tensor) inside.",
      });
    }
    return this.#buffer;
  }

  release(): void {
    const buffer = this.#buffer;
    this.#buffer = null;
    if (buffer !== null) this.#giveBack(this, buffer);
  }
}

/** The buffer under a tensor. Kernels are only ever handed tensors of their own device. */
export function bufferOf(tensor: Tensor): GpuBuffer {
  return (tensor.storage as WebGpuStorage).buffer;
}
