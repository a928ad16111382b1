export { pixelShuffle, pixelUnshuffle } from "../layers/resampling.js";
export { type DotProductAttentionOptions, scaledDotProductAttention } from "./attention.js";
export type { AttentionOptions } from "./attention-options.js";
export { conv3d, convTranspose1d } from "./convolution.js";
export { dropout, dropout1d, dropout2d } from "./dropout.js";
export { type EmbeddingSettings, embedding } from "./embedding.js";
export { type BagMode, type EmbeddingBagSettings, embeddingBag } from "./embedding-bag.js";
export { type FoldingOptions, fold, unfold } from "./folding.js";
export { affineGrid, type GridOptions, type GridSampleOptions, gridSample } from "./grid.js";
export { type GumbelSoftmaxOptions, gumbelSoftmax } from "./gumbel-softmax.js";
export { bilinear, linear } from "./linear.js";
export {
  type AttentionWeights,
  type InputWeights,
  type MultiHeadAttentionSettings,
  multiHeadAttention,
} from "./multi-head-attention.js";
export {
  batchNorm,
  groupNorm,
  type InstanceStatistics,
  instanceNorm,
  type RootMeanSquare,
  type RunningStatistics,
  rmsNorm,
} from "./normalization.js";
export {
  adaptiveAvgPool1d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  avgPool1d,
  maxPool1d,
} from "./pooling.js";
