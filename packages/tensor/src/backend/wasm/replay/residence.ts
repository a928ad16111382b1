import { type DType, kinds, type TypedArray } from "../../../dtype.js";
import { CpuStorage } from "../../cpu/cpu-storage.js";
import type { Device } from "../../device.js";
import type { Kernels } from "../engine/module.js";

type Maker = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TypedArray;

interface Resident {
  readonly storage: WeakRef<CpuStorage>;
  readonly address: number;
}

/**
 * Storages whose elements lie in linear memory: those from outside that compiled steps use (parameters, constants, data
 * sets), which live there from then on, and the steps' own. Everything else sees them as any other.
 */
export class Residence {
  readonly #addresses = new WeakMap<CpuStorage, number>();
  readonly #leaving: FinalizationRegistry<number>;
  /** Kept where the memory moves as it grows, to follow it. */
  #followers: Resident[] = [];

  constructor(readonly kernels: Kernels) {
    this.#leaving = new FinalizationRegistry((address) => kernels.heap.release(address));
    kernels.heap.whenGrown = () => this.#follow();
  }

  /** Where the storage lives, after moving it in if need be. Its place is given back when it is collected. */
  addressOf(storage: CpuStorage): number {
    const known = this.#addresses.get(storage);
    if (known !== undefined) return known;
    const { dtype, start, length } = storage;
    const lead = start * kinds[dtype].bytes;
    const address = this.kernels.heap.allocate(length * kinds[dtype].bytes + lead) + lead;
    const moved = this.#arrayAt(address, dtype, start, length);
    moved.set(storage.data.subarray(start, start + length), start);
    storage.data = moved;
    this.#addresses.set(storage, address);
    this.#leaving.register(storage, address - lead);
    this.#note(storage, address);
    return address;
  }

  /** A storage over memory that somebody else holds. */
  storageAt(address: number, device: Device, dtype: DType, length: number): CpuStorage {
    const storage = new CpuStorage(device, dtype, this.#arrayAt(address, dtype, 0, length), 0, length);
    this.#note(storage, address);
    return storage;
  }

  /** A typed array in which index `start` lies at `address`. */
  #arrayAt(address: number, dtype: DType, start: number, length: number): TypedArray {
    const { array, bytes } = kinds[dtype];
    const { buffer } = this.kernels.memory;
    return new (array as unknown as Maker)(buffer, address - start * bytes, start + length);
  }

  #note(storage: CpuStorage, address: number): void {
    if (!this.kernels.isShared) this.#followers.push({ storage: new WeakRef(storage), address });
  }

  #follow(): void {
    this.#followers = this.#followers.filter(({ storage: kept, address }) => {
      const storage = kept.deref();
      if (storage === undefined) return false;
      storage.data = this.#arrayAt(address, storage.dtype, storage.start, storage.length);
      return true;
    });
  }
}
