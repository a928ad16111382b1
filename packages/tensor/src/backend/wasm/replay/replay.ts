import { allocate } from "../../../allocate.js";
import type { Call } from "../../../compile/capture.js";
import type { Executable } from "../../../compile/executable.js";
import { copy } from "../../../ops/pointwise.js";
import type { Tensor } from "../../../tensor.js";
import { elements } from "../../cpu/cpu-storage.js";
import type { Storage } from "../../device.js";
import type { Heap } from "../engine/heap.js";
import type { Program } from "../engine/program.js";

/** A piece of a step: instructions for the kernels, or work that JavaScript does between them. */
export type Piece = { readonly program: Program } | { readonly work: () => void };

/** All that replaying takes. The recording itself, and the tensors that it made, are not part of it. */
export interface ReplayParts {
  readonly pieces: readonly Piece[];
  /** Where each argument goes; null for one that nothing reads. */
  readonly targets: readonly (Tensor | null)[];
  readonly results: readonly Tensor[];
  /** Storages from outside, which must live as long as instructions name their addresses, and those of them changed. */
  readonly outside: readonly Storage[];
  readonly changed: readonly Storage[];
  readonly notes: readonly string[];
  readonly bytes: number;
  readonly heap: Heap;
  /** Parts of the heap that are the step's own. */
  readonly addresses: readonly number[];
}

/** What a step holds of the heap, to be given back once. */
class Lease {
  #open = true;

  constructor(
    readonly heap: Heap,
    readonly addresses: readonly number[],
    readonly programs: readonly Program[],
  ) {}

  end(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const program of this.programs) program.release();
    for (const address of this.addresses) this.heap.release(address);
  }
}

const forgotten = new FinalizationRegistry((lease: Lease) => lease.end());

/** The step as something that runs. Its memory is given back when it is released, or collected. */
export function replaying(parts: ReplayParts): Executable {
  const { pieces, targets, results, changed, notes, bytes, heap, addresses } = parts;
  const programs = pieces.flatMap((piece) => ("program" in piece ? [piece.program] : []));
  const lease = new Lease(heap, addresses, programs);
  const executable: Executable & Pick<ReplayParts, "outside"> = {
    notes,
    bytes,
    outside: parts.outside,
    run(inputs) {
      inputs.forEach((input, i) => {
        const target = targets[i];
        if (target) copyIn(input, target);
      });
      for (const piece of pieces) {
        if ("program" in piece) piece.program.run();
        else piece.work();
      }
      for (const storage of changed) storage.version++;
      return results.map(copyOut);
    },
    release: () => lease.end(),
  };
  forgotten.register(executable, lease);
  return executable;
}

function copyIn(input: Tensor, target: Tensor): void {
  const values = elements(input).subarray(input.offset, input.offset + input.numel());
  elements(target).set(values, target.offset);
}

function copyOut(result: Tensor): Tensor {
  const copied = allocate(result.device, result);
  result.device.map(copy, [result], copied);
  return copied;
}

/** A call for the JavaScript kernels, on tensors over linear memory. */
export function kernelWork(
  { primitive, attributes, output, drawn }: Call,
  inputs: readonly Tensor[],
  target: Tensor,
): () => void {
  const { device } = output;
  if (drawn === null) return () => primitive.run(device, inputs, attributes as never, target);
  // The first run is the recorded one done again, and takes the numbers that were drawn for it.
  let first: Tensor | null = drawn;
  return () => {
    if (first === null) primitive.run(device, inputs, attributes as never, target);
    else device.map(copy, [first], target);
    first = null;
  };
}
