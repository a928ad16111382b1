import {
  ArgumentError,
  type AttributesOf,
  type DType,
  type Primitives,
  promoteTypes,
  type Shape,
} from "@mnist/tensor";
import type { Graph, Size, Value } from "./graph.js";
import { elementCodes } from "./model-proto.js";

/** What a primitive did in the two runs, whose batches differ. */
export interface PrimitiveCall<Attributes> {
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly otherAttributes: Attributes;
  readonly output: { readonly type: DType; readonly sizes: readonly Size[] };
}

/** Adds the nodes that do what the primitive does; answers the name of their output. */
export type PrimitiveRule<Attributes> = (graph: Graph, call: PrimitiveCall<Attributes>) => string;

/** One entry for every primitive there is; null where ONNX has nothing that does the same. */
type PrimitiveRules = {
  readonly [Name in keyof Primitives]: PrimitiveRule<AttributesOf<Primitives[Name]>> | null;
};

const toTheEnd = Number.MAX_SAFE_INTEGER;

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

type ReduceAttributes = AttributesOf<Primitives["sum"]>;

function reduction(operator: string): PrimitiveRule<ReduceAttributes> {
  return (graph, { inputs: [input], attributes: { dims, keepdim }, output }) => {
    const x = graph.cast(input!, output.type);
    if (dims.length === 0) return x;
    const keepdims = keepdim ? 1 : 0;
    return operator === "ReduceSum"
      ? graph.node(operator, [x, graph.integers(dims)], { keepdims })
      : graph.node(operator, [x], { axes: dims, keepdims });
  };
}

function argReduction(operator: string): PrimitiveRule<AttributesOf<Primitives["argmax"]>> {
  return (graph, { inputs: [input], attributes: { dim, keepdim } }) => {
    const position = graph.node(operator, [input!.name], { axis: dim, keepdims: keepdim ? 1 : 0 });
    return graph.node("Cast", [position], { to: elementCodes.int32 });
  };
}

function refuse(got: string): never {
  throw new ArgumentError({
    operation: "exportOnnx",
    got,
    expected: "at most one axis that depends on the batch's size",
    hint: "Try { dynamicBatch: false }.",
  });
}

function sameSizes(a: readonly Size[], b: readonly Size[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis] && size !== null);
}

function reshape(graph: Graph, name: string, sizes: readonly Size[]): string {
  if (sizes.filter((size) => size === null).length > 1) refuse("a reshape to sizes that depend on the batch");
  return graph.node("Reshape", [name, graph.integers(sizes.map((size) => size ?? -1))]);
}

/** Axes of size 1 stretched, to the batch's size where they depend on it. */
function expand(
  graph: Graph,
  name: string,
  from: readonly Size[],
  { sizes }: { sizes: readonly Size[] },
): string {
  if (sameSizes(from, sizes)) return name;
  const kept = [...new Array<Size>(sizes.length - from.length).fill(1), ...from];
  const isBatch = sizes.map((size, axis) => size === null && kept[axis] !== null);
  const target = sizes.map((size) => size ?? 1);
  if (!isBatch.includes(true)) return graph.node("Expand", [name, graph.integers(target)]);
  const parts = target.map((size, axis) => (isBatch[axis] ? graph.batch() : graph.integers([size])));
  return graph.node("Expand", [name, graph.node("Concat", parts, { axis: 0 })]);
}

function fixed(shape: Shape, other: Shape): void {
  if (shape.some((size, axis) => size !== other[axis])) refuse("a slice whose place depends on the batch");
}

function windows({ filter, strides, low, high, dilations }: AttributesOf<Primitives["pickLargest"]>) {
  return { kernel_shape: filter, strides, pads: [...low, ...high], dilations };
}

export const primitiveRules: PrimitiveRules = {
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
  floor: promoted("Floor"),
  ceil: promoted("Ceil"),
  round: promoted("Round"),
  trunc: composed((graph, x) =>
    graph.node("Mul", [graph.node("Sign", [x]), graph.node("Floor", [graph.node("Abs", [x])])]),
  ),
  add: promoted("Add", "Or"),
  sub: promoted("Sub"),
  mul: promoted("Mul", "And"),
  div: promoted("Div"),
  pow: promoted("Pow"),
  remainder: (graph, { inputs, output }) => {
    const [x, y] = inputs.map((input) => graph.cast(input, output.type)) as [string, string];
    const times = graph.node("Floor", [graph.node("Div", [x, y])]);
    return graph.node("Sub", [x, graph.node("Mul", [y, times])]);
  },
  fmod: (graph, { inputs, output }) => {
    const operands = inputs.map((input) => graph.cast(input, output.type));
    return graph.node("Mod", operands, { fmod: 1 });
  },
  floorDivide: null,
  hypot: null,
  maximum: promoted("Max", "Or"),
  minimum: promoted("Min", "And"),
  atan2: null,
  bitwiseAnd: null,
  bitwiseOr: null,
  bitwiseXor: null,
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
  reshape: (graph, { inputs: [input], output: { sizes } }) =>
    sameSizes(input!.sizes, sizes) ? input!.name : reshape(graph, input!.name, sizes),
  permute: (graph, { inputs: [input], attributes: { dims } }) =>
    graph.node("Transpose", [input!.name], { perm: dims }),
  expand: (graph, { inputs: [input], output }) => expand(graph, input!.name, input!.sizes, output),
  slice(graph, { inputs: [input], attributes, otherAttributes }) {
    const { dim, start, length, step } = attributes;
    const isWhole = input!.sizes[dim] === null && start === 0 && length !== otherAttributes.length;
    if (!isWhole)
      fixed([start, length, step], [otherAttributes.start, otherAttributes.length, otherAttributes.step]);
    const end = isWhole ? toTheEnd : start + Math.max(length - 1, 0) * step + Math.min(length, 1);
    const places = [[start], [end], [dim], [step]].map((each) => graph.integers(each));
    return graph.node("Slice", [input!.name, ...places]);
  },
  select(graph, { inputs: [input], attributes: { dim, index }, otherAttributes }) {
    fixed([index], [otherAttributes.index]);
    return graph.node("Gather", [input!.name, graph.integers(index)], { axis: dim });
  },
  diagonal: null,
  flip: (graph, { inputs: [input], attributes: { dims } }) => {
    const [last, before, back] = [-1, -toTheEnd, -1].map((each) => graph.integers(dims.map(() => each)));
    return graph.node("Slice", [input!.name, last!, before!, graph.integers(dims), back!]);
  },
  unfold(graph, { inputs: [input], attributes: { dim, size, step, dilation }, output }) {
    const windows = output.sizes[dim];
    if (windows === null || windows === undefined) return refuse("windows along the batch");
    const places = Array.from(
      { length: windows * size },
      (_, i) => Math.floor(i / size) * step + (i % size) * dilation,
    );
    const taken = graph.node("Gather", [input!.name, graph.integers(places)], { axis: dim });
    const split = input!.sizes.toSpliced(dim, 1, windows, size);
    const cut = reshape(graph, taken, split);
    const axes = split.map((_, axis) => axis).filter((axis) => axis !== dim + 1);
    return graph.node("Transpose", [cut], { perm: [...axes, dim + 1] });
  },
  detach: (_graph, { inputs: [input] }) => input!.name,
  sum: reduction("ReduceSum"),
  prod: reduction("ReduceProd"),
  amax: reduction("ReduceMax"),
  amin: reduction("ReduceMin"),
  argmax: argReduction("ArgMax"),
  argmin: argReduction("ArgMin"),
  matmul: promoted("MatMul"),
  conv2d: (graph, { inputs, attributes, output }) => {
    const operands = inputs.map((input) => graph.cast(input, output.type));
    return graph.node("Conv", operands, { ...windows(attributes), group: attributes.groups });
  },
  conv2dInput: null,
  conv2dWeight: null,
  /** Forward passes only ever pick from what they pick by. */
  pickLargest: (graph, { inputs: [values], attributes }) =>
    graph.node("MaxPool", [values!.name], windows(attributes)),
  spreadLargest: null,
  gather: (graph, { inputs: [input, index], attributes: { dim } }) =>
    graph.node("GatherElements", [input!.name, graph.cast(index!, "int32")], { axis: dim }),
  scatterAdd: (graph, { inputs: [input, index, source], attributes: { dim } }) =>
    graph.node("ScatterElements", [input!.name, graph.cast(index!, "int32"), source!.name], {
      axis: dim,
      reduction: "add",
    }),
  pad(graph, { inputs: [input], attributes: { low, high, interior, value } }) {
    if (interior.some((gap) => gap !== 0)) return refuse("padding between elements");
    const border = graph.scalar(value, input!.type);
    return graph.node("Pad", [input!.name, graph.integers([...low, ...high]), border], { mode: "constant" });
  },
  cat: (graph, { inputs, attributes: { dim }, output }) =>
    graph.node(
      "Concat",
      inputs.map((input) => graph.cast(input, output.type)),
      { axis: dim },
    ),
  fold: null,
  argsort(graph, { inputs: [input], attributes: { dim, descending } }) {
    const size = input!.sizes[dim];
    if (size === null || size === undefined) return refuse("a sort along the batch");
    const settings = { axis: dim, largest: descending ? 1 : 0, sorted: 1 };
    const [, positions] = graph.outputs("TopK", [input!.name, graph.integers([size])], settings, 2);
    return graph.node("Cast", [positions!], { to: elementCodes.int32 });
  },
  cumsum: (graph, { inputs: [input], attributes: { dim }, output }) =>
    graph.node("CumSum", [graph.cast(input!, output.type), graph.integers(dim)]),
  full(graph, { attributes, otherAttributes, output }) {
    if (!Object.is(attributes.value, otherAttributes.value)) return refuse("a number");
    return expand(graph, graph.scalar(attributes.value, output.type), [], output);
  },
  random: null,
};
