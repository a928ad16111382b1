import { inputValue, typedTogether, type Value } from "../../../expression/typed.js";
import type { LineOperation } from "../../../ops/line-operation.js";
import { Code } from "./code.js";
import { moduleOf } from "./module.js";
import { callsOf, partsOf, ValueWriter } from "./write-value.js";

/** Where one run of a line kernel finds its lines, which lie side by side inside; strides in bytes. */
export interface LineFields {
  readonly columns: number;
  readonly epsilon: number;
  /** Of the inputs, then of the output. */
  readonly operands: readonly { readonly address: number; readonly stride: number }[];
}

const bits = new DataView(new ArrayBuffer(4));

/** The fields as the kernel reads them: columns, epsilon, addresses and strides. */
export function lineWords({ columns, epsilon, operands }: LineFields): number[] {
  bits.setFloat32(0, epsilon);
  return [columns, bits.getInt32(0), ...operands.flatMap(({ address, stride }) => [address, stride])];
}

const [fields, from, to] = [0, 1, 2] as const;

interface Operand {
  readonly start: number;
  readonly pointer: number;
}

/** The values of a line operation in float32: of each fold, then the result. */
function valuesOf(op: LineOperation): {
  readonly inputs: readonly Value[];
  readonly values: readonly Value[];
} {
  const count = op.arity + 2 + op.folds.length;
  const inputs = Array.from({ length: count }, (_, index) => inputValue(index, "float32"));
  const expressions = [...op.folds.map(({ of }) => of), op.result];
  return { inputs, values: typedTogether(expressions, "float32", inputs) };
}

/** WebAssembly for a line operation on float32; a unit is a line. */
export function lineModule(op: LineOperation, relaxed: boolean, isShared: boolean): Uint8Array<ArrayBuffer> {
  return new LineKernel(op, relaxed).module(isShared);
}

class LineKernel {
  readonly #code = new Code(3);
  readonly #inputs: readonly Value[];
  readonly #values: readonly Value[];
  readonly #operands: readonly Operand[];
  readonly #left = this.#code.local("i32");
  readonly #columns = this.#code.local("i32");
  readonly #writer: ValueWriter;
  readonly #vary: ReadonlySet<Value>;
  #single = false;

  constructor(
    readonly op: LineOperation,
    relaxed: boolean,
  ) {
    const { inputs, values } = valuesOf(op);
    this.#inputs = inputs;
    this.#values = values;
    const code = this.#code;
    this.#operands = Array.from({ length: op.arity + 1 }, () => ({
      start: code.local("i32"),
      pointer: code.local("i32"),
    }));
    this.#writer = new ValueWriter(code, values, relaxed, (index) => this.#load(index));
    this.#vary = this.#varying();
  }

  /** Parts that differ from element to element. */
  #varying(): ReadonlySet<Value> {
    const found = new Set<Value>();
    for (const part of partsOf(this.#values)) {
      const varies =
        part.kind === "input"
          ? part.index < this.op.arity
          : "values" in part && part.values.some((each) => found.has(each));
      if (varies) found.add(part);
    }
    return found;
  }

  module(isShared: boolean): Uint8Array<ArrayBuffer> {
    const code = this.#code;
    const word = (at: number): Code => code.get(fields).memory("i32.load", at * 4);
    word(0).set(this.#columns);
    const [count, epsilon] = [code.local("v128"), code.local("v128")];
    word(0).vector("i32x4.splat").vector("f32x4.convert_i32x4_s").set(count);
    word(1).vector("i32x4.splat").set(epsilon);
    this.#writer.keep(this.#inputs[this.op.arity]!, count);
    this.#writer.keep(this.#inputs[this.op.arity + 1]!, epsilon);
    code.while(
      () => code.get(from).get(to).plain("i32.lt_s"),
      () => {
        this.#operands.forEach(({ start }, i) => {
          word(2 + 2 * i).get(from);
          word(3 + 2 * i)
            .plain("i32.mul")
            .plain("i32.add")
            .set(start);
        });
        this.#line();
        code.integer(1).advance(from);
      },
    );
    return moduleOf(code, isShared, callsOf(this.#values));
  }

  #line(): void {
    const { op } = this;
    const result = this.#values.at(-1)!;
    const stored = op.reduces ? undefined : this.#storedFold(result);
    op.folds.forEach(({ operation }, i) => {
      const value = this.#values[i]!;
      this.#settle(value);
      const folded = this.#fold(value, operation === "add", value === stored);
      this.#writer.keep(this.#inputs[op.arity + 2 + i]!, folded);
    });
    this.#settle(result);
    this.#writer.begin();
    if (op.reduces) {
      this.#code.get(this.#operands.at(-1)!.start);
      this.#writer.write(result);
      this.#code.memory("v128.store32_lane", 0, 0);
    } else this.#pass((single) => this.#store(result, stored, single));
  }

  /** The last value folded that the result needs again: it is kept where the result will be. */
  #storedFold(result: Value): Value | undefined {
    const needed = partsOf([result]);
    return this.#values.slice(0, -1).findLast((value) => value.kind === "operation" && needed.has(value));
  }

  /** Computes what is the same for all elements of the line, once. */
  #settle(value: Value): void {
    this.#writer.begin();
    for (const part of partsOf([value])) {
      if (this.#vary.has(part) || part.kind === "input" || part.kind === "constant") continue;
      this.#writer.write(part);
      const local = this.#code.local("v128");
      this.#code.set(local);
      this.#writer.keep(part, local);
    }
  }

  #load(index: number): void {
    const { pointer } = this.#operands[index]!;
    this.#code.get(pointer).memory(this.#single ? "v128.load32_zero" : "v128.load", 0);
  }

  /** Walks the line, four elements at a time and then one by one. */
  #pass(body: (single: boolean) => void, between: () => void = () => {}): void {
    const code = this.#code;
    for (const { start, pointer } of this.#operands) code.get(start).set(pointer);
    code.get(this.#columns).set(this.#left);
    const walk = (taken: number): void => {
      this.#single = taken === 1;
      this.#writer.begin();
      body(this.#single);
      for (const { pointer } of this.#operands) code.integer(taken * 4).advance(pointer);
      code.integer(-taken).advance(this.#left);
    };
    code.while(
      () => code.get(this.#left).integer(4).plain("i32.ge_s"),
      () => walk(4),
    );
    between();
    code.while(
      () => code.get(this.#left),
      () => walk(1),
    );
  }

  #store(value: Value, stored: Value | undefined, single: boolean): void {
    const code = this.#code;
    const { pointer } = this.#operands.at(-1)!;
    if (stored !== undefined) {
      const local = code.local("v128");
      code
        .get(pointer)
        .memory(single ? "v128.load32_zero" : "v128.load", 0)
        .set(local);
      this.#writer.know(stored, local);
    }
    code.get(pointer);
    this.#writer.write(value);
    this.#write(single);
  }

  #write(single: boolean): void {
    if (single) this.#code.memory("v128.store32_lane", 0, 0);
    else this.#code.memory("v128.store", 0);
  }

  /** Folds a value over the line; answers the local that has the result in all lanes. */
  #fold(value: Value, adds: boolean, stores: boolean): number {
    const code = this.#code;
    const element = code.local("v128");
    const folded = code.local("v128");
    const take = (single: boolean): void => {
      this.#writer.write(value);
      code.set(element);
      if (stores) {
        code.get(this.#operands.at(-1)!.pointer).get(element);
        this.#write(single);
      }
    };
    if (adds) this.#sum(element, folded, take);
    else this.#maximum(element, folded, take);
    return folded;
  }

  /** The larger number at each step, which passes NaN over, and beside it whether there was one: far sooner than f32x4.max. */
  #maximum(element: number, folded: number, take: (single: boolean) => void): void {
    const code = this.#code;
    const unordered = code.local("v128");
    code.constant(Number.NEGATIVE_INFINITY, "float32").set(folded);
    code.constant(0, "int32").set(unordered);
    this.#pass((single) => {
      take(single);
      if (single) code.get(element).vector("f32x4.extract_lane", 0).vector("f32x4.splat").set(element);
      code.get(folded).get(element).vector("f32x4.pmax").set(folded);
      code.get(unordered).get(element).get(element).vector("f32x4.ne").vector("v128.or").set(unordered);
    });
    code.get(folded).get(folded).upperHalf().vector("f32x4.pmax").set(folded);
    code.get(folded).vector("f32x4.extract_lane", 0).vector("f32x4.splat");
    code.get(folded).vector("f32x4.extract_lane", 1).vector("f32x4.splat").vector("f32x4.pmax");
    // All bits set are a NaN.
    code.integer(0).get(unordered).vector("v128.any_true").plain("i32.sub").vector("i32x4.splat");
    code.vector("v128.or").set(folded);
  }

  /** In float64, in the four interleaved sums of reduceRows. */
  #sum(element: number, folded: number, take: (single: boolean) => void): void {
    const code = this.#code;
    const [low, high, sum] = [code.local("v128"), code.local("v128"), code.local("f64")];
    for (const half of [low, high]) code.constant(0, "int32").set(half);
    this.#pass(
      (single) => {
        take(single);
        if (single) {
          code.get(sum).get(element).vector("f64x2.promote_low_f32x4").vector("f64x2.extract_lane", 0);
          code.plain("f64.add").set(sum);
          return;
        }
        code.get(low).get(element).vector("f64x2.promote_low_f32x4").vector("f64x2.add").set(low);
        code.get(high).get(element).upperHalf();
        code.vector("f64x2.promote_low_f32x4").vector("f64x2.add").set(high);
      },
      () => {
        code.get(low).get(high).vector("f64x2.add").set(low);
        code.get(low).vector("f64x2.extract_lane", 0);
        code.get(low).vector("f64x2.extract_lane", 1).plain("f64.add").set(sum);
      },
    );
    code.get(sum).plain("f32.demote_f64").vector("f32x4.splat").set(folded);
  }
}
