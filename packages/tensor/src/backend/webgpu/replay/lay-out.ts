import { type Arena, planArenas } from "../../../compile/plan.js";
import { type Group, hiddenIn } from "../../../compile/schedule.js";
import type { Call, Trace } from "../../../compile/trace.js";
import type { Tensor } from "../../../tensor.js";
import type { Storage } from "../../device.js";
import type { CommandQueue } from "../command-queue.js";
import { fuse } from "./fuse.js";
import { Fusion } from "./fusion.js";

/** Bytes at a multiple of which every device lets a binding begin. */
const bindingLine = 256;

/** A step's kernels and its memory. */
export interface Layout {
  readonly groups: readonly Group[];
  readonly arenas: readonly Arena[];
  /** Values that need no memory. */
  readonly hidden: ReadonlySet<Storage>;
}

/** Values of the step's own are expected to lie in so many pieces of memory. */
const expectedArenas = 3;

/** Kernels and memory. Where values need more pieces of memory than a kernel can bind, each counts as one. */
export function layOut(trace: Trace, constants: readonly Call[], queue: CommandQueue): Layout {
  const working = trace.calls.filter((call) => !constants.includes(call));
  const withArenas = (expected: number): Layout => {
    const groups = fuse(trace, working, { buffers: queue.mostBuffers, arenas: expected });
    const hidden = hiddenBy(groups, trace, constants);
    const apart = apartIn(groups, hidden);
    const arenas = planArenas(trace, groups, hidden, { line: bindingLine, most: queue.mostBytes, apart });
    return { groups, hidden, arenas };
  };
  const layout = withArenas(expectedArenas);
  return layout.arenas.length > expectedArenas ? withArenas(Number.POSITIVE_INFINITY) : layout;
}

/** What needs no memory: values that one kernel keeps to itself, and numbers that kernels are told. */
function hiddenBy(groups: readonly Group[], trace: Trace, constants: readonly Call[]): Set<Storage> {
  const hidden = hiddenIn(groups, trace);
  const needed = new Set(trace.outputs.map(({ storage }) => storage));
  for (const group of groups) for (const { storage } of boundAlone(group)) needed.add(storage);
  for (const { output } of constants) if (!needed.has(output.storage)) hidden.add(output.storage);
  return hidden;
}

/** Inputs that a group's kernels bind each by itself, or read at any place. */
function boundAlone(group: Group): readonly Tensor[] {
  if (!(group instanceof Fusion)) return group.calls[0]!.inputs;
  return group.steps.flatMap(({ sources }) => sources);
}

/** Whether a kernel that binds one of two storages for reading writes the other. */
function apartIn(groups: readonly Group[], hidden: ReadonlySet<Storage>) {
  const rivals = new Map<Storage, Set<Storage>>();
  const note = (a: Storage, b: Storage): void => void rivals.set(a, (rivals.get(a) ?? new Set()).add(b));
  for (const group of groups) {
    if (group instanceof Fusion && group.product === null) continue;
    const written = group.calls.map(({ output }) => output.storage).filter((each) => !hidden.has(each));
    for (const { storage } of boundAlone(group))
      for (const each of written) {
        note(storage, each);
        note(each, storage);
      }
  }
  return (a: Storage, b: Storage): boolean => rivals.get(a)?.has(b) ?? false;
}
