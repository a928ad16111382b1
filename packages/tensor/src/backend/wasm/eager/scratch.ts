import type { Heap } from "../engine/heap.js";

const LINE = 64;

/** A part of the heap for operands that live for one call only; it grows to the largest call and is kept. */
export class EagerScratch {
  readonly #heap: Heap;
  #address = 0;
  #bytes = 0;

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** An address for each size (in bytes), on lines of their own, good until the next call. */
  lay(sizes: readonly number[]): number[] {
    const starts: number[] = [];
    let total = 0;
    for (const size of sizes) {
      starts.push(total);
      total += Math.ceil(size / LINE) * LINE;
    }
    if (total > this.#bytes) this.#grow(total);
    return starts.map((start) => this.#address + start);
  }

  #grow(bytes: number): void {
    if (this.#bytes > 0) this.#heap.release(this.#address);
    this.#bytes = 0;
    this.#address = this.#heap.allocate(bytes);
    this.#bytes = bytes;
  }
}
