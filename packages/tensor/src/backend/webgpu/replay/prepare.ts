import type { Executable } from "../../../compile/executable.js";
import { constantsOf } from "../../../compile/plan.js";
import { type Chainable, type Group, hiddenIn, schedule } from "../../../compile/schedule.js";
import type { Call, Trace } from "../../../compile/trace.js";
import type { Device, Storage } from "../../device.js";
import type { CommandQueue } from "../command-queue.js";
import type { GpuBuffer } from "../gpu-buffer.js";
import { fieldAt } from "../kernel.js";
import { chain, chainType, chainTypeOf } from "./chain.wgsl.js";
import { Places } from "./places.js";
import { Recording } from "./recording.js";
import { type ChangingNumber, replaying } from "./replay.js";

/** Turns a trace into kernels with their memory, which a replay sends off together. */
export function prepare(trace: Trace, queue: CommandQueue): Executable {
  const taken: GpuBuffer[] = [];
  const take = (bytes: number): GpuBuffer => {
    taken.push(queue.pool.take(bytes, "compile"));
    return taken.at(-1)!;
  };
  try {
    return record(trace, queue, take, taken);
  } catch (error) {
    for (const buffer of taken) queue.pool.give(buffer);
    throw error;
  }
}

function record(
  trace: Trace,
  queue: CommandQueue,
  take: (bytes: number) => GpuBuffer,
  taken: readonly GpuBuffer[],
): Executable {
  const constants = constantsOf(trace);
  const working = trace.calls.filter((call) => !constants.includes(call));
  const groups = schedule(working, chainsIn(trace, constants, queue.mostBuffers));
  const hidden = hiddenIn(groups, trace);
  const places = new Places(trace, groups, hidden, take);
  const recording = new Recording(take);
  const numbers: ChangingNumber[] = [];
  const notes = groups.map((group) => {
    const first = recording.runs.length;
    const runs = recording.call((device, commands) => {
      if (group.fused) chain(commands, group.calls, hidden, (tensor) => places.tensor(tensor));
      else runAlone(group.calls[0]!, places, device);
    });
    numbers.push(...numbersOf(group, trace, recording, first));
    return describe(group, runs);
  });
  return replaying({ trace, queue, places, constants, numbers, runs: recording.runs, notes, taken });
}

function runAlone({ primitive, inputs, attributes, output }: Call, places: Places, device: Device): void {
  primitive.run(
    device,
    inputs.map((input) => places.tensor(input)),
    attributes as never,
    places.tensor(output),
  );
}

/** The number of a call that fills what is changed afterwards: another at every replay, perhaps. */
function numbersOf({ calls }: Group, trace: Trace, { runs }: Recording, run: number): ChangingNumber[] {
  const [call] = calls as [Call];
  const place = trace.places.get(call);
  if (place === undefined || runs[run] === undefined) return [];
  const at = fieldAt(runs[run].kernel.fields, "value");
  return [{ place, dtype: call.output.dtype, run, at }];
}

function describe({ calls, fused }: Group, runs: number): string {
  const names = calls.map(({ primitive }) => primitive.name).join(" ");
  if (fused) return calls.length > 1 ? `chain of ${names}` : names;
  return runs === 1 ? names : `${names} in ${runs} kernels`;
}

/** Which calls go together: pointwise ones whose functions are of one type, as long as the device can bind what they touch. */
function chainsIn(trace: Trace, constants: readonly Call[], mostBuffers: number): Chainable {
  const users = new Map<Storage, Call[]>();
  for (const call of trace.calls)
    for (const { storage } of new Set([...call.inputs, call.output]))
      users.set(storage, [...(users.get(storage) ?? []), call]);
  const wanted = new Set(trace.outputs.map(({ storage }) => storage));
  const constant = new Map(constants.map(({ output }) => [output.storage, output.dtype]));
  return (call, others) => {
    if (chainType(call) === null) return false;
    const calls = [...others, call];
    if (chainTypeOf(calls) === null) return false;
    const made = new Set(calls.filter(({ inPlace }) => !inPlace).map(({ output }) => output.storage));
    const isInside = (storage: Storage): boolean =>
      made.has(storage) && !wanted.has(storage) && users.get(storage)!.every((user) => calls.includes(user));
    const bound = new Set<unknown>();
    for (const { inputs, output } of calls)
      for (const { storage } of [...inputs, output])
        if (!isInside(storage)) bound.add(constant.get(storage) ?? storage);
    return others.length === 0 || bound.size <= mostBuffers;
  };
}
