import { kinds, type TypedArray } from "../../dtype.js";
import type { CpuStorage } from "../cpu/cpu-storage.js";
import type { Kernels } from "./module.js";

type Maker = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TypedArray;

/** A typed array over linear memory in which index `start` lies at `address`. */
export function arrayAt(
  kernels: Kernels,
  storage: Pick<CpuStorage, "dtype" | "start" | "length">,
  address: number,
): TypedArray {
  const { array, bytes } = kinds[storage.dtype];
  return new (array as unknown as Maker)(
    kernels.memory.buffer,
    address - storage.start * bytes,
    storage.start + storage.length,
  );
}

/**
 * Storages from outside that compiled steps use live in linear memory from then on: parameters, constants, data sets.
 * Everything else sees them as before, through the same storage objects. Their place is given back when they are collected.
 */
export class Residence {
  readonly #addresses = new WeakMap<CpuStorage, number>();
  readonly #leaving: FinalizationRegistry<number>;

  constructor(readonly kernels: Kernels) {
    this.#leaving = new FinalizationRegistry((address) => kernels.heap.release(address));
  }

  /** Where the storage lives, after moving it in if need be. */
  addressOf(storage: CpuStorage): number {
    const known = this.#addresses.get(storage);
    if (known !== undefined) return known;
    const { bytes } = kinds[storage.dtype];
    const lead = storage.start * bytes;
    const address = this.kernels.heap.allocate(storage.length * bytes + lead) + lead;
    const moved = arrayAt(this.kernels, storage, address);
    moved.set(storage.data.subarray(storage.start, storage.start + storage.length), storage.start);
    storage.data = moved;
    this.#addresses.set(storage, address);
    this.#leaving.register(storage, address - lead);
    return address;
  }
}
