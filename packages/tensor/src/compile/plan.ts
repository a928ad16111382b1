import type { Storage } from "../backend/device.js";
import { type DType, kinds } from "../dtype.js";
import type { Group } from "./schedule.js";
import type { Call, Trace } from "./trace.js";

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

/** The memory of a step: every storage it touches, and what its own take together. */
export interface MemoryPlan {
  readonly buffers: ReadonlyMap<Storage, Buffer>;
  readonly bytes: number;
}

/** The calls that fill what nothing changes afterwards: once is enough, as long as their numbers stay. */
export function constantsOf({ calls }: Trace): Call[] {
  const changed = new Set(calls.filter(({ inPlace }) => inPlace).map(({ output }) => output.storage));
  return calls.filter(
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
  const roles = rolesOf(trace);
  const buffers = new Map<Storage, Buffer>();
  const lives = new Map<Buffer, { first: number; last: number }>();
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
  const bytes = pack(lives);
  return { buffers, bytes };
}

/** Lays buffers side by side, largest first, each at the lowest place free for as long as it lives; answers the bytes taken. */
function pack(lives: ReadonlyMap<Buffer, { first: number; last: number }>): number {
  const placed: { from: number; to: number; first: number; last: number }[] = [];
  const own = [...lives].filter(([buffer]) => buffer.role !== "outside");
  own.sort(([a], [b]) => bytesOf(b) - bytesOf(a));
  for (const [buffer, { first, last }] of own) {
    const size = bytesOf(buffer);
    const rivals = placed
      .filter((each) => each.first <= last && first <= each.last)
      .sort((a, b) => a.from - b.from);
    let at = 0;
    for (const { from, to } of rivals) if (from < at + size) at = Math.max(at, to);
    buffer.offset = at;
    placed.push({ from: at, to: at + size, first, last });
  }
  return placed.reduce((end, { to }) => Math.max(end, to), 0);
}

function bytesOf({ dtype, length }: Buffer): number {
  return Math.max(Math.ceil((length * kinds[dtype].bytes) / line), 1) * line;
}
