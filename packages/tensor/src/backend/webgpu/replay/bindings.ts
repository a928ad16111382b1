import type { Call } from "../../../compile/trace.js";
import type { DType } from "../../../dtype.js";
import type { Tensor } from "../../../tensor.js";
import type { GpuBuffer } from "../gpu-buffer.js";
import { stored } from "../kernel.js";
import { bufferOf } from "../webgpu-storage.js";

/** A buffer under the name that a kernel knows it by. */
interface Bound {
  readonly buffer: GpuBuffer;
  readonly name: string;
  /** How the kernel declares its elements. */
  readonly dtype: DType;
}

/** The memory that a kernel touches: every buffer bound once, and for writing where anything in it is written. */
export class Bindings {
  static readonly name: string = "Bindings";

  readonly outputs: Bound[] = [];
  readonly inputs: Bound[] = [];
  /** Calls whose numbers the kernel is given, in order. */
  readonly numbers: Call[] = [];

  /** `written`: all that the kernel writes. `inputsBefore`: how many inputs it has anyway. */
  constructor(
    written: readonly Tensor[],
    readonly inputsBefore: number,
  ) {
    for (const tensor of written) {
      const buffer = wholeOf(tensor);
      if (this.#find(buffer) !== undefined) continue;
      const name = this.outputs.length === 0 ? "output" : `output${this.outputs.length}`;
      this.outputs.push({ buffer, name, dtype: tensor.dtype });
    }
  }

  /** WGSL to load the element of a tensor that stands at `index`. */
  load(tensor: Tensor, index: readonly string[]): string {
    const { name, dtype } = this.#bound(tensor);
    return cast(`${name}[${placeOf(tensor, index)}]`, dtype, tensor.dtype);
  }

  store(tensor: Tensor, index: readonly string[], value: string): string {
    const { name, dtype } = this.#bound(tensor);
    return `${name}[${placeOf(tensor, index)}] = ${cast(value, tensor.dtype, dtype)};`;
  }

  /** The number that a call fills with, as an element of its dtype. */
  number(call: Call): string {
    let at = this.numbers.indexOf(call);
    if (at < 0) at = this.numbers.push(call) - 1;
    return cast(`number(constants + ${at}u)`, "int32", call.output.dtype);
  }

  #bound(tensor: Tensor): Bound {
    const buffer = wholeOf(tensor);
    const found = this.#find(buffer);
    if (found !== undefined) return found;
    const bound = { buffer, name: `input${this.inputsBefore + this.inputs.length}`, dtype: tensor.dtype };
    this.inputs.push(bound);
    return bound;
  }

  #find(buffer: GpuBuffer): Bound | undefined {
    return [...this.outputs, ...this.inputs].find((each) => each.buffer === buffer);
  }
}

function wholeOf(tensor: Tensor): GpuBuffer {
  const buffer = bufferOf(tensor);
  return buffer.arena ?? buffer;
}

/** The sum of an index's terms and of what lies before the tensor. */
function placeOf(tensor: Tensor, index: readonly string[]): string {
  const { arena, at } = bufferOf(tensor);
  return [tensor.offset + (arena === undefined ? 0 : at / 4), ...index].join(" + ");
}

function cast(value: string, from: DType, to: DType): string {
  return stored[from] === stored[to] ? value : `bitcast<${stored[to]}>(${value})`;
}
