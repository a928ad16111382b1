/** What all devices can do in one instruction or a few: on numbers, with a number or a truth as the result. */
export type Operation =
  | "neg"
  | "abs"
  | "sqrt"
  | "floor"
  | "ceil"
  | "round"
  | "trunc"
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "maximum"
  | "minimum"
  | "bitwiseAnd"
  | "bitwiseOr"
  | "bitwiseXor"
  | Comparison
  | Logic
  | "select";

export type Comparison = "eq" | "ne" | "lt" | "le" | "gt" | "ge";

/** On truths. */
export type Logic = "and" | "or" | "xor";

/** What float32 algorithms are made of beside: the bits of a number as an integer, and integers. */
export type BitOperation =
  | "multiplyAdd"
  | "bits"
  | "fromBits"
  | "shiftLeft"
  | "shiftRight"
  | "toInt"
  | "toFloat";

/**
 * A function with more to it than a few instructions. Devices that compute in float64 call `double`; those that compute in
 * float32 take `single`, or, where there is none, have a form of their own.
 */
export interface ElementaryFunction {
  readonly name: string;
  readonly double: (...values: number[]) => number;
  /** Replaces `double` where every operand is int32, for results that float64 cannot hold exactly. */
  readonly int32?: (...values: number[]) => number;
  /** The same in float32, to a few units in the last place. */
  readonly single?: (...values: Expression[]) => Expression;
}

export interface Applied {
  readonly kind: "operation";
  readonly operation: Operation | BitOperation;
  readonly values: readonly Expression[];
}

export interface Called {
  readonly kind: "call";
  readonly callee: ElementaryFunction;
  readonly values: readonly Expression[];
}

/** A value made of operands, one element at a time. An expression that is used twice is computed once. */
export type Expression =
  | { readonly kind: "operand"; readonly index: number }
  | { readonly kind: "constant"; readonly value: number }
  | Applied
  | Called;

/** An expression, or a number for the constant. */
export type Term = Expression | number;

export function operand(index: number): Expression {
  return { kind: "operand", index };
}

function expressionOf(term: Term): Expression {
  return typeof term === "number" ? { kind: "constant", value: term } : term;
}

function operation<Operands extends Term[]>(name: Operation | BitOperation) {
  return (...terms: Operands): Expression => ({
    kind: "operation",
    operation: name,
    values: terms.map(expressionOf),
  });
}

type One = [x: Term];
type Two = [a: Term, b: Term];
type Three = [a: Term, b: Term, c: Term];

export const neg = operation<One>("neg");
export const abs = operation<One>("abs");
export const sqrt = operation<One>("sqrt");
export const floor = operation<One>("floor");
export const ceil = operation<One>("ceil");
/** To the nearest whole number, halves to the even one. */
export const round = operation<One>("round");
export const trunc = operation<One>("trunc");
export const add = operation<Two>("add");
export const sub = operation<Two>("sub");
export const mul = operation<Two>("mul");
export const div = operation<Two>("div");
/** NaN if either is; +0 counts as more than −0. */
export const maximum = operation<Two>("maximum");
export const minimum = operation<Two>("minimum");
export const bitwiseAnd = operation<Two>("bitwiseAnd");
export const bitwiseOr = operation<Two>("bitwiseOr");
export const bitwiseXor = operation<Two>("bitwiseXor");
export const eq = operation<Two>("eq");
export const ne = operation<Two>("ne");
export const lt = operation<Two>("lt");
export const le = operation<Two>("le");
export const gt = operation<Two>("gt");
export const ge = operation<Two>("ge");
export const and = operation<Two>("and");
export const or = operation<Two>("or");
export const xor = operation<Two>("xor");
/** The second where the first is true, else the third. */
export const select = operation<Three>("select");

/** a·b + c, rounded once or twice as the processor has it. */
export const multiplyAdd = operation<Three>("multiplyAdd");
/** The 32 bits of a float32 as an integer. */
export const bits = operation<One>("bits");
/** The float32 of 32 bits. */
export const fromBits = operation<One>("fromBits");
export const shiftLeft = operation<[x: Term, by: number]>("shiftLeft");
/** The sign is shifted in. */
export const shiftRight = operation<[x: Term, by: number]>("shiftRight");
/** Towards zero; 0 of NaN. */
export const toInt = operation<One>("toInt");
export const toFloat = operation<One>("toFloat");

/** Calls a function in an expression. */
export function call(callee: ElementaryFunction, ...terms: Term[]): Expression {
  return { kind: "call", callee, values: terms.map(expressionOf) };
}

/** c₀ + x·(c₁ + x·(c₂ + …)). */
export function polynomial(x: Expression, coefficients: readonly number[]): Expression {
  return coefficients.map(expressionOf).reduceRight((rest, coefficient) => multiplyAdd(rest, x, coefficient));
}

/** The size of the first with the sign of the second. */
export function withSign(size: Term, sign: Term): Expression {
  const signBit = -2147483648;
  return fromBits(bitwiseOr(bits(abs(size)), bitwiseAnd(bits(sign), signBit)));
}
