import type { Storage } from "../backend/device.js";
import { addRecorder } from "../dispatch.js";
import type { KernelPrimitive } from "../ops/primitive.js";
import type { Tensor } from "../tensor.js";

/** One kernel call of a recorded step. Views need none: a tensor's own strides say how it is read. */
export interface Call {
  readonly primitive: KernelPrimitive<string, unknown>;
  readonly inputs: readonly Tensor[];
  readonly attributes: unknown;
  /** The tensor made, or for an in-place call the one changed. */
  readonly output: Tensor;
  readonly inPlace: boolean;
}

/** What one run of a step did. */
export interface Trace {
  readonly calls: readonly Call[];
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/** Why a step cannot be replayed. */
export class NotReplayable extends Error {
  override readonly name = "NotReplayable";
}

/** Runs `step` as it is and notes down every kernel call; `refusal` says why the notes cannot be replayed, if so. */
export function capture(
  step: (...inputs: Tensor[]) => readonly Tensor[],
  inputs: readonly Tensor[],
): { readonly trace: Trace; readonly refusal: string | null } {
  const calls: Call[] = [];
  const made = new Set<Storage>(inputs.map((input) => input.storage));
  let refusal: string | null = null;
  const stop = addRecorder({
    record(primitive, given, attributes, output, inPlace) {
      if (primitive.kind !== "kernel") return;
      made.add(output.storage);
      const call = {
        primitive: primitive as KernelPrimitive<string, never>,
        inputs: given,
        attributes,
        output,
        inPlace,
      };
      calls.push(call as unknown as Call);
    },
    willRead(tensor) {
      if (made.has(tensor.storage))
        refusal ??= "the step reads a value, on which what it does next may depend";
    },
  });
  try {
    const outputs = step(...inputs);
    return { trace: { calls: needed(calls, outputs), inputs, outputs }, refusal };
  } finally {
    stop();
  }
}

/** The calls on which an output or a change to something outside the step depends, in order. */
function needed(calls: readonly Call[], outputs: readonly Tensor[]): Call[] {
  const fresh = new Set(calls.filter((call) => !call.inPlace).map((call) => call.output.storage));
  const wanted = new Set(outputs.map((output) => output.storage));
  const kept = calls.filter(() => false);
  for (let i = calls.length - 1; i >= 0; i--) {
    const call = calls[i]!;
    const { storage } = call.output;
    if (!wanted.has(storage) && fresh.has(storage)) continue;
    for (const input of call.inputs) wanted.add(input.storage);
    kept.push(call);
  }
  return kept.reverse();
}
