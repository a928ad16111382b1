import type { BitOperation, Operation } from "../../../expression/expression.js";
import type { NumberType, Value } from "../../../expression/typed.js";
import type { Code, VectorInstruction } from "./code.js";
import type { ImportedFunction } from "./module.js";

type Choice = { readonly [Type in NumberType]?: VectorInstruction };

const both = (float32: VectorInstruction, int32: VectorInstruction): Choice => ({ float32, int32 });
const float32 = (instruction: VectorInstruction): Choice => ({ float32: instruction });
const either = (instruction: VectorInstruction): Choice => both(instruction, instruction);

/** Operations that are one instruction, by the type of their first operand; truths are masks. */
const instructions: { readonly [Name in Operation | BitOperation]?: Choice } = {
  neg: both("f32x4.neg", "i32x4.neg"),
  abs: both("f32x4.abs", "i32x4.abs"),
  sqrt: float32("f32x4.sqrt"),
  floor: float32("f32x4.floor"),
  ceil: float32("f32x4.ceil"),
  round: float32("f32x4.nearest"),
  trunc: float32("f32x4.trunc"),
  add: both("f32x4.add", "i32x4.add"),
  sub: both("f32x4.sub", "i32x4.sub"),
  mul: both("f32x4.mul", "i32x4.mul"),
  div: float32("f32x4.div"),
  maximum: both("f32x4.max", "i32x4.max_s"),
  minimum: both("f32x4.min", "i32x4.min_s"),
  bitwiseAnd: either("v128.and"),
  bitwiseOr: either("v128.or"),
  bitwiseXor: either("v128.xor"),
  eq: both("f32x4.eq", "i32x4.eq"),
  ne: both("f32x4.ne", "i32x4.ne"),
  lt: both("f32x4.lt", "i32x4.lt_s"),
  le: both("f32x4.le", "i32x4.le_s"),
  gt: both("f32x4.gt", "i32x4.gt_s"),
  ge: both("f32x4.ge", "i32x4.ge_s"),
  and: either("v128.and"),
  or: either("v128.or"),
  xor: either("v128.xor"),
  multiplyAdd: float32("f32x4.relaxed_madd"),
  toInt: float32("i32x4.trunc_sat_f32x4_s"),
  toFloat: { int32: "f32x4.convert_i32x4_s" },
};

/** The functions without a form in float32 that a value calls. */
export function callsOf(values: readonly Value[]): ImportedFunction[] {
  const found = new Map<string, ImportedFunction>();
  for (const value of partsOf(values)) {
    if (value.kind !== "call") continue;
    const type = value.type === "int32" ? "i32" : "f64";
    found.set(importName(value), { name: importName(value), arity: value.values.length, type });
  }
  return [...found.values()];
}

function importName({ callee, type }: Extract<Value, { kind: "call" }>): string {
  return type === "int32" ? `${callee.name}OfIntegers` : callee.name;
}

/** The functions themselves, by the names that they are imported under. */
export function importsOf(values: readonly Value[]): Record<string, (...values: number[]) => number> {
  const imports: Record<string, (...values: number[]) => number> = {};
  for (const value of partsOf(values)) {
    if (value.kind !== "call") continue;
    const { double, int32 = double } = value.callee;
    imports[importName(value)] = value.type === "int32" ? int32 : double;
  }
  return imports;
}

/** Every part of some values, once, after the parts it is made of. */
export function partsOf(values: readonly Value[]): Set<Value> {
  const parts = new Set<Value>();
  const visit = (value: Value): void => {
    if (parts.has(value)) return;
    if ("values" in value) value.values.forEach(visit);
    parts.add(value);
  };
  values.forEach(visit);
  return parts;
}

function isNumber(value: Value | undefined, number: number): boolean {
  return value?.kind === "constant" && Object.is(value.value, number);
}

/** Writes values, four elements at a time, to a function's code; what is used twice is kept in a local. */
export class ValueWriter {
  readonly #constants = new Map<string, number>();
  readonly #uses = new Map<Value, number>();
  readonly #imports: readonly string[];
  /** Values that are in locals already, whatever the elements. */
  readonly #kept = new Map<Value, number>();
  #known = new Map<Value, number>();

  /** Writes the constants first, as this is outside of any loop. */
  constructor(
    readonly code: Code,
    values: readonly Value[],
    readonly relaxed: boolean,
    /** Leaves an input's four elements on the stack. */
    readonly load: (index: number) => void,
  ) {
    this.#imports = callsOf(values).map(({ name }) => name);
    for (const value of values) this.#uses.set(value, (this.#uses.get(value) ?? 0) + 1);
    for (const part of partsOf(values)) {
      if (part.kind === "constant") this.#keepConstant(part);
      if (!("values" in part)) continue;
      for (const each of part.values) this.#uses.set(each, (this.#uses.get(each) ?? 0) + 1);
    }
  }

  #keepConstant({ value, type }: Extract<Value, { kind: "constant" }>): void {
    const key = constantKey(value, type);
    if (this.#constants.has(key)) return;
    const local = this.code.local("v128");
    if (type === "truth") this.code.constant(value === 0 ? 0 : -1, "int32");
    else this.code.constant(value, type);
    this.code.set(local);
    this.#constants.set(key, local);
  }

  /** Begins four other elements. */
  begin(): void {
    this.#known = new Map(this.#kept);
  }

  /** Takes a value from a local from now on. */
  keep(value: Value, local: number): void {
    this.#kept.set(value, local);
    this.#known.set(value, local);
  }

  /** Takes a value from a local, for these elements. */
  know(value: Value, local: number): void {
    this.#known.set(value, local);
  }

  /** Leaves the value on the stack. */
  write(value: Value): void {
    if (value.kind === "constant") {
      this.code.get(this.#constants.get(constantKey(value.value, value.type))!);
      return;
    }
    const known = this.#known.get(value);
    if (known !== undefined) {
      this.code.get(known);
      return;
    }
    if (value.kind === "input") this.load(value.index);
    else if (value.kind === "call") this.#call(value);
    else this.#operate(value);
    if ((this.#uses.get(value) ?? 0) < 2) return;
    const local = this.code.local("v128");
    this.code.plain("localTee", local);
    this.#known.set(value, local);
  }

  #operate({ operation, values }: Extract<Value, { kind: "operation" }>): void {
    const { code } = this;
    if (operation === "select") this.#select(values);
    else if (operation === "multiplyAdd" && !this.relaxed) this.#multiplyThenAdd(values);
    else if (operation === "shiftLeft" || operation === "shiftRight") {
      const [value, by] = values;
      this.write(value!);
      code.integer(by?.kind === "constant" ? by.value : 0);
      code.vector(operation === "shiftLeft" ? "i32x4.shl" : "i32x4.shr_s");
    } else {
      for (const each of values) this.write(each);
      // A number and its bits are the same 128 bits.
      if (operation !== "bits" && operation !== "fromBits") code.vector(instructionOf(operation, values[0]!));
    }
  }

  #multiplyThenAdd([a, b, c]: readonly Value[]): void {
    this.write(a!);
    this.write(b!);
    this.code.vector("f32x4.mul");
    this.write(c!);
    this.code.vector("f32x4.add");
  }

  /** With a zero on one side a mask will do, and the smaller or larger of what was compared is one instruction. */
  #select([condition, whenTrue, whenFalse]: readonly Value[]): void {
    const { code } = this;
    const extreme = extremeOf(condition!, whenTrue!, whenFalse!);
    if (isNumber(whenFalse, 0)) {
      this.write(condition!);
      this.write(whenTrue!);
      code.vector("v128.and");
    } else if (isNumber(whenTrue, 0)) {
      this.write(whenFalse!);
      this.write(condition!);
      code.vector("v128.andnot");
    } else if (extreme !== null) {
      for (const each of extreme.values) this.write(each);
      code.vector(extreme.instruction);
    } else {
      this.write(whenTrue!);
      this.write(whenFalse!);
      this.write(condition!);
      code.vector("v128.bitselect");
    }
  }

  /** Each lane for itself, in float64, by the JavaScript function. */
  #call(value: Extract<Value, { kind: "call" }>): void {
    const { code } = this;
    const isFloat = value.type === "float32";
    const operands = value.values.map((each) => {
      this.write(each);
      const local = code.local("v128");
      code.set(local);
      return local;
    });
    for (let lane = 0; lane < 4; lane++) {
      if (lane === 0) code.constant(0, "int32");
      for (const operand of operands) {
        code.get(operand).vector(isFloat ? "f32x4.extract_lane" : "i32x4.extract_lane", lane);
        if (isFloat) code.plain("f64.promote_f32");
      }
      code.plain("call", this.#imports.indexOf(importName(value)));
      if (isFloat) code.plain("f32.demote_f64");
      code.vector(isFloat ? "f32x4.replace_lane" : "i32x4.replace_lane", lane);
    }
  }
}

function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  return a.kind === "constant" && b.kind === "constant" && Object.is(a.value, b.value);
}

/** A choice of the smaller or the larger of two floats as one instruction: pmin(a, b) is b < a ? b : a. */
function extremeOf(
  condition: Value,
  whenTrue: Value,
  whenFalse: Value,
): { readonly instruction: VectorInstruction; readonly values: readonly Value[] } | null {
  if (condition.kind !== "operation" || whenTrue.type !== "float32") return null;
  const { operation, values } = condition;
  if (operation !== "lt" && operation !== "gt") return null;
  const [less, more] = (operation === "lt" ? values : values.toReversed()) as [Value, Value];
  if (isSame(whenTrue, less) && isSame(whenFalse, more))
    return { instruction: "f32x4.pmin", values: [more, less] };
  if (isSame(whenTrue, more) && isSame(whenFalse, less))
    return { instruction: "f32x4.pmax", values: [less, more] };
  return null;
}

function constantKey(value: number, type: string): string {
  return `${type} ${Object.is(value, -0) ? "-0" : value}`;
}

function instructionOf(operation: Operation | BitOperation, first: Value): VectorInstruction {
  const type = first.type === "truth" ? "int32" : first.type;
  const instruction = instructions[operation]?.[type];
  if (instruction === undefined) throw new RangeError(`${operation} has no instruction for ${type}`);
  return instruction;
}
