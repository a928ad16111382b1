import type { BitOperation, Operation } from "../../expression/expression.js";
import type { Value, ValueType } from "../../expression/typed.js";

const types: Readonly<Record<ValueType, string>> = { float32: "f32", int32: "i32", truth: "bool" };

type Write = (a: string, b: string, c: string) => string;

const infix =
  (sign: string): Write =>
  (a, b) =>
    `(${a} ${sign} ${b})`;
const named =
  (name: string): Write =>
  (...values) =>
    `${name}(${values.filter(Boolean).join(", ")})`;

/** max_ and min_ are in helper-functions.wgsl.ts: WGSL's own promise nothing for NaN. */
const writes: Readonly<Record<Operation | BitOperation, Write>> = {
  neg: (x) => `(-${x})`,
  abs: named("abs"),
  sqrt: named("sqrt"),
  floor: named("floor"),
  ceil: named("ceil"),
  round: named("round"),
  trunc: named("trunc"),
  add: infix("+"),
  sub: infix("-"),
  mul: infix("*"),
  div: infix("/"),
  maximum: named("max_"),
  minimum: named("min_"),
  bitwiseAnd: infix("&"),
  bitwiseOr: infix("|"),
  bitwiseXor: infix("^"),
  eq: infix("=="),
  ne: (a, b) => `!(${a} == ${b})`,
  lt: infix("<"),
  le: infix("<="),
  gt: infix(">"),
  ge: infix(">="),
  and: infix("&&"),
  or: infix("||"),
  xor: infix("!="),
  select: (condition, whenTrue, whenFalse) => `select(${whenFalse}, ${whenTrue}, ${condition})`,
  multiplyAdd: named("fma"),
  bits: (x) => `bitcast<i32>(${x})`,
  fromBits: (x) => `bitcast<f32>(${x})`,
  shiftLeft: (x, by) => `(${x} << u32(${by}))`,
  shiftRight: (x, by) => `(${x} >> u32(${by}))`,
  toInt: (x) => `to_int(${x})`,
  toFloat: (x) => `f32(${x})`,
};

/** One operation on values of these names. */
export function writeOperation(operation: Operation, a: string, b: string): string {
  return writes[operation](a, b, "");
}

/** Compilers may take it that a number equals itself, so that this test for NaN looks at the bits. */
function isSelfComparison({ values, operation }: Extract<Value, { kind: "operation" }>): boolean {
  return (
    (operation === "eq" || operation === "ne") && values[0] === values[1] && values[0]!.type === "float32"
  );
}

export interface Written {
  /** One `let` for each part. */
  readonly statements: readonly string[];
  readonly result: string;
}

/** WGSL for a value over inputs of these names. */
export function writeExpression(value: Value, inputs: readonly string[]): Written {
  const statements: string[] = [];
  const known = new Map<Value, string>();
  const nameOf = (each: Value): string => {
    if (each.kind === "input") return inputs[each.index]!;
    if (each.kind === "constant") return writeNumber(each.value, each.type);
    let name = known.get(each);
    if (name === undefined) {
      const text = textOf(each);
      name = `v${statements.length}`;
      statements.push(`let ${name}: ${types[each.type]} = ${text};`);
      known.set(each, name);
    }
    return name;
  };
  const textOf = (each: Exclude<Value, { kind: "input" | "constant" }>): string => {
    const values = each.values.map(nameOf);
    if (each.kind === "call") return `${snakeCase(each.callee.name)}_(${values.join(", ")})`;
    if (isSelfComparison(each)) return `${each.operation === "eq" ? "!" : ""}is_nan(${values[0]})`;
    return writes[each.operation](...(values as [string, string, string]));
  };
  const result = nameOf(value);
  return { statements, result };
}

function writeNumber(value: number, type: ValueType): string {
  if (type === "truth") return String(value !== 0);
  if (type === "int32") return value < 0 ? `i32(${value})` : String(value);
  if (Number.isNaN(value)) return "not_a_number()";
  if (!Number.isFinite(value)) return value > 0 ? "infinity()" : "(-infinity())";
  const text = String(Math.fround(value));
  return `${/[.e]/.test(text) ? text : `${text}.0`}f`;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
