import { kinds, type TypedArray } from "../../../dtype.js";
import { isSameView } from "../../../layout.js";
import type { Tensor } from "../../../tensor.js";
import { CpuStorage, elements } from "../../cpu/cpu-storage.js";
import type { Kernels } from "../engine/module.js";
import { programLength } from "../engine/program.js";
import type { Instruction } from "../kernels/instructions.js";
import type { View } from "../replay/places.js";

const PROGRAM_BYTES = 1024;

/** Elements from a tensor's first to its last; its strides are not negative. */
export function extent({ shape, strides }: Tensor): number {
  return shape.includes(0) ? 0 : shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis]!, 1);
}

/** Where a tensor lies that is in linear memory already, as a compiled step's parameters and what is often read are. */
function residenceOf(tensor: Tensor, { memory, residence }: Kernels): number | undefined {
  if (tensor.storage instanceof CpuStorage) residence.noteReading(tensor.storage);
  const { buffer, byteOffset, BYTES_PER_ELEMENT } = elements(tensor);
  return buffer === memory.buffer ? byteOffset + tensor.offset * BYTES_PER_ELEMENT : undefined;
}

/**
 * Places in linear memory for the operands of one eager call, good until the next: inputs that are not there are copied
 * in, and the output, which is row-major, out.
 */
export class Staged {
  readonly #inputs: readonly Tensor[];
  /** Of the inputs, then of the output where it is none of them. */
  readonly #addresses: readonly number[];
  /** The inputs that have to be copied in. */
  readonly #strangers: readonly Tensor[];
  /** Where the bytes begin that were asked for beside the operands. */
  readonly scratch: number;

  constructor(
    readonly kernels: Kernels,
    inputs: readonly Tensor[],
    readonly output: Tensor,
    scratchBytes = 0,
  ) {
    this.#inputs = inputs.filter((input, i) => inputs.findIndex((each) => isSameView(each, input)) === i);
    const operands = this.#inputs.some((each) => isSameView(each, output))
      ? this.#inputs
      : [...this.#inputs, output];
    const residences = this.#inputs.map((input) => residenceOf(input, kernels));
    this.#strangers = this.#inputs.filter((_, i) => residences[i] === undefined);
    const sizes = operands.map((each, i) =>
      residences[i] === undefined ? extent(each) * kinds[each.dtype].bytes : 0,
    );
    const laid = kernels.eagerScratch.lay([...sizes, scratchBytes, PROGRAM_BYTES]);
    this.#addresses = laid.map((address, i) => residences[i] ?? address);
    this.scratch = laid.at(-2)!;
  }

  view(tensor: Tensor): View {
    const { shape, strides } = tensor;
    return { address: this.#addressOf(tensor), shape, strides, offset: 0 };
  }

  #addressOf(tensor: Tensor): number {
    const input = this.#inputs.findIndex((each) => isSameView(each, tensor));
    return this.#addresses[input < 0 ? this.#inputs.length : input]!;
  }

  run(instructions: readonly Instruction[]): void {
    const { kernels, output } = this;
    for (const input of this.#strangers) {
      const values = elements(input).subarray(input.offset, input.offset + extent(input));
      const { memory, start } = this.#memoryAt(input, this.#addressOf(input));
      memory.set(values, start);
    }
    if (programLength(instructions) * 4 <= PROGRAM_BYTES)
      kernels.runOnce(instructions, this.#addresses.at(-1)!);
    else {
      const program = kernels.program(instructions);
      program.run();
      program.release();
    }
    const { memory, start } = this.#memoryAt(output, this.#addressOf(output));
    elements(output).set(memory.subarray(start, start + output.numel()), output.offset);
  }

  /** The memory as elements of a tensor's type, and where in it an address is. */
  #memoryAt({ dtype }: Tensor, address: number): { memory: TypedArray; start: number } {
    const { floats, words, bytes } = this.kernels;
    if (dtype === "float32") return { memory: floats, start: address / 4 };
    return dtype === "int32" ? { memory: words, start: address / 4 } : { memory: bytes, start: address };
  }
}
