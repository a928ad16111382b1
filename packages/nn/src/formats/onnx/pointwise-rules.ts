import { ArgumentError, isFloat, promoteTypes } from "@mnist/tensor";
import type { pointwise } from "@mnist/tensor/internal";
import type { Graph } from "./graph.js";
import type { PrimitiveRule } from "./primitive-rule.js";

type PointwiseRules = { readonly [Name in keyof typeof pointwise]: PrimitiveRule<unknown> | null };

/** A node over operands in the output's element type. */
function promoted(operator: string, onBooleans?: string): PrimitiveRule<unknown> {
  return (graph, { inputs, output }) => {
    const operands = inputs.map((input) => graph.cast(input, output.type));
    return graph.node(output.type === "bool" && onBooleans !== undefined ? onBooleans : operator, operands);
  };
}

/** A node that compares operands of one element type. */
function comparison(operator: string): PrimitiveRule<unknown> {
  return (graph, { inputs: [left, right] }) => {
    const type = promoteTypes(left!.type, right!.type);
    return graph.node(operator, [graph.cast(left!, type), graph.cast(right!, type)]);
  };
}

/** Some nodes on one operand in the output's element type. */
function composed(write: (graph: Graph, x: string, one: () => string) => string): PrimitiveRule<unknown> {
  return (graph, { inputs: [input], output }) =>
    write(graph, graph.cast(input!, output.type), () => graph.scalar(1, output.type));
}

/** The natural logarithm over the base's. */
function logarithm(ofBase: number): PrimitiveRule<unknown> {
  return (graph, { inputs: [input], output: { type } }) =>
    graph.node("Mul", [graph.node("Log", [graph.cast(input!, type)]), graph.scalar(1 / ofBase, type)]);
}

/** Some nodes on a float; integers are whole already. */
function rounding(write: (graph: Graph, x: string) => string): PrimitiveRule<unknown> {
  return (graph, { inputs: [input], output: { type } }) => {
    const x = graph.cast(input!, type);
    return isFloat(type) ? write(graph, x) : x;
  };
}

/** A node on truth values; the operator set has none for the bits of integers. */
function logical(operator: string): PrimitiveRule<unknown> {
  return (graph, { inputs, output: { type } }) => {
    if (type === "bool")
      return graph.node(
        operator,
        inputs.map(({ name }) => name),
      );
    throw new ArgumentError({
      operation: "exportOnnx",
      got: `the bits of ${type} numbers`,
      expected: "bool, whose and, or and exclusive or ONNX has",
    });
  };
}

export const pointwiseRules: PointwiseRules = {
  copy: (graph, { inputs: [input], output }) => graph.cast(input!, output.type),
  neg: promoted("Neg"),
  abs: promoted("Abs"),
  sign: promoted("Sign"),
  square: composed((graph, x) => graph.node("Mul", [x, x])),
  sqrt: promoted("Sqrt"),
  reciprocal: promoted("Reciprocal"),
  exp: promoted("Exp"),
  expm1: composed((graph, x, one) => graph.node("Sub", [graph.node("Exp", [x]), one()])),
  log: promoted("Log"),
  log2: logarithm(Math.LN2),
  log10: logarithm(Math.LN10),
  log1p: composed((graph, x, one) => graph.node("Log", [graph.node("Add", [x, one()])])),
  sin: promoted("Sin"),
  cos: promoted("Cos"),
  tan: promoted("Tan"),
  asin: promoted("Asin"),
  acos: promoted("Acos"),
  atan: promoted("Atan"),
  sinh: promoted("Sinh"),
  cosh: promoted("Cosh"),
  asinh: promoted("Asinh"),
  acosh: promoted("Acosh"),
  atanh: promoted("Atanh"),
  tanh: promoted("Tanh"),
  sigmoid: promoted("Sigmoid"),
  softplus: promoted("Softplus"),
  relu: promoted("Relu"),
  erf: promoted("Erf"),
  erfc: composed((graph, x, one) => graph.node("Sub", [one(), graph.node("Erf", [x])])),
  floor: rounding((graph, x) => graph.node("Floor", [x])),
  ceil: rounding((graph, x) => graph.node("Ceil", [x])),
  round: rounding((graph, x) => graph.node("Round", [x])),
  trunc: rounding((graph, x) =>
    graph.node("Mul", [graph.node("Sign", [x]), graph.node("Floor", [graph.node("Abs", [x])])]),
  ),
  add: promoted("Add", "Or"),
  sub: promoted("Sub"),
  mul: promoted("Mul", "And"),
  div: promoted("Div"),
  pow: promoted("Pow"),
  remainder(graph, { inputs, output: { type } }) {
    const [x, y] = inputs.map((input) => graph.cast(input, type)) as [string, string];
    if (!isFloat(type)) return graph.node("Mod", [x, y]);
    const times = graph.node("Floor", [graph.node("Div", [x, y])]);
    return graph.node("Sub", [x, graph.node("Mul", [y, times])]);
  },
  fmod: (graph, { inputs, output: { type } }) =>
    graph.node(
      "Mod",
      inputs.map((input) => graph.cast(input, type)),
      { fmod: 1 },
    ),
  floorDivide(graph, { inputs, output: { type } }) {
    const through = isFloat(type) ? type : "float64"; // which holds every integer's quotient
    const operands = inputs.map((input) => graph.cast(input, through));
    const name = graph.node("Floor", [graph.node("Div", operands)]);
    return graph.cast({ name, type: through }, type);
  },
  hypot(graph, { inputs, output: { type } }) {
    const squares = inputs.map((input) => {
      const x = graph.cast(input, type);
      return graph.node("Mul", [x, x]);
    });
    return graph.node("Sqrt", [graph.node("Add", squares)]);
  },
  maximum: promoted("Max", "Or"),
  minimum: promoted("Min", "And"),
  atan2: null,
  bitwiseAnd: logical("And"),
  bitwiseOr: logical("Or"),
  bitwiseXor: logical("Xor"),
  eq: comparison("Equal"),
  ne: (graph, call) => graph.node("Not", [comparison("Equal")(graph, call)]),
  lt: comparison("Less"),
  le: comparison("LessOrEqual"),
  gt: comparison("Greater"),
  ge: comparison("GreaterOrEqual"),
  where: (graph, { inputs: [condition, whenTrue, whenFalse], output }) =>
    graph.node("Where", [
      graph.cast(condition!, "bool"),
      graph.cast(whenTrue!, output.type),
      graph.cast(whenFalse!, output.type),
    ]),
};
