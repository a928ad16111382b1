import type { Arena } from "../../../compile/plan.js";
import type { Trace } from "../../../compile/trace.js";
import { Tensor } from "../../../tensor.js";
import type { Storage } from "../../device.js";
import type { GpuBuffer } from "../gpu-buffer.js";
import type { PlacedStorage } from "../webgpu-storage.js";

/** Where a step's storages lie: pieces of the arenas of its plan. */
export class Places {
  static readonly name: string = "Places";

  readonly #storages = new Map<Storage, PlacedStorage>();

  constructor(arenas: readonly Arena[], take: (bytes: number) => GpuBuffer) {
    for (const { buffers, bytes } of arenas) {
      const arena = take(bytes);
      for (const { storage, length, offset } of buffers) {
        const { device, dtype } = storage;
        const buffer = { ...arena, arena, at: offset, bytes: Math.max(4 * length, 4) };
        this.#storages.set(storage, { device, dtype, length, start: 0, version: 0, buffer });
      }
    }
  }

  /** The place of a storage of the step's own; undefined for one from outside, or that nothing touches. */
  find(storage: Storage): PlacedStorage | undefined {
    return this.#storages.get(storage);
  }

  /** A tensor of each storage that was there before the step. */
  outsideOf({ calls }: Trace): Tensor[] {
    const found = new Map<Storage, Tensor>();
    const made = new Set<Storage>(
      calls.filter(({ inPlace }) => !inPlace).map(({ output }) => output.storage),
    );
    for (const { inputs, output } of calls)
      for (const tensor of [...inputs, output])
        if (!made.has(tensor.storage) && this.find(tensor.storage) === undefined)
          found.set(tensor.storage, tensor);
    return [...found.values()];
  }

  /** The same view where it lies. */
  tensor(tensor: Tensor): Tensor {
    const { storage, shape, strides, offset } = tensor;
    const place = this.#storages.get(storage);
    return place === undefined ? tensor : new Tensor(place, shape, strides, offset);
  }
}
