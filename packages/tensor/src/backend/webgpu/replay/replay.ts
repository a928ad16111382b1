import type { Executable, Replay } from "../../../compile/executable.js";
import { type Call, spanOf, type Trace } from "../../../compile/trace.js";
import type { Tensor } from "../../../tensor.js";
import type { CommandQueue, Copy } from "../command-queue.js";
import type { GpuBuffer } from "../gpu-buffer.js";
import { mostNumbers } from "../kernel.js";
import { bufferOf, type PlacedStorage } from "../webgpu-storage.js";
import { KeptNumbers } from "./kept-numbers.js";
import type { Places } from "./places.js";
import type { RecordedRun } from "./recording.js";

/** Numbers of a kernel that come from calls of the step. */
export interface ChangingNumbers {
  readonly calls: readonly Call[];
  /** Which kernel, and where among its numbers they begin. */
  readonly run: number;
  readonly at: number;
}

export interface Parts {
  readonly trace: Trace;
  readonly queue: CommandQueue;
  readonly places: Places;
  readonly constants: readonly Call[];
  readonly numbers: readonly ChangingNumbers[];
  readonly runs: readonly RecordedRun[];
  readonly notes: readonly string[];
  /** A tensor of each storage that was there before the step. */
  readonly outside: readonly Tensor[];
  /** All memory of the step. */
  readonly taken: readonly GpuBuffer[];
}

const forgotten = new FinalizationRegistry((release: () => void) => release());

/** The step as something that runs. Its memory is given back when it is released, or collected. */
export function replaying({
  trace,
  queue,
  places,
  constants,
  runs,
  notes,
  taken,
  outside,
  ...parts
}: Parts): Executable {
  const prepared = queue.prepare(runs);
  const kept = [
    ...keptInMemory(trace, places, constants),
    ...parts.numbers.map(({ calls, run, at }) => {
      const target = { memory: prepared.numbers, at: 4 * (run * mostNumbers + at), usedIn: -1 };
      return new KeptNumbers(calls, trace, target);
    }),
  ];
  const release = releasing(queue, taken, prepared.numbers);
  const intoPlaces = trace.inputs.map(({ storage }) => places.find(storage));
  const results = trace.outputs.map(({ storage }) => places.find(storage)!);
  const executable: Executable = {
    notes,
    bytes: taken.reduce((sum, { bytes }) => sum + bytes, 0),
    fixed: [],
    run({ inputs, attributes, outputs }: Replay) {
      for (const tensor of outside) bufferOf(tensor); // refuses one whose memory was released
      const before = inputs.flatMap((input, i) => copyIn(input, intoPlaces[i]));
      const after = outputs.flatMap((output, i) => copyOut(results[i]!, output));
      for (const numbers of kept) numbers.write(queue, attributes);
      queue.replay(before, prepared.runs, after);
    },
    release,
  };
  forgotten.register(executable, release);
  return executable;
}

function keptInMemory(trace: Trace, places: Places, constants: readonly Call[]): KeptNumbers[] {
  return constants.flatMap((call) => {
    const { buffer, length } = places.find(call.output.storage) ?? {};
    return buffer === undefined ? [] : [new KeptNumbers([call], trace, buffer, length)];
  });
}

function copyIn(input: Tensor, place: PlacedStorage | undefined): Copy[] {
  const { first, length } = spanOf(input);
  if (place === undefined || length === 0) return [];
  return [{ from: bufferOf(input), fromByte: 4 * first, to: place.buffer, bytes: 4 * length }];
}

function copyOut({ buffer, length }: PlacedStorage, output: Tensor): Copy[] {
  return length === 0 ? [] : [{ from: buffer, fromByte: 0, to: bufferOf(output), bytes: 4 * length }];
}

/** Apart from the executable, so that it can be called when that is gone. */
function releasing(queue: CommandQueue, taken: readonly GpuBuffer[], numbers: GPUBuffer): () => void {
  let isOpen = true;
  return () => {
    if (!isOpen) return;
    isOpen = false;
    for (const buffer of taken) queue.pool.give(buffer);
    numbers.destroy();
  };
}
