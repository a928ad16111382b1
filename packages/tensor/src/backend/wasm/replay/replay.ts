import type { Executable } from "../../../compile/executable.js";
import { type Call, spanOf } from "../../../compile/trace.js";
import { asElement } from "../../../ops/source.js";
import type { Tensor } from "../../../tensor.js";
import { elements } from "../../cpu/cpu-storage.js";
import { fill } from "../../cpu/fill.js";
import type { Storage } from "../../device.js";
import type { Heap } from "../engine/heap.js";
import type { Program } from "../engine/program.js";

/** Work that JavaScript does; it is given the attributes of the run's calls. */
export type Work = (attributes: readonly unknown[]) => void;

/** A piece of a step: instructions for the kernels, or work between them. */
export type Piece = { readonly program: Program } | { readonly work: Work };

/** Memory that holds one number, which comes from the call at a place of the step. */
interface Constant {
  readonly place: number;
  readonly target: Tensor;
}

/** All that replaying takes. The recording itself, and the tensors that it made, are not part of it. */
export interface ReplayParts {
  readonly pieces: readonly Piece[];
  readonly constants: readonly Constant[];
  /** Where each input goes; null for one that nothing reads. */
  readonly targets: readonly (Tensor | null)[];
  readonly results: readonly Tensor[];
  /** Storages from outside, which must live as long as instructions name their addresses. */
  readonly outside: readonly Storage[];
  readonly fixed: readonly Call[];
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
  const { pieces, constants, targets, results, fixed, notes, bytes, heap, addresses } = parts;
  const programs = pieces.flatMap((piece) => ("program" in piece ? [piece.program] : []));
  const lease = new Lease(heap, addresses, programs);
  const held = constants.map((): number | null => null);
  const executable: Executable & Pick<ReplayParts, "outside"> = {
    notes,
    bytes,
    fixed,
    outside: parts.outside,
    run({ inputs, attributes, outputs }) {
      inputs.forEach((input, i) => {
        const target = targets[i];
        if (target) copyIn(input, target);
      });
      constants.forEach(({ place, target }, i) => {
        const { value } = attributes[place] as { readonly value: number };
        if (!Object.is(held[i], value)) fill(asElement(target.dtype, value), target);
        held[i] = value;
      });
      for (const piece of pieces) {
        if ("program" in piece) piece.program.run();
        else piece.work(attributes);
      }
      for (let i = 0; i < results.length; i++) copyWhole(results[i]!, outputs[i]!);
    },
    release: () => lease.end(),
  };
  forgotten.register(executable, lease);
  return executable;
}

function copyIn(input: Tensor, target: Tensor): void {
  const { first, length } = spanOf(input);
  elements(target).set(elements(input).subarray(first, first + length), target.offset);
}

function copyWhole(result: Tensor, output: Tensor): void {
  const values = elements(result).subarray(result.offset, result.offset + result.numel());
  elements(output).set(values, output.offset);
}
