import type { Executable } from "../../../compile/executable.js";
import { constantsOf } from "../../../compile/plan.js";
import type { Group } from "../../../compile/schedule.js";
import type { Call, Trace } from "../../../compile/trace.js";
import type { Device } from "../../device.js";
import type { CommandQueue } from "../command-queue.js";
import type { GpuBuffer } from "../gpu-buffer.js";
import { fieldAt } from "../kernel.js";
import { settle } from "../webgpu-storage.js";
import { Fusion } from "./fusion.js";
import { finishOf, runFusion, type Setting } from "./fusion.wgsl.js";
import { layOut } from "./lay-out.js";
import { Places } from "./places.js";
import { Recording } from "./recording.js";
import { type ChangingNumbers, replaying } from "./replay.js";

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
  const { groups, arenas, hidden } = layOut(trace, constants, queue);
  const places = new Places(arenas, take);
  const outside = places.outsideOf(trace);
  for (const { storage } of outside) settle(storage); // as a kernel may read one of them and write another
  const setting: Setting = {
    placed: (tensor) => places.tensor(tensor),
    hidden,
    constants: new Map(constants.map((call) => [call.output.storage, call])),
  };
  const recording = new Recording(take, queue.processor);
  const numbers: ChangingNumbers[] = [];
  const notes = groups.map((group) => {
    const run = recording.runs.length;
    const { runs, given } = note(group, setting, recording);
    if (given.length > 0) {
      const at = fieldAt(recording.runs[run]!.kernel.fields, "constants");
      numbers.push({ calls: given, run, at });
    }
    return describe(group, runs);
  });
  const { runs } = recording;
  return replaying({ trace, queue, places, constants, numbers, runs, notes, outside, taken });
}

/** Notes the kernels of a group; answers how many, and the calls whose numbers the first is given. */
function note(
  group: Group,
  setting: Setting,
  recording: Recording,
): { readonly runs: number; readonly given: readonly Call[] } {
  const [first] = group.calls as [Call];
  let given: readonly Call[] = [];
  if (!(group instanceof Fusion) || !group.fused) {
    return { runs: recording.call((device) => runAlone(first, setting, device)), given };
  }
  if (group.product === null) {
    const runs = recording.call((_, commands) => {
      given = runFusion(commands, group, setting);
    });
    return { runs, given };
  }
  const finish = finishOf(group, setting);
  const runs = recording.call((device) => runAlone(first, setting, device), finish);
  return { runs, given: runs === 0 ? [] : finish.bindings.numbers };
}

function runAlone(
  { primitive, inputs, attributes, output }: Call,
  { placed }: Setting,
  device: Device,
): void {
  primitive.run(device, inputs.map(placed), attributes as never, placed(output));
}

function describe({ calls, fused }: Group, runs: number): string {
  const names = calls.map(({ primitive }) => primitive.name).join(" ");
  if (fused) return calls.length > 1 ? `chain of ${names}` : names;
  return runs === 1 ? names : `${names} in ${runs} kernels`;
}
