import type { Buffer, MemoryPlan } from "../../../compile/plan.js";
import { kinds } from "../../../dtype.js";
import type { Layout } from "../../../layout.js";
import { Tensor } from "../../../tensor.js";
import type { CpuStorage } from "../../cpu/cpu-storage.js";
import type { Storage } from "../../device.js";
import type { Residence } from "../engine/residence.js";

/** A tensor's view of linear memory: its first element's address, and strides in elements. */
export interface View extends Layout {
  readonly address: number;
}

/** Where a step's storages lie in linear memory. */
export class Places {
  readonly #standIns = new Map<Storage, CpuStorage>();
  /** Matrices that are kept column by column: [rows, columns]. */
  readonly #turned = new Map<Storage, readonly [number, number]>();

  constructor(
    readonly residence: Residence,
    readonly plan: MemoryPlan,
    readonly base: number,
  ) {}

  #buffer(storage: Storage): Buffer {
    const buffer = this.plan.buffers.get(storage);
    if (buffer === undefined) throw new RangeError("a storage without a place");
    return buffer;
  }

  /** The address of a storage's first element. */
  addressOf(storage: Storage): number {
    const buffer = this.#buffer(storage);
    return buffer.role === "outside"
      ? this.residence.addressOf(storage as CpuStorage)
      : this.base + buffer.offset;
  }

  /** Keeps a matrix column by column from now on. */
  turn(tensor: Tensor): void {
    this.#turned.set(tensor.storage, tensor.shape as [number, number]);
  }

  view({ storage, shape, strides, offset }: Tensor): View {
    const address = this.addressOf(storage) + (offset - storage.start) * kinds[storage.dtype].bytes;
    const turned = this.#turned.get(storage);
    if (turned === undefined) return { address, shape, strides, offset };
    const [rows, columns] = turned;
    // Only whole views of a turned matrix exist, as it is or transposed.
    return { address, shape, strides: strides.map((stride) => (stride === columns ? 1 : rows)), offset };
  }

  /** The same view as a tensor that the JavaScript kernels can work on. */
  tensor({ storage, shape, strides, offset }: Tensor): Tensor {
    const inside = this.#inside(storage);
    return new Tensor(inside, shape, strides, offset - storage.start + inside.start);
  }

  /** The storage over linear memory: what was outside itself, now that it lives there, or a stand-in. */
  #inside(storage: Storage): CpuStorage {
    const address = this.addressOf(storage);
    if (this.#buffer(storage).role === "outside") return storage as CpuStorage;
    let standIn = this.#standIns.get(storage);
    if (standIn === undefined) {
      standIn = this.residence.storageAt(address, storage.device, storage.dtype, storage.length);
      this.#standIns.set(storage, standIn);
    }
    return standIn;
  }
}
