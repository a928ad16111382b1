import { usage } from "./gpu-buffer.js";

/** Numbers that kernels are given and that are to be written elsewhere, all of which go to the device at once. */
export class GatheredNumbers {
  static readonly name: string = "GatheredNumbers";

  /** Where they are on the device. */
  readonly memory: GPUBuffer;
  readonly #numbers: Int32Array;
  #count = 0;

  constructor(
    readonly device: GPUDevice,
    most: number,
  ) {
    this.#numbers = new Int32Array(most);
    this.memory = device.createBuffer({
      size: 4 * most,
      usage: usage.uniform | usage.copySource | usage.copyTarget,
    });
  }

  /** Where the next ones begin, at a multiple of `line`; null where so many find no room. */
  place(count: number, line = 1): number | null {
    const start = Math.ceil(this.#count / line) * line;
    if (start + count > this.#numbers.length) return null;
    this.#count = start + count;
    return start;
  }

  /** The numbers at a place, to be filled. */
  at(start: number, count: number): Int32Array {
    return this.#numbers.subarray(start, start + count);
  }

  /** Sends them off, before any command that needs them. */
  send(): void {
    if (this.#count > 0)
      this.device.queue.writeBuffer(this.memory, 0, this.#numbers as BufferSource, 0, this.#count);
    this.#count = 0;
  }
}
