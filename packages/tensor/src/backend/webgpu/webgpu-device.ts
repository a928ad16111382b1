import { type DType, kinds, type TypedArray } from "../../dtype.js";
import { DeviceError } from "../../errors.js";
import { trackStorage } from "../../scope.js";
import type { Device, Storage } from "../device.js";
import { argReduce } from "./arg-reduce.wgsl.js";
import { argsort } from "./argsort.wgsl.js";
import { BufferPool } from "./buffer-pool.js";
import { CommandQueue } from "./command-queue.js";
import { cumsum } from "./cumsum.wgsl.js";
import { fill } from "./fill.wgsl.js";
import { gather } from "./gather.wgsl.js";
import type { GpuBuffer } from "./gpu-buffer.js";
import { stored } from "./kernel.js";
import { line } from "./line.wgsl.js";
import { map } from "./map.wgsl.js";
import { matmul } from "./matmul.wgsl.js";
import { reduce } from "./reduce.wgsl.js";
import { scatterAdd } from "./scatter-add.wgsl.js";
import { WebGpuStorage } from "./webgpu-storage.js";

/**
 * A graphics processor. Operations only write down commands, which are sent off together when a value is read; so reading
 * is `await x.item()`, and what goes wrong on the device is told there. There is no float64.
 */
export class WebGpuDevice implements Device {
  static readonly name: string = "WebGpuDevice";

  readonly name = "webgpu";
  readonly #pool: BufferPool;
  readonly #queue: CommandQueue;
  readonly #registry: FinalizationRegistry<GpuBuffer>;

  constructor(
    readonly gpu: GPUDevice,
    /** What the driver says the device is. */
    readonly description: string,
  ) {
    this.#pool = new BufferPool(gpu);
    this.#queue = new CommandQueue(gpu, this.#pool);
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

  allocate(dtype: DType, length: number, operation = "allocate"): WebGpuStorage {
    this.#queue.throwIfLost();
    if (stored[dtype] === undefined) {
      throw new DeviceError({
        operation,
        got: `${dtype} on webgpu`,
        expected: Object.keys(stored).join(", "),
        hint: "Try float() before the tensor is moved there, or the CPU.",
      });
    }
    const buffer = this.#pool.take(length * 4, operation);
    const storage = new WebGpuStorage(this, dtype, length, buffer, this.#giveBack);
    this.#registry.register(storage, buffer, storage);
    trackStorage(storage);
    return storage;
  }

  #giveBack = (storage: WebGpuStorage, buffer: GpuBuffer): void => {
    this.#registry.unregister(storage);
    this.#pool.give(buffer);
  };

  write(storage: Storage, data: TypedArray): void {
    const words = data instanceof Float32Array || data instanceof Int32Array ? data : Uint32Array.from(data);
    this.#queue.write((storage as WebGpuStorage).buffer, words);
  }

  async read(storage: Storage): Promise<TypedArray> {
    const { buffer, dtype, length } = storage as WebGpuStorage;
    const bytes = await this.#queue.read(buffer, length * 4);
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

  map: Device["map"] = (...call) => map(this.#queue, ...call);
  fill: Device["fill"] = (...call) => fill(this.#queue, ...call);
  reduce: Device["reduce"] = (...call) => reduce(this.#queue, ...call);
  line: Device["line"] = (...call) => line(this.#queue, ...call);
  argReduce: Device["argReduce"] = (...call) => argReduce(this.#queue, ...call);
  matmul: Device["matmul"] = (...call) => matmul(this.#queue, ...call);
  gather: Device["gather"] = (...call) => gather(this.#queue, ...call);
  scatterAdd: Device["scatterAdd"] = (...call) => scatterAdd(this.#queue, ...call);
  cumsum: Device["cumsum"] = (...call) => cumsum(this.#queue, ...call);
  argsort: Device["argsort"] = (...call) => argsort(this.#queue, ...call);
}
