import type { Storage } from "../backend/device.js";
import { isSameView } from "../layout.js";
import type { Pointwise } from "../ops/pointwise-row.js";
import { sameShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { type Call, changedIn, type Trace } from "./trace.js";

/** Calls that run as one: a chain of pointwise operations over one shape, or any single call. */
export interface Group {
  readonly calls: Call[];
  readonly fused: boolean;
}

/** Whether a device can do a call as the next step of a chain of others. */
export type Chainable = (call: Call, others: readonly Call[]) => boolean;

/**
 * Orders calls so that pointwise ones over one shape stand together, and joins those. An order is kept wherever a call
 * reads what another writes.
 */
export function schedule(calls: readonly Call[], chainable: Chainable): Group[] {
  const waiting = dependencies(calls);
  const followers = new Map<number, number[]>();
  waiting.forEach((before, i) => {
    for (const each of before) followers.set(each, [...(followers.get(each) ?? []), i]);
  });
  const ready = new Set([...calls.keys()].filter((i) => waiting[i]!.size === 0));
  const groups: Group[] = [];
  let open: Group | null = null;
  while (ready.size > 0) {
    const order = [...ready].sort((a, b) => a - b);
    const joining =
      open === null
        ? undefined
        : order.find((i) => joins(calls[i]!, open!) && chainable(calls[i]!, open!.calls));
    const next = joining ?? order[0]!;
    ready.delete(next);
    const call = calls[next]!;
    if (joining !== undefined) open!.calls.push(call);
    else {
      const fused = chainable(call, []);
      const group: Group = { calls: [call], fused };
      groups.push(group);
      open = fused ? group : null;
    }
    for (const follower of followers.get(next) ?? []) {
      waiting[follower]!.delete(next);
      if (waiting[follower]!.size === 0) ready.add(follower);
    }
  }
  return groups;
}

/** For each call the earlier ones it must come after: writers of what it reads, readers and writers of what it writes. */
export function dependencies(calls: readonly Call[]): Set<number>[] {
  const writers = new Map<Storage, number>();
  const readers = new Map<Storage, number[]>();
  return calls.map(({ inputs, output }, i) => {
    const before = new Set<number>();
    for (const { storage } of inputs) {
      const writer = writers.get(storage);
      if (writer !== undefined) before.add(writer);
    }
    const { storage } = output;
    const writer = writers.get(storage);
    if (writer !== undefined) before.add(writer);
    for (const reader of readers.get(storage) ?? []) before.add(reader);
    for (const input of inputs) readers.set(input.storage, [...(readers.get(input.storage) ?? []), i]);
    writers.set(storage, i);
    readers.delete(storage);
    before.delete(i);
    return before;
  });
}

/** Whether a call can be the next step of a chain: same shape, and what both touch is touched in one layout. */
function joins(call: Call, group: Group): boolean {
  if (!sameShape(call.output.shape, group.calls[0]!.output.shape)) return false;
  return group.calls.every(
    (member) =>
      call.inputs.every((input) => apartOrAlike(input, member.output)) &&
      member.inputs.every((input) => apartOrAlike(input, call.output)) &&
      apartOrAlike(call.output, member.output),
  );
}

function apartOrAlike(a: Tensor, b: Tensor): boolean {
  return a.storage !== b.storage || isSameView(a, b);
}

/** Temporaries that only the chain that makes them reads. */
export function hiddenIn(groups: readonly Group[], trace: Trace): Set<Storage> {
  const uses = usesOf(trace, groups);
  const args = new Set(trace.inputs.map(({ storage }) => storage));
  const changed = changedIn(trace);
  const hidden = new Set<Storage>();
  for (const group of groups.filter(({ fused }) => fused)) {
    for (const { output } of group.calls) {
      const readers = uses.get(output.storage) ?? new Set();
      const inside = [...readers].every((reader) => reader === group);
      if (!changed.has(output.storage) && inside && !args.has(output.storage)) hidden.add(output.storage);
    }
  }
  return hidden;
}

function usesOf(trace: Trace, groups: readonly Group[]): Map<Storage, Set<Group>> {
  const uses = new Map<Storage, Set<Group>>();
  const note = (storage: Storage, group: Group): void =>
    void uses.set(storage, (uses.get(storage) ?? new Set()).add(group));
  for (const group of groups)
    for (const { inputs } of group.calls) for (const { storage } of inputs) note(storage, group);
  const after: Group = { calls: [], fused: false };
  for (const { storage } of trace.outputs) note(storage, after);
  return uses;
}

/** Whether a call's primitive is a pointwise row. */
export function isPointwise(primitive: Call["primitive"]): primitive is Call["primitive"] & Pointwise {
  return "expression" in primitive;
}
