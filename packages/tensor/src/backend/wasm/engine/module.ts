import { EagerScratch } from "../eager/scratch.js";
import type { Instruction } from "../kernels/instructions.js";
import { type Binary, type Build, chooseBinary, withoutSharing } from "./binary.js";
import { GeneratedKernels } from "./generated.js";
import { Heap } from "./heap.js";
import { Program, writeProgram } from "./program.js";
import { Residence } from "./residence.js";
import { defaultThreads, MOST_PARTS, mayWait, startWorker } from "./threads.js";

/** What the WebAssembly module exports. */
export interface KernelExports {
  readonly run: (program: number, control: number, threads: number) => void;
  readonly prepare: (address: number) => void;
  readonly prepareLists: () => void;
  /** Generated kernels, from 1 up. */
  readonly table: WebAssembly.Table;
}

/** Bytes a thread may use for packed panels and lists. */
export const THREAD_SCRATCH = 1 << 20;
const CONTROL_BYTES = 320 + MOST_PARTS * 64;
/** Below this address are the kernels' tables. */
const RESERVED_BYTES = 4096;
/** Pages that a memory may grow to; less where the system does not reserve so much address space. */
const MAXIMUM_PAGES = [65536, 32768, 16384, 4096];
const INITIAL_PAGES = 64;

/** The kernels, their memory and the threads that run them. All addresses are byte offsets into `memory`. */
export class Kernels {
  readonly build: Build;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly heap: Heap;
  readonly eagerScratch: EagerScratch;
  readonly residence: Residence;
  /** What the threads share; see program.ts in assembly/. */
  readonly control: number;
  readonly exports: KernelExports;
  readonly generated = new GeneratedKernels(this);
  /** Whether threads may share the memory, and whether it stays where it is when it grows. */
  readonly isShared: boolean;
  readonly #mayShare: boolean;
  #threads: number;
  #workers = 0;
  #floats = new Float32Array(0);
  #words = new Int32Array(0);
  #bytes = new Uint8Array(0);

  constructor({ build, bytes }: Binary, threads = defaultThreads()) {
    const shared = createMemory(true);
    this.build = build;
    this.isShared = shared !== null;
    this.memory = shared ?? createMemory(false)!;
    this.module = new WebAssembly.Module(shared ? bytes : withoutSharing(bytes));
    const learn = (): void => {}; // this thread has all generated kernels in its table
    const instance = new WebAssembly.Instance(this.module, { env: { memory: this.memory, learn } });
    this.exports = instance.exports as unknown as KernelExports;
    this.heap = new Heap(this.memory, RESERVED_BYTES);
    this.eagerScratch = new EagerScratch(this.heap);
    this.residence = new Residence(this);
    this.control = this.heap.allocate(CONTROL_BYTES);
    this.bytes.fill(0, this.control, this.control + CONTROL_BYTES);
    this.#mayShare = shared !== null && mayWait();
    this.#threads = this.#mayShare ? threads : 1;
    this.exports.prepareLists();
    this.exports.prepare(this.heap.allocate(THREAD_SCRATCH));
  }

  /** The whole memory as float32. Ask again after every allocation: a memory that grew has new views. */
  get floats(): Float32Array {
    if (this.#floats.byteLength !== this.memory.buffer.byteLength)
      this.#floats = new Float32Array(this.memory.buffer);
    return this.#floats;
  }

  /** The whole memory as int32. */
  get words(): Int32Array {
    if (this.#words.byteLength !== this.memory.buffer.byteLength)
      this.#words = new Int32Array(this.memory.buffer);
    return this.#words;
  }

  /** The whole memory as uint8. */
  get bytes(): Uint8Array {
    if (this.#bytes.byteLength !== this.memory.buffer.byteLength)
      this.#bytes = new Uint8Array(this.memory.buffer);
    return this.#bytes;
  }

  /** Lays a program down to be run many times. Who made it releases it. */
  program(instructions: readonly Instruction[]): Program {
    return new Program(this, instructions);
  }

  /** Runs instructions once, written to `address`, where `programLength` words are free. */
  runOnce(instructions: readonly Instruction[], address: number): void {
    const { shared } = writeProgram(instructions, this.words.subarray(address / 4));
    this.execute(address, shared);
  }

  /** Runs the program that was written at `address`; `shared` says that it has work for more than one thread. */
  execute(address: number, shared: boolean): void {
    if (shared && this.#workers < this.#threads - 1) this.#startWorkers();
    this.exports.run(address, this.control, this.#workers > 0 ? this.#threads : 1);
  }

  /** How many threads run a program that is worth it, this one included. */
  get threads(): number {
    return this.#threads;
  }

  /** At most 64; where no worker can be started it stays 1. @source torch.set_num_threads */
  set threads(count: number) {
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(`threads: got ${count}; expected a whole number from 1 up`);
    }
    this.#threads = this.#mayShare ? Math.min(count, MOST_PARTS) : 1;
  }

  /** Nobody waits for a worker: until it is there the others do its work. */
  #startWorkers(): void {
    const { module, memory, control } = this;
    try {
      while (this.#workers < this.#threads - 1) {
        const scratch = this.heap.allocate(THREAD_SCRATCH);
        startWorker({ module, memory, control, scratch, number: this.#workers + 1 });
        this.#workers++;
      }
    } catch {
      this.#threads = this.#workers + 1; // a content policy without workers, or no memory for one more
    }
  }
}

function createMemory(shared: boolean): WebAssembly.Memory | null {
  if (shared && typeof SharedArrayBuffer === "undefined") return null;
  for (const maximum of MAXIMUM_PAGES) {
    try {
      return new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum, shared });
    } catch {
      // Less may still fit.
    }
  }
  if (shared) return null;
  throw new RangeError("no address space for a WebAssembly memory");
}

let loaded: Kernels | null | undefined;

/**
 * The kernels, made at the first call; null where the engine cannot run them.
 *
 * @throws ArgumentError where MNIST_THREADS is no number of threads.
 */
export function loadKernels(): Kernels | null {
  if (loaded === undefined) {
    const binary = chooseBinary();
    loaded = binary && instantiate(binary, defaultThreads());
  }
  return loaded;
}

function instantiate(binary: Binary, threads: number): Kernels | null {
  try {
    return new Kernels(binary, threads);
  } catch {
    return null; // a page whose content policy forbids WebAssembly, or no memory for it
  }
}
