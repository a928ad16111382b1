import type { Executable } from "../../compile/executable.js";
import type { Trace } from "../../compile/trace.js";
import { type DType, kinds, type TypedArray } from "../../dtype.js";
import { DeviceError } from "../../errors.js";
import { trackStorage } from "../../scope.js";
import type { Device, Storage, StorageOwner } from "../device.js";
import { BufferPool } from "./buffer-pool.js";
import { CommandQueue } from "./command-queue.js";
import type { GpuBuffer } from "./gpu-buffer.js";
import { stored } from "./kernel.js";
import { KernelDevice } from "./kernel-device.js";
import { processorOf } from "./processor.js";
import { prepare } from "./replay/prepare.js";
import { DeferredWebGpuStorage, type Lending, WebGpuStorage } from "./webgpu-storage.js";

/**
 * A graphics processor. Operations only write down commands, which are sent off together when a value is read; so reading
 * is `await x.item()`, and what goes wrong on the device is told there. There is no float64.
 */
export class WebGpuDevice extends KernelDevice implements Device {
  static override readonly name: string = "WebGpuDevice";

  readonly name = "webgpu";
  readonly #pool: BufferPool;
  protected readonly commands: CommandQueue;
  readonly #registry: FinalizationRegistry<GpuBuffer>;

  constructor(
    readonly gpu: GPUDevice,
    /** What the driver says the device is. */
    readonly description: string,
  ) {
    super();
    this.#pool = new BufferPool(gpu);
    this.commands = new CommandQueue(gpu, this.#pool, processorOf(description));
    this.#registry = new FinalizationRegistry((buffer) => this.#pool.give(buffer));
  }

  /** Bytes that tensors hold at present. */
  get usedBytes(): number {
    return this.#pool.usedBytes;
  }

  /** Gives the device back; its tensors are gone. */
  destroy(): void {
    this.gpu.destroy();
  }

  /** @throws RangeError where there is not memory enough. */
  prepare(trace: Trace): Executable {
    try {
      return prepare(trace, this.commands);
    } catch (error) {
      throw error instanceof DeviceError ? new RangeError(error.message, { cause: error }) : error;
    }
  }

  defer(dtype: DType, length: number, owner: StorageOwner): DeferredWebGpuStorage {
    requireStored(dtype, "compile");
    const storage = new DeferredWebGpuStorage(this, dtype, length, this.#lending, owner);
    trackStorage(storage);
    return storage;
  }

  allocate(dtype: DType, length: number, operation = "allocate"): WebGpuStorage {
    requireStored(dtype, operation);
    const storage = new WebGpuStorage(this, dtype, length, this.#lending);
    storage.place(operation);
    trackStorage(storage);
    return storage;
  }

  readonly #lending: Lending = {
    take: (storage, operation, isPiece) => {
      this.commands.throwIfLost();
      const bytes = storage.length * 4;
      const buffer = isPiece ? this.#pool.takePiece(bytes, operation) : this.#pool.take(bytes, operation);
      this.#registry.register(storage, buffer, storage);
      return buffer;
    },
    give: (storage, buffer) => {
      this.#registry.unregister(storage);
      this.#pool.give(buffer);
    },
    copy: (from, to) => this.commands.copy(from, to),
  };

  write(storage: Storage, data: TypedArray): void {
    const words = data instanceof Float32Array || data instanceof Int32Array ? data : Uint32Array.from(data);
    this.commands.write((storage as WebGpuStorage).buffer, words);
  }

  async read(storage: Storage): Promise<TypedArray> {
    const { buffer, dtype, length } = storage as WebGpuStorage;
    const bytes = await this.commands.read(buffer, length * 4);
    if (dtype === "float32") return new Float32Array(bytes, 0, length);
    if (dtype === "int32") return new Int32Array(bytes, 0, length);
    return kinds[dtype].array.from(new Uint32Array(bytes, 0, length));
  }

  readSync(_storage: Storage, operation = "dataSync"): never {
    const reading = /^(\w+)Sync$/.exec(operation)?.[1];
    throw new DeviceError({
      operation,
      got: "a tensor on webgpu",
      expected: "one on the CPU, as a graphics processor answers later",
      hint: reading === undefined ? "Try it with await x.cpu()." : `Try await x.${reading}().`,
    });
  }
}

/** @throws DeviceError for a dtype that the device cannot store. */
function requireStored(dtype: DType, operation: string): void {
  if (stored[dtype] !== undefined) return;
  throw new DeviceError({
    operation,
    got: `${dtype} on webgpu`,
    expected: Object.keys(stored).join(", "),
    hint: "Try float() before the tensor is moved there, or the CPU.",
  });
}
