import { allocate } from "../allocate.js";
import type { Storage } from "../backend/device.js";
import { addRecorder } from "../dispatch.js";
import { copy } from "../ops/pointwise.js";
import type { KernelPrimitive } from "../ops/primitive.js";
import { Tensor } from "../tensor.js";

/** One kernel call of a recorded step. Views need none: a tensor's own strides say how it is read. */
export interface Call {
  readonly primitive: KernelPrimitive<string, unknown>;
  readonly inputs: readonly Tensor[];
  readonly attributes: unknown;
  /** The tensor made, or for an in-place call the one changed. */
  readonly output: Tensor;
  readonly inPlace: boolean;
  /** For a call that draws random numbers: a copy of those that this run drew. */
  readonly drawn: Tensor | null;
}

/** What one run of a step did. */
export interface Trace {
  readonly calls: readonly Call[];
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

export interface Capture {
  readonly trace: Trace;
  /** Why the trace cannot be replayed, if so. */
  readonly refusal: string | null;
  /** Gives all that the step changed outside itself the values it had before. */
  undo(): void;
}

/** Runs `step` as it is and notes down every kernel call. */
export function capture(
  step: (...inputs: Tensor[]) => readonly Tensor[],
  inputs: readonly Tensor[],
): Capture {
  const calls: Call[] = [];
  const given = new Set<Storage>(inputs.map((input) => input.storage));
  const made = new Set<Storage>();
  const before = new Map<Storage, Tensor>();
  let refusal: string | null = null;
  const stop = addRecorder({
    willChange({ storage }) {
      if (given.has(storage)) refusal ??= "the step changes one of its arguments";
      if (!made.has(storage) && !before.has(storage)) before.set(storage, snapshot(whole(storage)));
    },
    record(primitive, operands, attributes, output, inPlace) {
      if (primitive.kind !== "kernel") return;
      if (!inPlace) made.add(output.storage);
      const drawn = primitive.name === "random" ? snapshot(output) : null;
      const call = {
        primitive: primitive as KernelPrimitive<string, never>,
        inputs: operands,
        attributes,
        output,
        inPlace,
        drawn,
      };
      calls.push(call as unknown as Call);
    },
    willRead() {
      refusal ??= "the step reads a value, on which what it does next may depend";
    },
  });
  try {
    const outputs = step(...inputs);
    return {
      trace: { calls: needed(calls, outputs), inputs, outputs },
      refusal,
      undo: () => {
        for (const [storage, values] of before) {
          storage.device.map(copy, [values], whole(storage));
          storage.version++;
        }
      },
    };
  } finally {
    stop();
  }
}

function whole(storage: Storage): Tensor {
  return new Tensor(storage, [storage.length], [1], storage.start);
}

function snapshot(values: Tensor): Tensor {
  const copied = allocate(values.device, values);
  values.device.map(copy, [values], copied);
  return copied;
}

/**
 * The calls on which an output or a change to something outside the step depends, in order. Random numbers are drawn
 * even where nobody uses them, as all later ones depend on how many were.
 */
function needed(calls: readonly Call[], outputs: readonly Tensor[]): Call[] {
  const fresh = new Set(calls.filter((call) => !call.inPlace).map((call) => call.output.storage));
  const wanted = new Set(outputs.map((output) => output.storage));
  const kept: Call[] = [];
  for (let i = calls.length - 1; i >= 0; i--) {
    const call = calls[i]!;
    const { storage } = call.output;
    if (!wanted.has(storage) && fresh.has(storage) && call.primitive.name !== "random") continue;
    for (const input of call.inputs) wanted.add(input.storage);
    kept.push(call);
  }
  return kept.reverse();
}
