export type { AnyModule, BufferOptions } from "./any-module.js";
export { type Architecture, printSettings, pythonFloat, type Setting } from "./describe-module.js";
export {
  loadSafetensors,
  type Safetensors,
  type SafetensorsLimits,
  saveSafetensors,
} from "./formats/safetensors.js";
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
export { BatchNorm1d, BatchNorm2d, type BatchNormOptions } from "./layers/batch-norm.js";
export { ModuleDict, ModuleList, Sequential } from "./layers/containers.js";
export { Conv1d, Conv2d, type ConvolutionLayerOptions } from "./layers/convolution.js";
export { Dropout } from "./layers/dropout.js";
export { Embedding, type EmbeddingOptions } from "./layers/embedding.js";
export { type BiasOptions, Bilinear, Linear } from "./layers/linear.js";
export {
  GroupNorm,
  type GroupNormOptions,
  LayerNorm,
  type LayerNormOptions,
} from "./layers/normalization.js";
export { AdaptiveAvgPool2d, AvgPool2d, MaxPool2d } from "./layers/pooling.js";
export { Flatten, Identity, Unflatten } from "./layers/shape.js";
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
