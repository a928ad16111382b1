import type { Shape } from "@mnist/tensor";
import type { AttributesOf, Primitives } from "@mnist/tensor/internal";
import type { Graph, Size } from "./graph.js";
import { elementCodes } from "./model-proto.js";
import { pointwiseRules } from "./pointwise-rules.js";
import { type PrimitiveRule, refuse } from "./primitive-rule.js";

/** One entry for every primitive there is; null where ONNX has nothing that does the same. */
type PrimitiveRules = {
  readonly [Name in keyof Primitives]: PrimitiveRule<AttributesOf<Primitives[Name]>> | null;
};

const toTheEnd = Number.MAX_SAFE_INTEGER;

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
  ...pointwiseRules,
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
  softmax: (graph, { inputs: [input] }) => graph.node("Softmax", [input!.name], { axis: -1 }),
  softmaxGradient: null,
  logSoftmax: (graph, { inputs: [input] }) => graph.node("LogSoftmax", [input!.name], { axis: -1 }),
  logSoftmaxGradient: null,
  layerNorm(graph, { inputs: [input], attributes: { epsilon = 0 } }) {
    const mean = (name: string): string => graph.node("ReduceMean", [name], { axes: [-1], keepdims: 1 });
    const centred = graph.node("Sub", [input!.name, mean(input!.name)]);
    const variance = mean(graph.node("Mul", [centred, centred]));
    const shifted = graph.node("Add", [variance, graph.scalar(epsilon, input!.type)]);
    return graph.node("Div", [centred, graph.node("Sqrt", [shifted])]);
  },
  layerNormGradient: null,
  matmul: (graph, { inputs, output }) =>
    graph.node(
      "MatMul",
      inputs.map((input) => graph.cast(input, output.type)),
    ),
  conv2d: (graph, { inputs, attributes, output }) => {
    const operands = inputs.map((input) => graph.cast(input, output.type));
    return graph.node("Conv", operands, { ...windows(attributes), group: attributes.groups });
  },
  conv2dInput: (graph, { inputs, attributes, output }) => {
    const operands = inputs.map((input) => graph.cast(input, output.type));
    return graph.node("ConvTranspose", operands, { ...windows(attributes), group: attributes.groups });
  },
  conv2dWeight: null,
  pickLargest(graph, { inputs: [values, by], attributes }) {
    if (values!.name !== by!.name) return refuse("elements picked by others, as a gradient does,");
    return graph.node("MaxPool", [values!.name], windows(attributes));
  },
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
