import type { Heap } from "./heap.js";
import type { Instruction } from "./instructions.js";

const HEADER = 4;

/** A chunk below this many multiply-adds costs more to share out than a second thread saves. */
const SHARED_WORK = 60_000;
/** Chunks that a thread gets at least, so that a late or slow one leaves its work to the others. */
const CHUNKS = 8;

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
  const starts = instructions.map(({ opcode, units, unitCost, words }) => {
    const grain = grainOf(units, unitCost);
    shared ||= grain < units;
    target.set([opcode, units, grain, (HEADER + words.length) * 4], at);
    target.set(words, at + HEADER);
    const start = at + HEADER;
    at = start + words.length;
    return start;
  });
  target[at] = 0;
  return { starts, shared };
}

/** Units a claim: enough to pay for it, few enough to balance. `units` means that no thread is asked to help. */
function grainOf(units: number, unitCost: number): number {
  const total = units * unitCost;
  if (total < 2 * SHARED_WORK) return Math.max(1, units);
  const smallest = Math.ceil(SHARED_WORK / 4 / Math.max(1, unitCost));
  return Math.min(units, Math.max(1, smallest, Math.floor(units / CHUNKS)));
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
