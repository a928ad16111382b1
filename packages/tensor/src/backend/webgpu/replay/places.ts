import { planSlots } from "../../../compile/plan.js";
import type { Group } from "../../../compile/schedule.js";
import type { Trace } from "../../../compile/trace.js";
import type { DType } from "../../../dtype.js";
import { Tensor } from "../../../tensor.js";
import type { Storage } from "../../device.js";
import type { GpuBuffer } from "../gpu-buffer.js";
import type { PlacedStorage } from "../webgpu-storage.js";

/**
 * Where a step's storages lie. A device counts a whole buffer as written or as read by a kernel, so that the memory of a
 * step is not one buffer but one for each slot of its plan, and one for all constants of a dtype.
 */
export class Places {
  readonly #storages = new Map<Storage, PlacedStorage>();
  readonly buffers: GpuBuffer[] = [];

  constructor(
    trace: Trace,
    groups: readonly Group[],
    hidden: ReadonlySet<Storage>,
    take: (bytes: number) => GpuBuffer,
  ) {
    const slots = planSlots(trace, groups, hidden);
    const constants = new Map<DType, { storage: Storage; start: number }[]>();
    for (const slot of slots) {
      const [{ storage, dtype, role }] = slot as [(typeof slot)[number]];
      if (role === "constant") {
        const others = constants.get(dtype) ?? [];
        const last = others.at(-1);
        others.push({ storage, start: last === undefined ? 0 : last.start + last.storage.length });
        constants.set(dtype, others);
      } else
        this.#place(
          slot.map((each) => ({ storage: each.storage, start: 0 })),
          take,
        );
    }
    for (const each of constants.values()) this.#place(each, take);
  }

  #place(members: readonly { storage: Storage; start: number }[], take: (bytes: number) => GpuBuffer): void {
    const buffer = take(4 * Math.max(...members.map(({ storage, start }) => start + storage.length)));
    this.buffers.push(buffer);
    for (const { storage, start } of members) {
      const { device, dtype, length } = storage;
      this.#storages.set(storage, { device, dtype, length, start, version: 0, buffer });
    }
  }

  /** The place of a storage of the step's own; undefined for one from outside, or that nothing touches. */
  find(storage: Storage): PlacedStorage | undefined {
    return this.#storages.get(storage);
  }

  /** The same view where it lies. */
  tensor(tensor: Tensor): Tensor {
    const { storage, shape, strides, offset } = tensor;
    const place = this.#storages.get(storage);
    return place === undefined ? tensor : new Tensor(place, shape, strides, offset + place.start);
  }
}
