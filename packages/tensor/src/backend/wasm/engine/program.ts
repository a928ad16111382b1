import type { Instruction } from "../kernels/instructions.js";
import type { Heap } from "./heap.js";

const HEADER = 5;

/** Nanoseconds of work below which a second thread saves less than sharing costs (half a microsecond). */
const WORTH_SHARING = 4000;
/** Nanoseconds of work that a thread takes at once, at least. */
const SMALLEST_CHUNK = 1000;
/** Chunks are no more than this, so that claiming them stays cheap and the packed operands stay in cache. */
const MOST_CHUNKS = 32;
/** Nanoseconds that the others' last chunks may be late before the thread that waits goes to sleep. */
const PATIENCE = 20_000;

/** How many words a program of these instructions takes, its end included. */
export function programLength(instructions: readonly Instruction[]): number {
  return instructions.reduce((length, { words }) => length + HEADER + words.length, 1);
}

export interface Written {
  /** At which word the fields of each instruction begin. */
  readonly starts: readonly number[];
  /** Whether any instruction is worth more than one thread. */
  readonly shared: boolean;
}

/** Writes a program where WebAssembly runs it from. */
export function writeProgram(instructions: readonly Instruction[], target: Int32Array): Written {
  let at = 0;
  let shared = false;
  const starts = instructions.map((instruction) => {
    const { opcode, units, nanoseconds, words } = instruction;
    const grain = grainOf(instruction);
    shared ||= grain < units;
    const patience = Math.min(1e9, Math.round(PATIENCE + 3 * grain * nanoseconds));
    target.set([opcode, units, grain, (HEADER + words.length) * 4, patience], at);
    target.set(words, at + HEADER);
    const start = at + HEADER;
    at = start + words.length;
    return start;
  });
  target[at] = 0;
  return { starts, shared };
}

/** Units a claim: enough to pay for it, few enough to balance. `units` means that no thread is asked to help. */
function grainOf({ units, nanoseconds, together }: Instruction): number {
  if (units * nanoseconds < WORTH_SHARING) return Math.max(1, units);
  const smallest = Math.max(SMALLEST_CHUNK / nanoseconds, units / MOST_CHUNKS);
  return Math.min(units, Math.ceil(smallest / together) * together);
}

interface Machine {
  readonly heap: Heap;
  readonly words: Int32Array;
  execute(program: number, shared: boolean): void;
}

/** Instructions in memory, ready to run. */
export class Program {
  readonly #machine: Machine;
  readonly #address: number;
  readonly #written: Written;

  constructor(machine: Machine, instructions: readonly Instruction[]) {
    this.#machine = machine;
    const length = programLength(instructions);
    this.#address = machine.heap.allocate(length * 4);
    const first = this.#address / 4;
    this.#written = writeProgram(instructions, machine.words.subarray(first, first + length));
  }

  run(): void {
    this.#machine.execute(this.#address, this.#written.shared);
  }

  /** Changes one word of one instruction for the runs to come: `layout.wordOf("rate")`, `bitsOf(0.1)`. */
  set(instruction: number, word: number, bits: number): void {
    this.#machine.words[this.#address / 4 + this.#written.starts[instruction]! + word] = bits;
  }

  release(): void {
    this.#machine.heap.release(this.#address);
  }
}
