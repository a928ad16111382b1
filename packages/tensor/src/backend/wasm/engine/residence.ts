import { type DType, kinds, type TypedArray } from "../../../dtype.js";
import { CpuStorage } from "../../cpu/cpu-storage.js";
import type { Device } from "../../device.js";
import type { Kernels } from "./module.js";

type Maker = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TypedArray;

/** Elements from which on an eager kernel's copy of an operand takes notice. */
const LARGE = 1 << 14;
/** Readings by eager kernels, with no change between them, after which a large operand is thought to be read for ever. */
const OFTEN = 8;
/** Bytes of such operands at most, as in a loop without a pause nothing is collected that has moved in. */
const MOST_READ = 64 << 20;

interface Resident {
  readonly storage: WeakRef<CpuStorage>;
  readonly address: number;
}

/**
 * Storages whose elements lie in linear memory: those from outside that compiled steps use (parameters, constants, data
 * sets) or eager kernels read often, which live there from then on, and the steps' own. Everything else sees them as any
 * other.
 */
export class Residence {
  readonly #addresses = new WeakMap<CpuStorage, number>();
  readonly #leaving: FinalizationRegistry<{ readonly address: number; readonly read: number }>;
  readonly #readings = new WeakMap<CpuStorage, { version: number; times: number }>();
  /** Bytes of operands that moved in for being read often. */
  #read = 0;
  /** Kept where the memory moves as it grows, to follow it. */
  #followers: Resident[] = [];

  constructor(readonly kernels: Kernels) {
    this.#leaving = new FinalizationRegistry(({ address, read }) => {
      kernels.heap.release(address);
      this.#read -= read;
    });
    kernels.heap.whenGrown = () => this.#follow();
  }

  /**
   * Where the storage lives, after moving it in if need be. Its place is given back when it is collected, and `read` bytes
   * of the room for what is read often.
   */
  addressOf(storage: CpuStorage, read = 0): number {
    const known = this.#addresses.get(storage);
    if (known !== undefined) return known;
    const { dtype, start, length } = storage;
    const lead = start * kinds[dtype].bytes;
    const address = this.kernels.heap.allocate(length * kinds[dtype].bytes + lead) + lead;
    const moved = this.#arrayAt(address, dtype, start, length);
    moved.set(storage.data.subarray(start, start + length), start);
    storage.data = moved;
    this.#addresses.set(storage, address);
    this.#leaving.register(storage, { address: address - lead, read });
    this.#note(storage, address);
    return address;
  }

  /** Takes note that an eager kernel reads a storage from outside; moves it in once that has been so often. */
  noteReading(storage: CpuStorage): void {
    if (storage.length < LARGE || this.#addresses.has(storage)) return;
    const { version } = storage;
    const before = this.#readings.get(storage);
    const times = before?.version === version ? before.times + 1 : 1;
    this.#readings.set(storage, { version, times });
    const bytes = storage.length * kinds[storage.dtype].bytes;
    if (times <= OFTEN || this.#read + bytes > MOST_READ) return;
    try {
      this.addressOf(storage, bytes);
      this.#read += bytes;
    } catch {
      // The memory cannot grow: the operand is copied each time, as before.
    }
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
