import type { DType } from "../../dtype.js";
import { DeviceError } from "../../errors.js";
import type { Tensor } from "../../tensor.js";
import type { DeferredStorage, Device, Storage, StorageOwner } from "../device.js";
import type { GpuBuffer } from "./gpu-buffer.js";

/** A storage that knows its buffer. */
export interface PlacedStorage extends Storage {
  readonly buffer: GpuBuffer;
}

/** Whoever lends storages their memory. */
export interface Lending {
  /** Where `isPiece`, small memory may be a piece of some that others write. */
  take(storage: WebGpuStorage, operation: string, isPiece: boolean): GpuBuffer;
  give(storage: WebGpuStorage, buffer: GpuBuffer): void;
  copy(from: GpuBuffer, to: GpuBuffer): void;
}

/** Elements in a buffer of the device, four bytes each whatever the dtype. */
export class WebGpuStorage implements PlacedStorage {
  static readonly name: string = "WebGpuStorage";

  version = 0;
  readonly start = 0;
  #buffer: GpuBuffer | null = null;

  constructor(
    readonly device: Device,
    readonly dtype: DType,
    readonly length: number,
    readonly lending: Lending,
  ) {}

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

  get isFilled(): boolean {
    return this.#buffer !== null;
  }

  /** Takes memory, unless it has some. */
  place(operation: string, isPiece = false): void {
    this.#buffer ??= this.lending.take(this, operation, isPiece);
  }

  /** Moves to memory of its own, if it lies in a piece. */
  settle(): void {
    const piece = this.#buffer;
    if (piece?.arena === undefined) return;
    this.release();
    this.place("compile");
    this.lending.copy(piece, this.#buffer!);
  }

  release(): void {
    const buffer = this.#buffer;
    this.#buffer = null;
    if (buffer !== null) this.lending.give(this, buffer);
  }
}

/** One that may get its memory later; until its owner lets go of it, it tells whenever somebody asks for the buffer. */
export class DeferredWebGpuStorage extends WebGpuStorage implements DeferredStorage {
  static override readonly name: string = "DeferredWebGpuStorage";

  constructor(
    device: Device,
    dtype: DType,
    length: number,
    lending: Lending,
    public owner: StorageOwner | null,
  ) {
    super(device, dtype, length, lending);
  }

  override get buffer(): GpuBuffer {
    this.owner?.touched(this);
    return super.buffer;
  }

  /** Without an owner it is a result, which a replay copies there: no kernel has to write it. */
  fill(): void {
    this.place("compile", this.owner === null);
  }
}

/** Gives a storage memory that no other shares. */
export function settle(storage: Storage): void {
  if (storage instanceof WebGpuStorage) storage.settle();
}

/** The buffer under a tensor. Kernels are only ever handed tensors of their own device. */
export function bufferOf(tensor: Tensor): GpuBuffer {
  return (tensor.storage as PlacedStorage).buffer;
}
