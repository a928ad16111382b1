import { type DType, kinds, type TypedArray } from "../../../dtype.js";
import type { LineOperation } from "../../../ops/line-operation.js";
import type { Pointwise } from "../../../ops/pointwise-row.js";
import { hasRelaxedSimd } from "../engine/features.js";
import type { Calls } from "../engine/generated.js";
import { lineModule, lineWords } from "../generator/line-kernel.js";
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
/** A line between blocks, as caches map powers of two to the same place. */
const GAP = 64;
const SLOTS = 4;

/** A row's kernel for operands of some types, with its fields in place. */
export interface BlockKernel {
  /** Where the values of each input go, and where the result is found. */
  readonly inputs: readonly TypedArray[];
  readonly output: TypedArray;
  /** Computes `count` elements. */
  run(count: number): void;
}

/** A line operation's kernel, with its fields in place. */
export interface LineBlockKernel {
  readonly inputs: readonly TypedArray[];
  readonly output: TypedArray;
  run(lines: number, columns: number, epsilon: number): void;
}

type Compute = (fields: number, from: number, to: number) => void;

/**
 * Memory for one block of each operand of a call, and kernels generated for it. It is never shared: arrays are copied to
 * and from shared memory at half the speed.
 */
export class Blocks {
  readonly #memory: WebAssembly.Memory;
  readonly #words: Int32Array;
  #kernels = new Map<number, BlockKernel>();
  #lineKernels = new Map<LineOperation, LineBlockKernel>();
  #used = 0;

  /** Makes room for so many elements of each operand. */
  constructor(readonly length: number) {
    const bytes = FIELDS + SLOTS * (4 * length + GAP);
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
    this.#words = new Int32Array(this.#memory.buffer, 0, FIELDS / 4);
  }

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

  lineKernel(op: LineOperation): LineBlockKernel {
    let kernel = this.#lineKernels.get(op);
    if (kernel === undefined) {
      kernel = this.#makeLine(op);
      this.#lineKernels.set(op, kernel);
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
    const compute = this.#compile(pointwiseModule(kernel, hasRelaxedSimd(), false), importsOf([value]));
    const places = operands.map(({ kind, access }, slot) => ({
      address: this.#addressOf(slot),
      columnStride: access === "same" ? 0 : kinds[kind].bytes,
      outerStrides: [],
    }));
    const fields = this.#lay(pointwiseWords({ outer: [], columns: 1, segment: 1, operands: places }));
    const views = operands.map(({ kind }, slot) => this.#block(kind, slot));
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

  #makeLine(op: LineOperation): LineBlockKernel {
    const compute = this.#compile(lineModule(op, hasRelaxedSimd(), false), {});
    const slots = Array.from({ length: op.arity + 1 }, (_, slot) => slot);
    const views = slots.map((slot) => this.#block("float32", slot));
    const fieldsOf = (columns: number, epsilon: number): number[] => {
      const operands = slots.map((slot) => {
        const isOne = op.reduces && slot === op.arity;
        return { address: this.#addressOf(slot), stride: isOne ? 4 : 4 * columns };
      });
      return lineWords({ columns, epsilon, operands });
    };
    const fields = this.#lay(fieldsOf(0, 0));
    return {
      inputs: views.slice(0, -1),
      output: views.at(-1)!,
      run: (lines, columns, epsilon) => {
        this.#words.set(fieldsOf(columns, epsilon), fields);
        compute(fields * 4, 0, lines);
      },
    };
  }

  #compile(bytes: Uint8Array<ArrayBuffer>, calls: Calls): Compute {
    const imports = { env: { memory: this.#memory }, calls };
    return new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports.run as Compute;
  }

  /** Writes a kernel's fields; answers at which word. Where there is no more room all kernels are given up. */
  #lay(words: readonly number[]): number {
    if (this.#used + words.length > this.#words.length) {
      this.#kernels = new Map();
      this.#lineKernels = new Map();
      this.#used = 0;
    }
    this.#words.set(words, this.#used);
    this.#used += words.length;
    return this.#used - words.length;
  }

  #block(kind: ElementKind, slot: number): TypedArray {
    const { buffer } = this.#memory;
    const at = this.#addressOf(slot);
    if (kind === "float32") return new Float32Array(buffer, at, this.length);
    return kind === "int32"
      ? new Int32Array(buffer, at, this.length)
      : new Uint8Array(buffer, at, this.length);
  }

  #addressOf(slot: number): number {
    return FIELDS + slot * (4 * this.length + GAP);
  }
}

/** Blocks that hold at least so many elements; null where the engine has none. */
export function loadBlocks(elements = BLOCK): Blocks | null {
  if (elements <= BLOCK) {
    usual = usual === undefined ? create(BLOCK) : usual;
    return usual;
  }
  if (long === null || long.length < elements) long = create(elements);
  return long;
}

let usual: Blocks | null | undefined;
/** For lines that are longer than a block. */
let long: Blocks | null = null;

function create(elements: number): Blocks | null {
  try {
    return new Blocks(elements);
  } catch {
    return null; // no WebAssembly, a content policy that forbids it, or no memory
  }
}
