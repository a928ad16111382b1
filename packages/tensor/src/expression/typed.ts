import type { BitOperation, ElementaryFunction, Expression, Operation } from "./expression.js";

/** The types that devices which compute in float32 work on. */
export type NumberType = "float32" | "int32";
export type ValueType = NumberType | "truth";

/** An expression of which every part has a type, and in which functions are replaced by what they are made of. */
export type Value = { readonly type: ValueType } & (
  | { readonly kind: "input"; readonly index: number }
  | { readonly kind: "constant"; readonly value: number }
  | {
      readonly kind: "operation";
      readonly operation: Operation | BitOperation;
      readonly values: readonly Value[];
    }
  /** Of a function without a form in float32. */
  | { readonly kind: "call"; readonly callee: ElementaryFunction; readonly values: readonly Value[] }
);

export function inputValue(index: number, type: ValueType): Value {
  return { kind: "input", index, type };
}

function apply(operation: Operation | BitOperation, type: ValueType, ...values: Value[]): Value {
  return { kind: "operation", operation, type, values };
}

function constant(value: number, type: ValueType): Value {
  return { kind: "constant", value, type };
}

/** The same value in another type: truths are 1 and 0, all but 0 is true, floats lose their fraction. */
export function converted(value: Value, type: ValueType): Value {
  if (value.type === type) return value;
  if (value.type === "truth") return apply("select", type, value, constant(1, type), constant(0, type));
  if (type === "truth") return truthOf(value);
  return apply(type === "float32" ? "toFloat" : "toInt", type, value);
}

function truthOf(value: Value): Value {
  const [truth, one, zero] = value.kind === "operation" && value.operation === "select" ? value.values : [];
  const isTruth =
    one?.kind === "constant" && one.value === 1 && zero?.kind === "constant" && zero.value === 0;
  return isTruth ? truth! : apply("ne", "truth", value, constant(0, value.type));
}

const truths: ReadonlySet<string> = new Set(["eq", "ne", "lt", "le", "gt", "ge", "and", "or", "xor"]);
const wholeAlready: ReadonlySet<string> = new Set(["floor", "ceil", "round", "trunc"]);
const results: { readonly [Name in Operation | BitOperation]?: ValueType } = {
  multiplyAdd: "float32",
  bits: "int32",
  fromBits: "float32",
  shiftLeft: "int32",
  shiftRight: "int32",
  toInt: "int32",
  toFloat: "float32",
};

/** Gives an expression over `inputs` types; its numbers are of `type` where nothing else says. */
export function typed(expression: Expression, type: NumberType, inputs: readonly Value[]): Value {
  return typedTogether([expression], type, inputs)[0]!;
}

/** The same for several expressions; what they share is one value. */
export function typedTogether(
  expressions: readonly Expression[],
  type: NumberType,
  inputs: readonly Value[],
): readonly Value[] {
  const known = new Map<Expression, Value>();
  const of = (node: Expression): Value => {
    let value = known.get(node);
    if (value === undefined) {
      value = make(node);
      known.set(node, value);
    }
    return value;
  };
  /** Constants take the type of the values beside them. */
  const together = (nodes: readonly Expression[], otherwise: ValueType): Value[] => {
    const found = nodes.find(({ kind }) => kind !== "constant");
    const kind = found === undefined ? otherwise : of(found).type;
    return nodes.map((node) => (node.kind === "constant" ? constant(node.value, kind) : of(node)));
  };
  const make = (node: Expression): Value => {
    if (node.kind === "operand") return inputs[node.index]!;
    if (node.kind === "constant") return constant(node.value, type);
    if (node.kind === "call") return expand(node.callee, together(node.values, type), type);
    const { operation } = node;
    if (operation === "select") {
      const branches = together(node.values.slice(1), type);
      return apply(operation, branches[0]!.type, converted(of(node.values[0]!), "truth"), ...branches);
    }
    const values = together(node.values, operation === "fromBits" ? "int32" : type);
    const first = values[0]!;
    if (first.type === "int32" && wholeAlready.has(operation)) return first;
    const result = truths.has(operation) ? "truth" : (results[operation] ?? first.type);
    return apply(operation, result, ...values);
  };
  return expressions.map(of);
}

const bodies = new WeakMap<ElementaryFunction, Expression>();

function expand(callee: ElementaryFunction, values: readonly Value[], type: NumberType): Value {
  if (callee.single === undefined || type === "int32") return { kind: "call", callee, type, values };
  let body = bodies.get(callee);
  if (body === undefined) {
    body = callee.single(...values.map((_, index): Expression => ({ kind: "operand", index })));
    bodies.set(callee, body);
  }
  return typed(body, "float32", values);
}
