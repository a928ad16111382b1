import type { Executable, Replay } from "../../../compile/executable.js";
import { type Call, spanOf, type Trace } from "../../../compile/trace.js";
import type { DType } from "../../../dtype.js";
import type { Tensor } from "../../../tensor.js";
import type { Storage } from "../../device.js";
import type { CommandQueue, Copy } from "../command-queue.js";
import { elementBits } from "../fill.wgsl.js";
import type { GpuBuffer } from "../gpu-buffer.js";
import { mostNumbers } from "../kernel.js";
import { bufferOf, type PlacedStorage } from "../webgpu-storage.js";
import type { Places } from "./places.js";
import type { RecordedRun } from "./recording.js";

/** A number of a kernel that comes from the call at a place of the step. */
export interface ChangingNumber {
  readonly place: number;
  readonly dtype: DType;
  /** Which kernel, and which of its numbers. */
  readonly run: number;
  readonly at: number;
}

export interface Parts {
  readonly trace: Trace;
  readonly queue: CommandQueue;
  readonly places: Places;
  readonly constants: readonly Call[];
  readonly numbers: readonly ChangingNumber[];
  readonly runs: readonly RecordedRun[];
  readonly notes: readonly string[];
  /** All memory of the step. */
  readonly taken: readonly GpuBuffer[];
}

/** Where a number of the step is kept on the device. */
interface Target {
  readonly place: number;
  readonly dtype: DType;
  readonly memory: GPUBuffer;
  readonly byte: number;
  readonly length: number;
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
  ...parts
}: Parts): Executable {
  const prepared = queue.prepare(runs);
  const targets = [
    ...constantTargets(trace, places, constants),
    ...parts.numbers.map(({ place, dtype, run, at }) => {
      const byte = 4 * (run * mostNumbers + at);
      return { place, dtype, memory: prepared.numbers, byte, length: 1 };
    }),
  ];
  const held = targets.map((): number | null => null);
  const release = releasing(queue, taken, prepared.numbers);
  const intoPlaces = trace.inputs.map(({ storage }) => places.find(storage));
  const results = trace.outputs.map(({ storage }) => places.find(storage)!);
  const outside = outsideOf(trace, places);
  const executable: Executable = {
    notes,
    bytes: taken.reduce((sum, { bytes }) => sum + bytes, 0),
    fixed: [],
    run({ inputs, attributes, outputs }: Replay) {
      for (const tensor of outside) bufferOf(tensor); // refuses one whose memory was released
      targets.forEach(({ place, dtype, memory, byte, length }, i) => {
        const { value } = attributes[place] as { readonly value: number };
        if (Object.is(held[i], value)) return;
        held[i] = value;
        const bits = new Int32Array(length).fill(elementBits(value, dtype));
        queue.device.queue.writeBuffer(memory, byte, bits);
      });
      const before = inputs.flatMap((input, i) => copyIn(input, intoPlaces[i]));
      const after = outputs.flatMap((output, i) => copyOut(results[i]!, output));
      queue.replay(before, prepared.runs, after);
    },
    release,
  };
  forgotten.register(executable, release);
  return executable;
}

function constantTargets(trace: Trace, places: Places, constants: readonly Call[]): Target[] {
  return constants.flatMap((call) => {
    const found = places.find(call.output.storage);
    if (found === undefined) return [];
    const { dtype, length, buffer } = found;
    return [{ place: trace.places.get(call)!, dtype, memory: buffer.memory, byte: buffer.at, length }];
  });
}

/** A tensor of each storage that was there before the step. */
function outsideOf({ calls }: Trace, places: Places): Tensor[] {
  const found = new Map<Storage, Tensor>();
  const made = new Set<Storage>(calls.filter(({ inPlace }) => !inPlace).map(({ output }) => output.storage));
  for (const { inputs, output } of calls)
    for (const tensor of [...inputs, output])
      if (!made.has(tensor.storage) && places.find(tensor.storage) === undefined)
        found.set(tensor.storage, tensor);
  return [...found.values()];
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
