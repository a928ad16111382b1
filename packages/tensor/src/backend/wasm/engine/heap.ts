import { checkWhole } from "../../../options.js";

const ALIGNMENT = 64;
const PAGE = 65536;

interface Span {
  start: number;
  end: number;
}

/**
 * Hands out parts of a linear memory, aligned to a cache line, first fit; grows the memory when none fits.
 * Nothing is freed by itself: who allocates releases.
 */
export class Heap {
  readonly #memory: WebAssembly.Memory;
  readonly #free: Span[] = [];
  readonly #used = new Map<number, number>();
  #end: number;
  /** Called when the memory has grown: unless it is shared, that leaves all typed arrays over it empty. */
  whenGrown: () => void = () => {};

  constructor(memory: WebAssembly.Memory, start: number) {
    this.#memory = memory;
    this.#end = memory.buffer.byteLength;
    this.#free.push({ start: align(start), end: this.#end });
  }

  /**
   * The address of `bytes` bytes, not cleared.
   *
   * @throws RangeError when the memory cannot grow any more; ArgumentError for what is no number of bytes, which would
   *   spoil the list of what is free.
   */
  allocate(bytes: number): number {
    checkWhole("heap", "bytes", bytes, 0);
    const size = Math.max(ALIGNMENT, align(bytes));
    const fit = this.#free.findIndex(({ start, end }) => end - start >= size);
    const index = fit >= 0 ? fit : this.#grow(size);
    const span = this.#free[index]!;
    const { start } = span;
    span.start += size;
    if (span.start === span.end) this.#free.splice(index, 1);
    this.#used.set(start, size);
    return start;
  }

  release(address: number): void {
    const size = this.#used.get(address);
    if (size === undefined) throw new RangeError(`heap: ${address} is not in use`);
    this.#used.delete(address);
    let index = this.#free.findIndex(({ start }) => start > address);
    if (index < 0) index = this.#free.length;
    this.#free.splice(index, 0, { start: address, end: address + size });
    this.#join(index);
    if (index > 0) this.#join(index - 1);
  }

  /** Bytes handed out and not yet released. */
  get inUse(): number {
    let total = 0;
    for (const size of this.#used.values()) total += size;
    return total;
  }

  #join(index: number): void {
    const [left, right] = [this.#free[index]!, this.#free[index + 1]];
    if (right === undefined || left.end !== right.start) return;
    left.end = right.end;
    this.#free.splice(index + 1, 1);
  }

  /** At least `size` bytes more at the end; the index of the free span that holds them. */
  #grow(size: number): number {
    const last = this.#free.at(-1);
    const spare = last?.end === this.#end ? last.end - last.start : 0;
    const wanted = Math.ceil((size - spare) / PAGE);
    const generous = Math.ceil(this.#end / PAGE / 4);
    this.#memory.grow(wanted);
    if (generous > wanted) this.#growIfPossible(generous - wanted);
    const end = this.#memory.buffer.byteLength;
    if (last !== undefined && spare > 0) last.end = end;
    else this.#free.push({ start: this.#end, end });
    this.#end = end;
    this.whenGrown();
    return this.#free.length - 1;
  }

  #growIfPossible(pages: number): void {
    try {
      this.#memory.grow(pages);
    } catch {
      // What was needed is there; the reserve for later is not.
    }
  }
}

function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
