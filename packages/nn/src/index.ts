export type { AnyModule, BufferOptions } from "./any-module.js";
export { type Architecture, printSettings, pythonFloat, type Setting } from "./describe-module.js";
export {
  loadSafetensors,
  type Safetensors,
  type SafetensorsLimits,
  saveSafetensors,
} from "./formats/safetensors.js";
export { type DotProductAttentionOptions, scaledDotProductAttention } from "./functional/attention.js";
export type { AttentionOptions } from "./functional/attention-options.js";
export { conv3d, convTranspose1d } from "./functional/convolution.js";
export {
  adaptiveAvgPool1d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  avgPool1d,
  maxPool1d,
} from "./functional/pooling.js";
export { skipInit } from "./init/skip-init.js";
export {
  calculateGain,
  constant_,
  fans,
  type InitOptions,
  type KaimingOptions,
  kaimingNormal_,
  kaimingUniform_,
  type Nonlinearity,
  normal_,
  ones_,
  orthogonal_,
  truncNormal_,
  uniform_,
  xavierNormal_,
  xavierUniform_,
  zeros_,
} from "./init.js";
export type { ExampleInputs } from "./inspect/observe.js";
export { summary } from "./inspect/summary.js";
export type { Summary, SummaryRow } from "./inspect/summary-row.js";
export {
  ELU,
  GELU,
  LeakyReLU,
  LogSoftmax,
  ReLU,
  Sigmoid,
  SiLU,
  Softmax,
  Softplus,
  Tanh,
} from "./layers/activations.js";
export { MultiheadAttention, type MultiheadAttentionOptions } from "./layers/attention.js";
export { BatchNorm1d, BatchNorm2d, type BatchNormOptions } from "./layers/batch-norm.js";
export { ModuleDict, ModuleList, type NamedModules, Sequential } from "./layers/containers.js";
export { Conv1d, Conv2d, Conv3d, type ConvolutionLayerOptions } from "./layers/convolution.js";
export { Dropout, Dropout1d, Dropout2d } from "./layers/dropout.js";
export { Embedding, type EmbeddingOptions } from "./layers/embedding.js";
export { EmbeddingBag, type EmbeddingBagOptions } from "./layers/embedding-bag.js";
export { InstanceNorm1d, InstanceNorm2d, type InstanceNormOptions } from "./layers/instance-norm.js";
export { type BiasOptions, Bilinear, Linear } from "./layers/linear.js";
export {
  CELU,
  GLU,
  Hardshrink,
  Hardsigmoid,
  Hardswish,
  Hardtanh,
  LogSigmoid,
  Mish,
  PReLU,
  type PReLUOptions,
  ReLU6,
  SELU,
  Softmin,
  Softshrink,
  Softsign,
  Tanhshrink,
  Threshold,
} from "./layers/more-activations.js";
export {
  GroupNorm,
  type GroupNormOptions,
  LayerNorm,
  type LayerNormOptions,
  RMSNorm,
  type RMSNormOptions,
} from "./layers/normalization.js";
export {
  ConstantPad1d,
  ConstantPad2d,
  ReflectionPad1d,
  ReflectionPad2d,
  ReplicationPad1d,
  ReplicationPad2d,
  type Sides,
  ZeroPad2d,
} from "./layers/padding.js";
export { ParameterList } from "./layers/parameter-list.js";
export {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AvgPool1d,
  AvgPool2d,
  MaxPool1d,
  MaxPool2d,
} from "./layers/pooling.js";
export { GRU, LSTM, type RecurrentOptions, RNN } from "./layers/recurrent.js";
export {
  type CellOptions,
  GRUCell,
  LSTMCell,
  RNNCell,
  type RNNNonlinearity,
} from "./layers/recurrent-cells.js";
export { PixelShuffle, PixelUnshuffle, pixelShuffle, pixelUnshuffle, Upsample } from "./layers/resampling.js";
export { Flatten, Identity, Unflatten } from "./layers/shape.js";
export {
  type DecoderMasks,
  type EncoderMasks,
  TransformerDecoderLayer,
  TransformerEncoderLayer,
  type TransformerLayerOptions,
} from "./layers/transformer.js";
export {
  TransformerDecoder,
  TransformerEncoder,
  type TransformerOptions,
} from "./layers/transformer-stack.js";
export { ConvTranspose1d, ConvTranspose2d } from "./layers/transposed-convolution.js";
export {
  BCELoss,
  type BCEOptions,
  BCEWithLogitsLoss,
  type BCEWithLogitsOptions,
  bceLoss,
  bceWithLogits,
  MnistLoss,
  mnistLoss,
} from "./losses/binary-losses.js";
export {
  CrossEntropyLoss,
  type CrossEntropyOptions,
  crossEntropy,
  NLLLoss,
  type NLLOptions,
  nllLoss,
} from "./losses/class-losses.js";
export { KLDivLoss, type KLDivOptions, klDiv } from "./losses/divergence-losses.js";
export {
  CTCLoss,
  type CTCOptions,
  ctcLoss,
  GaussianNLLLoss,
  type GaussianNLLOptions,
  gaussianNllLoss,
  PoissonNLLLoss,
  type PoissonNLLOptions,
  poissonNllLoss,
} from "./losses/likelihood-losses.js";
export {
  CosineEmbeddingLoss,
  cosineEmbeddingLoss,
  HingeEmbeddingLoss,
  HuberLoss,
  type HuberOptions,
  hingeEmbeddingLoss,
  huberLoss,
  type MarginOptions,
  MarginRankingLoss,
  MultiMarginLoss,
  type MultiMarginOptions,
  marginRankingLoss,
  multiMarginLoss,
  TripletMarginLoss,
  type TripletOptions,
  tripletMarginLoss,
} from "./losses/margin-losses.js";
export type { LossOptions, Reduction } from "./losses/reduction.js";
export {
  L1Loss,
  l1Loss,
  MSELoss,
  mseLoss,
  SmoothL1Loss,
  type SmoothL1Options,
  smoothL1,
} from "./losses/regression-losses.js";
export { type ForwardHook, type ForwardPreHook, type InputsOf, Module, type OutputOf } from "./module.js";
export { Parameter } from "./parameter.js";
export { parametersToVector, vectorToParameters } from "./parameters-vector.js";
export type { StateDict, StateDifference } from "./state-dict.js";
