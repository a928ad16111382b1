import { type DType, kinds, type TypedArray } from "../../../dtype.js";
import type { Pointwise } from "../../../ops/pointwise-row.js";
import { hasRelaxedSimd } from "../engine/features.js";
import {
  type Access,
  type ElementKind,
  pointwiseModule,
  pointwiseWords,
} from "../generator/pointwise-kernel.js";
import { loadedValue, rowValue } from "../generator/row-value.js";
import { importsOf } from "../generator/write-value.js";

/** Elements of a block: four operands' blocks stay in the second-level cache. */
export const BLOCK = 8192;
const PAGE = 65536;
/** Bytes for the kernels' fields. */
const FIELDS = PAGE;
/** Bytes from one operand's block to the next: a line more than it takes, as caches map powers of two to the same place. */
const SLOT = BLOCK * 4 + 64;
const SLOTS = 4;

/** A row's kernel for operands of some types, with its fields in place. */
export interface BlockKernel {
  /** Where the values of each input go, and where the result is found. */
  readonly inputs: readonly TypedArray[];
  readonly output: TypedArray;
  /** Computes `count` elements. */
  run(count: number): void;
}

/**
 * Memory for one block of each operand of a pointwise row, and kernels generated for it. It is never shared: arrays are
 * copied to and from shared memory at half the speed.
 */
export class Blocks {
  readonly #memory = new WebAssembly.Memory({ initial: Math.ceil((FIELDS + SLOTS * SLOT) / PAGE) });
  readonly #words = new Int32Array(this.#memory.buffer, 0, FIELDS / 4);
  #kernels = new Map<number, BlockKernel>();
  #used = 0;

  /** The kernel of a row; inputs of which `same` is true are one element for all. */
  kernel(op: Pointwise, inputs: readonly DType[], same: readonly boolean[], output: DType): BlockKernel {
    let key = op.id * 5 + kinds[output].code;
    for (let i = 0; i < inputs.length; i++) key = key * 10 + kinds[inputs[i]!].code * 2 + Number(same[i]);
    let kernel = this.#kernels.get(key);
    if (kernel === undefined) {
      kernel = this.#make(op, inputs, same, output);
      this.#kernels.set(key, kernel);
    }
    return kernel;
  }

  #make(op: Pointwise, inputs: readonly DType[], same: readonly boolean[], output: DType): BlockKernel {
    const loaded = inputs.map((dtype, i) => loadedValue(i, dtype));
    const value = rowValue(op, loaded, inputs, output);
    const operands = [...inputs, output].map((dtype, slot) => {
      const access: Access = same[slot] ? "same" : "near";
      return { kind: dtype as ElementKind, access };
    });
    const outputs = [{ ...operands.at(-1)!, value }];
    const kernel = { inputs: operands.slice(0, -1), outputs, outerAxes: 0 };
    const bytes = pointwiseModule(kernel, hasRelaxedSimd(), false);
    const imports = { env: { memory: this.#memory }, calls: importsOf([value]) };
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
    const compute = instance.exports.run as (fields: number, from: number, to: number) => void;
    const views = operands.map(({ kind }, slot) => this.#block(kind, slot));
    const fields = this.#lay(operands.map(({ kind, access }) => (access === "same" ? 0 : kinds[kind].bytes)));
    const words = this.#words;
    return {
      inputs: views.slice(0, -1),
      output: views.at(-1)!,
      run(count) {
        words[fields] = count;
        words[fields + 1] = count;
        compute(fields * 4, 0, 1);
      },
    };
  }

  /** Writes the fields of a kernel whose operands have these strides; answers at which word. */
  #lay(strides: readonly number[]): number {
    const operands = strides.map((columnStride, slot) => ({
      address: addressOf(slot),
      columnStride,
      outerStrides: [],
    }));
    const words = pointwiseWords({ outer: [], columns: 1, segment: 1, operands });
    if (this.#used + words.length > this.#words.length) {
      this.#kernels = new Map();
      this.#used = 0;
    }
    this.#words.set(words, this.#used);
    this.#used += words.length;
    return this.#used - words.length;
  }

  #block(kind: ElementKind, slot: number): TypedArray {
    const at = addressOf(slot);
    const { buffer } = this.#memory;
    if (kind === "float32") return new Float32Array(buffer, at, BLOCK);
    return kind === "int32" ? new Int32Array(buffer, at, BLOCK) : new Uint8Array(buffer, at, BLOCK);
  }
}

function addressOf(slot: number): number {
  return FIELDS + slot * SLOT;
}
