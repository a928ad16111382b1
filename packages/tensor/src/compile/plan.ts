import type { Storage } from "../backend/device.js";
import { type DType, kinds } from "../dtype.js";
import type { Group } from "./schedule.js";
import { type Call, changedIn, type Trace } from "./trace.js";

/**
 * Where a step's storage comes from: an argument of each run, something that was there before (a parameter, a constant, a
 * data set), a constant of the step itself, or a value that lives for a part of one run.
 */
export type Role = "argument" | "outside" | "constant" | "temporary";

export interface Buffer {
  readonly storage: Storage;
  readonly dtype: DType;
  readonly length: number;
  readonly role: Role;
  /** Bytes from the start of the step's own memory, for all but what was outside. */
  offset: number;
}

/** The groups of a step between which a buffer holds what is needed, both included. */
interface Life {
  readonly first: number;
  readonly last: number;
}

/** The memory of a step: every storage it touches, and what its own take together. */
export interface MemoryPlan {
  readonly buffers: ReadonlyMap<Storage, Buffer>;
  readonly bytes: number;
}

/** The calls that fill what nothing changes afterwards: once is enough, as long as their numbers stay. */
export function constantsOf(trace: Trace): Call[] {
  const changed = changedIn(trace);
  return trace.calls.filter(
    ({ primitive, inPlace, output }) => primitive.name === "full" && !inPlace && !changed.has(output.storage),
  );
}

const line = 64;

function rolesOf(trace: Trace): Map<Storage, Role> {
  const roles = new Map<Storage, Role>();
  for (const { storage } of trace.inputs) roles.set(storage, "argument");
  for (const { output, inPlace } of trace.calls) if (!inPlace) roles.set(output.storage, "temporary");
  for (const { output } of constantsOf(trace)) roles.set(output.storage, "constant");
  return roles;
}

/**
 * Gives every storage a place. Temporaries share memory where one is last read before the other is written; `hidden` ones,
 * which a chain keeps to itself, get none.
 */
export function planMemory(trace: Trace, groups: readonly Group[], hidden: ReadonlySet<Storage>): MemoryPlan {
  const lives = livesOf(trace, groups, hidden);
  const memory = new Packing();
  for (const [buffer, life] of largestFirst(lives, bytesOf)) memory.place(buffer, bytesOf(buffer), life);
  const buffers = new Map([...lives.keys()].map((buffer) => [buffer.storage, buffer]));
  return { buffers, bytes: memory.bytes };
}

/** A piece of memory with what is laid into it. */
export interface Arena {
  readonly buffers: readonly Buffer[];
  readonly bytes: number;
}

export interface ArenaRules {
  /** Bytes at a multiple of which a buffer may begin. */
  readonly line: number;
  /** Bytes that an arena may have. */
  readonly most: number;
  /** Whether two storages may not lie in one arena. */
  readonly apart: (a: Storage, b: Storage) => boolean;
}

/**
 * The same for a device whose elements take four bytes each and whose kernels cannot always write one part of a piece of
 * memory while they read another: in as few pieces as that allows.
 */
export function planArenas(
  trace: Trace,
  groups: readonly Group[],
  hidden: ReadonlySet<Storage>,
  { line, most, apart }: ArenaRules,
): Arena[] {
  const bytesOf = ({ length }: Buffer): number => inLines(4 * length, line);
  const arenas: Packing[] = [];
  for (const [buffer, life] of largestFirst(livesOf(trace, groups, hidden), bytesOf)) {
    const isHome = (arena: Packing): boolean =>
      arena.buffers.every(({ storage }) => !apart(storage, buffer.storage)) &&
      arena.placeFor(bytesOf(buffer), life) + bytesOf(buffer) <= most;
    const home = arenas.find(isHome) ?? new Packing();
    if (home.buffers.length === 0) arenas.push(home);
    home.place(buffer, bytesOf(buffer), life);
  }
  return arenas;
}

function meet(a: Life, b: Life): boolean {
  return a.first <= b.last && b.first <= a.last;
}

function livesOf(trace: Trace, groups: readonly Group[], hidden: ReadonlySet<Storage>): Map<Buffer, Life> {
  const roles = rolesOf(trace);
  const buffers = new Map<Storage, Buffer>();
  const lives = new Map<Buffer, Life>();
  const touched = groups.map(({ calls }) => calls.flatMap((call) => [...call.inputs, call.output]));
  [...touched, trace.outputs].forEach((tensors, at) => {
    for (const { storage } of tensors) {
      if (hidden.has(storage)) continue;
      let buffer = buffers.get(storage);
      if (buffer === undefined) {
        const role = roles.get(storage) ?? "outside";
        buffer = { storage, dtype: storage.dtype, length: storage.length, role, offset: 0 };
        buffers.set(storage, buffer);
      }
      const lasts = buffer.role !== "temporary" || trace.outputs.some((output) => output.storage === storage);
      const life = lives.get(buffer) ?? { first: buffer.role === "temporary" ? at : 0, last: at };
      lives.set(buffer, { first: life.first, last: lasts ? groups.length : at });
    }
  });
  return lives;
}

/** Buffers side by side, each at the lowest place free for as long as it lives. */
class Packing implements Arena {
  static readonly name: string = "Packing";

  readonly buffers: Buffer[] = [];
  readonly #placed: (Life & { readonly from: number; readonly to: number })[] = [];
  bytes = 0;

  placeFor(size: number, life: Life): number {
    const rivals = this.#placed.filter((each) => meet(each, life)).sort((a, b) => a.from - b.from);
    let at = 0;
    for (const { from, to } of rivals) if (from < at + size) at = Math.max(at, to);
    return at;
  }

  place(buffer: Buffer, size: number, life: Life): void {
    const at = this.placeFor(size, life);
    buffer.offset = at;
    this.buffers.push(buffer);
    this.#placed.push({ from: at, to: at + size, ...life });
    this.bytes = Math.max(this.bytes, at + size);
  }
}

/** The buffers of the step's own. */
function largestFirst(
  lives: ReadonlyMap<Buffer, Life>,
  bytesOf: (buffer: Buffer) => number,
): [Buffer, Life][] {
  const own = [...lives].filter(([buffer]) => buffer.role !== "outside");
  return own.sort(([a], [b]) => bytesOf(b) - bytesOf(a));
}

function bytesOf({ dtype, length }: Buffer): number {
  return inLines(length * kinds[dtype].bytes, line);
}

function inLines(bytes: number, line: number): number {
  return Math.max(Math.ceil(bytes / line), 1) * line;
}
