import { ArgumentError, type DType, isFloat, promoteTypes } from "@mnist/tensor";
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

/** What is left of x after whole ys, with the sign of x, and whether the remainder's is another. */
function remainderOf(graph: Graph, x: string, y: string, type: DType) {
  const zero = graph.scalar(0, type);
  const rest = graph.node("Mod", [x, y], { fmod: 1 });
  const isBelow = (name: string): string => graph.node("Less", [name, zero]);
  const isSome = graph.node("Not", [graph.node("Equal", [rest, zero])]);
  const isOpposite = graph.node("And", [isSome, graph.node("Xor", [isBelow(rest), isBelow(y)])]);
  return { rest, isOpposite };
}

export const pointwiseRules: PointwiseRules = {
  copy: (graph, { inputs: [input], output }) => graph.cast(input!, output.type),
  neg: promoted("Neg"),
  abs: promoted("Abs"),
  sign: (graph, { inputs: [input], output: { type } }) => {
    const x = graph.cast(input!, type);
    const sign = graph.node("Sign", [x]);
    // PyTorch's sign of NaN is 0.
    return isFloat(type)
      ? graph.node("Where", [graph.node("IsNaN", [x]), graph.scalar(0, type), sign])
      : sign;
  },
  square: composed((graph, x) => graph.node("Mul", [x, x])),
  sqrt: promoted("Sqrt"),
  reciprocal: promoted("Reciprocal"),
  exp: promoted("Exp"),
  // eˣ − 1 = tanh(x/2)·(eˣ + 1), of which small x lose nothing.
  expm1: composed((graph, x, one) => {
    const half = graph.node("Div", [x, graph.node("Add", [one(), one()])]);
    return graph.node("Mul", [
      graph.node("Tanh", [half]),
      graph.node("Add", [graph.node("Exp", [x]), one()]),
    ]);
  }),
  log: promoted("Log"),
  log2: logarithm(Math.LN2),
  log10: logarithm(Math.LN10),
  // ln(1 + x)·x / ((1 + x) − 1), in which the rounding of 1 + x cancels.
  log1p: (graph, { inputs: [input], output: { type } }) => {
    const x = graph.cast(input!, type);
    const [zero, one] = [graph.scalar(0, type), graph.scalar(1, type)];
    const sum = graph.node("Add", [x, one]);
    const added = graph.node("Sub", [sum, one]);
    const isWhole = graph.node("Equal", [added, x]);
    const scale = graph.node("Where", [isWhole, one, graph.node("Div", [x, added])]);
    const logarithm = graph.node("Mul", [graph.node("Log", [sum]), scale]);
    return graph.node("Where", [graph.node("Equal", [added, zero]), x, logarithm]);
  },
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
    const { rest, isOpposite } = remainderOf(graph, x, y, type);
    return graph.node("Where", [isOpposite, graph.node("Add", [rest, y]), rest]);
  },
  fmod: (graph, { inputs, output: { type } }) =>
    graph.node(
      "Mod",
      inputs.map((input) => graph.cast(input, type)),
      { fmod: 1 },
    ),
  floorDivide(graph, { inputs, output: { type } }) {
    const through = isFloat(type) ? type : "float64"; // which holds every integer's quotient
    const [x, y] = inputs.map((input) => graph.cast(input, through)) as [string, string];
    const plain = graph.node("Div", [x, y]);
    if (!isFloat(type)) return graph.cast({ name: graph.node("Floor", [plain]), type: through }, type);
    // By way of the remainder, as the quotient itself may round up to the next whole number: 1 / 0.1 has 9.
    const { rest, isOpposite } = remainderOf(graph, x, y, type);
    const quotient = graph.node("Round", [graph.node("Div", [graph.node("Sub", [x, rest]), y])]);
    const below = graph.node("Sub", [quotient, graph.cast({ name: isOpposite, type: "bool" }, type)]);
    return graph.node("Where", [graph.node("Equal", [y, graph.scalar(0, type)]), plain, below]);
  },
  hypot(graph, { inputs, output: { type } }) {
    // large·√(1 + (small / large)²), as squares may be too large or too small for their type.
    const sides = inputs.map((input) => graph.node("Abs", [graph.cast(input, type)]));
    const [small, large] = [graph.node("Min", sides), graph.node("Max", sides)];
    const isEqual = graph.node("Equal", [small, large]);
    const one = graph.scalar(1, type);
    const share = graph.node("Where", [isEqual, one, graph.node("Div", [small, large])]);
    const square = graph.node("Mul", [share, share]);
    return graph.node("Mul", [large, graph.node("Sqrt", [graph.node("Add", [square, one])])]);
  },
  maximum: promoted("Max", "Or"),
  minimum: promoted("Min", "And"),
  clampMin: promoted("Max", "Or"),
  clampMax: promoted("Min", "And"),
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
