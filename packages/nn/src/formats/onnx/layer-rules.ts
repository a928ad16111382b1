import { noGrad } from "@mnist/autograd";
import { arange, ones, type PerAxis, type Tensor, zeros } from "@mnist/tensor";
import type { AnyModule } from "../../any-module.js";
import { embedding } from "../../functional/embedding.js";
import { ELU, LeakyReLU, LogSoftmax, Softmax, Softplus } from "../../layers/activations.js";
import { BatchNorm1d, BatchNorm2d } from "../../layers/batch-norm.js";
import { Conv1d, Conv2d } from "../../layers/convolution.js";
import { Embedding } from "../../layers/embedding.js";
import { Linear } from "../../layers/linear.js";
import { GroupNorm, LayerNorm } from "../../layers/normalization.js";
import { AdaptiveAvgPool2d, AvgPool2d, MaxPool2d } from "../../layers/pooling.js";
import type { Graph, Value } from "./graph.js";
import { type Attribute, real } from "./model-proto.js";

/** Adds the nodes that do what a layer does with its inputs; answers the name of their output. */
export interface LayerRule {
  /** Whether this rule writes the layer; what it computes is written where none does. */
  applies(layer: AnyModule, inputs: readonly Tensor[]): boolean;
  write(graph: Graph, layer: AnyModule, inputs: readonly Value[]): string;
}

type Class<M extends AnyModule> = abstract new (...settings: never[]) => M;

function rule<M extends AnyModule>(
  layerClass: Class<M>,
  write: (graph: Graph, layer: M, input: Value) => string,
  applies: (layer: M, input: Tensor) => boolean = () => true,
): LayerRule {
  const isOurs = (layer: AnyModule): layer is M => layer.constructor === layerClass;
  return {
    applies: (layer, [input]) => isOurs(layer) && input !== undefined && applies(layer, input),
    write: (graph, layer, [input]) => write(graph, layer as M, input!),
  };
}

function both(value: PerAxis): number[] {
  return typeof value === "number" ? [value, value] : [...value];
}

function writeLinear(graph: Graph, { weight, bias }: Linear, x: Value): string {
  const added = bias === null ? [] : [graph.held(bias)];
  if (x.sizes.length === 2) return graph.node("Gemm", [x.name, graph.held(weight), ...added], { transB: 1 });
  const product = graph.node("MatMul", [
    x.name,
    graph.node("Transpose", [graph.held(weight)], { perm: [1, 0] }),
  ]);
  return bias === null ? product : graph.node("Add", [product, ...added]);
}

function writeConvolution(graph: Graph, layer: Conv1d | Conv2d, x: Value): string {
  const { weight, bias, kernelSize, stride, padding, dilation, groups } = layer;
  const total = kernelSize.map((size, axis) => dilation[axis]! * (size - 1));
  const low = kernelSize.map((_, axis) => {
    if (padding === "same") return Math.floor(total[axis]! / 2);
    return padding === "valid" ? 0 : padding[axis]!;
  });
  const high = low.map((before, axis) => (padding === "same" ? total[axis]! - before : before));
  const inputs = [x.name, graph.held(weight), ...(bias === null ? [] : [graph.held(bias)])];
  const pads = [...low, ...high];
  return graph.node("Conv", inputs, {
    kernel_shape: kernelSize,
    strides: stride,
    pads,
    dilations: dilation,
    group: groups,
  });
}

function windows(kernelSize: PerAxis, stride: PerAxis, padding: PerAxis): Record<string, Attribute> {
  const pads = [...both(padding), ...both(padding)];
  return { kernel_shape: both(kernelSize), strides: both(stride), pads };
}

function writeBatchNorm(graph: Graph, layer: BatchNorm1d | BatchNorm2d, x: Value): string {
  const { weight, bias, runningMean, runningVar, numFeatures, eps } = layer;
  const tensors = [weight ?? ones([numFeatures]), bias ?? zeros([numFeatures]), runningMean, runningVar];
  const inputs = tensors.map((each) => graph.held(each));
  return graph.node("BatchNormalization", [x.name, ...inputs], { epsilon: real(eps) });
}

function writeLayerNorm(graph: Graph, { weight, bias, normalizedShape, eps }: LayerNorm, x: Value): string {
  const scale = graph.held(weight ?? ones(normalizedShape));
  const shift = bias === null ? [] : [graph.held(bias)];
  const settings = { axis: -normalizedShape.length, epsilon: real(eps) };
  return graph.node("LayerNormalization", [x.name, scale, ...shift], settings);
}

/** Groups as channels of an instance normalisation; the operator set has no group normalisation yet. */
function writeGroupNorm(graph: Graph, layer: GroupNorm, x: Value): string {
  const { weight, bias, numGroups, numChannels, eps } = layer;
  const grouped = graph.node("Reshape", [x.name, graph.integers([0, numGroups, -1])]);
  const plain = [ones([numGroups]), zeros([numGroups])].map((each) => graph.held(each));
  const normal = graph.node("InstanceNormalization", [grouped, ...plain], { epsilon: real(eps) });
  const sizes = x.sizes.map((size, axis) => (axis === 0 ? 0 : (size ?? -1)));
  const back = graph.node("Reshape", [normal, graph.integers(sizes)]);
  const beside = graph.integers([numChannels, ...sizes.slice(2).map(() => 1)]);
  const along = (tensor: Tensor): string => graph.node("Reshape", [graph.held(tensor), beside]);
  const scaled = weight === null ? back : graph.node("Mul", [back, along(weight)]);
  return bias === null ? scaled : graph.node("Add", [scaled, along(bias)]);
}

/** Whether the border holds zeros, as ONNX's does. */
/** The rows as they are once each was looked up, which shortens those that are too long. */
function tableOf({ weight, maxNorm, normType }: Embedding): Tensor {
  if (maxNorm === null) return weight;
  return noGrad(() => embedding(arange(weight.shape[0]!), weight.clone(), { maxNorm, normType }));
}

const hasZeros =
  (rank: number) =>
  ({ paddingMode }: Conv1d | Conv2d, { ndim }: Tensor): boolean =>
    ndim === rank && paddingMode === "zeros";
/** Whether all windows lie in the padded input: how others are rounded differs between runtimes. */
const isWhole = ({ ceilMode }: MaxPool2d | AvgPool2d, { ndim }: Tensor): boolean => ndim === 4 && !ceilMode;
const hasStatistics = (layer: BatchNorm1d | BatchNorm2d): boolean => layer.trackRunningStats;

/** The layers that ONNX has an operator for; what the others compute is made of primitives that it has. */
export const layerRules: readonly LayerRule[] = [
  rule(Linear, writeLinear, (_layer, input) => input.ndim > 1),
  rule(Conv1d, writeConvolution, hasZeros(3)),
  rule(Conv2d, writeConvolution, hasZeros(4)),
  rule(
    MaxPool2d,
    (graph, { kernelSize, stride, padding, dilation }, x) =>
      graph.node("MaxPool", [x.name], {
        ...windows(kernelSize, stride, padding),
        dilations: both(dilation),
      }),
    isWhole,
  ),
  rule(
    AvgPool2d,
    (graph, { kernelSize, stride, padding, countIncludePad }, x) =>
      graph.node("AveragePool", [x.name], {
        ...windows(kernelSize, stride, padding),
        count_include_pad: countIncludePad ? 1 : 0,
      }),
    (layer, input) => isWhole(layer, input) && layer.divisorOverride === null,
  ),
  rule(
    AdaptiveAvgPool2d,
    (graph, _layer, x) => graph.node("GlobalAveragePool", [x.name]),
    ({ outputSize }, { ndim }) => ndim === 4 && [outputSize].flat().every((size) => size === 1),
  ),
  rule(BatchNorm1d, writeBatchNorm, hasStatistics),
  rule(BatchNorm2d, writeBatchNorm, hasStatistics),
  // onnxruntime's takes no rows of one element.
  rule(LayerNorm, writeLayerNorm, ({ normalizedShape }) => normalizedShape.some((size) => size > 1)),
  rule(GroupNorm, writeGroupNorm),
  rule(Embedding, (graph, layer, x) =>
    graph.node("Gather", [graph.held(tableOf(layer)), graph.cast(x, "int32")]),
  ),
  rule(LeakyReLU, (graph, { negativeSlope }, x) =>
    graph.node("LeakyRelu", [x.name], { alpha: real(negativeSlope) }),
  ),
  rule(ELU, (graph, { alpha }, x) => graph.node("Elu", [x.name], { alpha: real(alpha) })),
  rule(
    Softplus,
    (graph, _layer, x) => graph.node("Softplus", [x.name]),
    // ONNX's has no threshold from which on the result is x: from 20 on float32 has no difference.
    ({ beta, threshold }) => beta === 1 && threshold >= 20,
  ),
  rule(Softmax, (graph, { dim }, x) => graph.node("Softmax", [x.name], { axis: dim })),
  rule(LogSoftmax, (graph, { dim }, x) => graph.node("LogSoftmax", [x.name], { axis: dim })),
];
