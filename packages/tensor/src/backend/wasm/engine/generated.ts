import type { Heap } from "./heap.js";

/** Functions that a generated kernel calls, by name. */
export type Calls = Readonly<Record<string, (...values: number[]) => number>>;

export interface GeneratedModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly calls: Calls;
}

/** A kernel in this thread's table. Other threads learn of it from its record when they first meet it. */
export interface GeneratedKernel {
  readonly index: number;
  /** Where three words (its index, the record before, how many bytes) and its module are in memory. */
  readonly record: number;
  /** Whether it has to stay on this thread, as only that has the functions it calls. */
  readonly isAlone: boolean;
}

const HEADER_BYTES = 12;

/** Where kernels are put: what module.ts has of an instance, its memory and its table of functions. */
interface Host {
  readonly memory: WebAssembly.Memory;
  readonly heap: Heap;
  readonly exports: { readonly table: WebAssembly.Table };
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
}

/** Kernels that are made for steps while a program runs, each once for all steps that are alike. */
export class GeneratedKernels {
  readonly #known = new Map<string, GeneratedKernel>();
  #last = 0;

  constructor(readonly host: Host) {}

  /** The kernel of that key, made when first asked for. */
  kernel(key: string, make: () => GeneratedModule): GeneratedKernel {
    let kernel = this.#known.get(key);
    if (kernel === undefined) {
      kernel = this.#add(make());
      this.#known.set(key, kernel);
    }
    return kernel;
  }

  #add({ bytes, calls }: GeneratedModule): GeneratedKernel {
    const { memory, heap, exports } = this.host;
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory }, calls });
    const index = exports.table.grow(1);
    exports.table.set(index, instance.exports.run);
    const record = heap.allocate(HEADER_BYTES + bytes.length);
    this.host.words.set([index, this.#last, bytes.length], record / 4);
    this.host.bytes.set(bytes, record + HEADER_BYTES);
    this.#last = record;
    return { index, record, isAlone: Object.keys(calls).length > 0 };
  }
}
