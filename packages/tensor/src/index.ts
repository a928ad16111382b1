import "./methods.js";

export type { Device, Storage } from "./backend/device.js";
export { cpu, selectedDevice, setDefaultDevice } from "./backend/select-device.js";
export { type CompiledStep, compile } from "./compile/compile.js";
export type { AccumulationOptions } from "./composite/accumulation.js";
export {
  celu,
  elu,
  type GELUApproximation,
  gelu,
  glu,
  hardshrink,
  hardsigmoid,
  hardswish,
  hardtanh,
  leakyRelu,
  logSigmoid,
  mish,
  prelu,
  relu6,
  type SoftplusOptions,
  selu,
  silu,
  softplus,
  softshrink,
  softsign,
  tanhshrink,
  threshold,
} from "./composite/activations.js";
export * from "./composite/aliases.js";
export {
  addcdiv,
  addcmul,
  addmm,
  type BlendOptions,
  clamp,
  clampMax,
  clampMin,
  clip,
  deg2rad,
  exp2,
  fmax,
  fmin,
  frac,
  heaviside,
  lerp,
  logaddexp,
  logit,
  nanToNum,
  rad2deg,
  rsqrt,
  type ScaledOptions,
  sinc,
  xlogy,
} from "./composite/arithmetic.js";
export * from "./composite/assembling.js";
export { at, type Index, type PutOptions, put, put_, Range, range } from "./composite/at.js";
export {
  bernoulli,
  bernoulli_,
  type ChanceOptions,
  exponential_,
  type MultinomialOptions,
  multinomial,
  normal_,
  randLike,
  randnLike,
  uniform_,
} from "./composite/chance.js";
export { type ConvolutionOptions, conv1d, conv2d, type PerAxis } from "./composite/convolution.js";
export { cdist, cosineSimilarity, dist, norm, normalize, pairwiseDistance } from "./composite/distances.js";
export { einsum } from "./composite/einsum.js";
export {
  abs,
  acos,
  acosh,
  add,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  ceil,
  cos,
  cosh,
  type DivisionOptions,
  div,
  eq,
  erf,
  erfc,
  exp,
  expm1,
  floor,
  floorDivide,
  fmod,
  ge,
  gt,
  hypot,
  le,
  log,
  log1p,
  log2,
  log10,
  lt,
  maximum,
  minimum,
  mul,
  ne,
  neg,
  pow,
  type RoundOptions,
  reciprocal,
  relu,
  remainder,
  round,
  sigmoid,
  sign,
  sin,
  sinh,
  sqrt,
  square,
  sub,
  tan,
  tanh,
  trunc,
  where,
} from "./composite/elementwise.js";
export {
  argsort,
  cumsum,
  gather,
  indexSelect,
  maskedFill,
  scatterAdd,
  sort,
  topk,
} from "./composite/indexing.js";
export { type InterpolationOptions, interpolate } from "./composite/interpolation.js";
export { broadcastTensors, cat, dstack, hstack, meshgrid, stack, vstack } from "./composite/joining.js";
export {
  bmm,
  chainMatmul,
  cross,
  dot,
  inner,
  matmul,
  matrixPower,
  mm,
  mv,
  outer,
  tensordot,
} from "./composite/linear-algebra.js";
export {
  allclose,
  bitwiseAnd,
  bitwiseLeftShift,
  bitwiseNot,
  bitwiseOr,
  bitwiseRightShift,
  bitwiseXor,
  type ClosenessOptions,
  equal,
  isclose,
  isfinite,
  isinf,
  isnan,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
} from "./composite/logic.js";
export { diag, diagEmbed, diagonal, kron, trace, tril, triu } from "./composite/matrices.js";
export {
  clone,
  contiguous,
  detach,
  expand,
  expandAs,
  flatten,
  flip,
  permute,
  reshape,
  squeeze,
  t,
  toDType,
  transpose,
  unflatten,
  unfold,
  unsqueeze,
  view,
} from "./composite/movement.js";
export { type LayerNormalization, layerNorm } from "./composite/normalization.js";
export type { Operand, SumOptions } from "./composite/operand.js";
export { type PadOptions, pad } from "./composite/padding.js";
export {
  type AveragePoolingOptions,
  adaptiveAvgPool2d,
  avgPool2d,
  type MaxPoolingOptions,
  maxPool2d,
  type PoolingOptions,
} from "./composite/pooling.js";
export {
  broadcastTo,
  fliplr,
  flipud,
  movedim,
  ravel,
  repeat,
  repeatInterleave,
  reshapeAs,
  roll,
  rot90,
  swapaxes,
  tensorSplit,
  tile,
} from "./composite/rearranging.js";
export {
  all,
  amax,
  amin,
  any,
  argmax,
  argmin,
  type Dims,
  type Extreme,
  max,
  mean,
  min,
  prod,
  std,
  sum,
  sumToSize,
  variance,
} from "./composite/reduction.js";
export { cummax, cummin, cumprod, logcumsumexp } from "./composite/scans.js";
export {
  type ScatterReduceOptions,
  type ScatterReduction,
  scatterReduce,
} from "./composite/scatter-reduce.js";
export {
  indexAdd,
  indexCopy,
  indexFill,
  type ScatterOptions,
  scatter,
  take,
  takeAlongDim,
} from "./composite/scattering.js";
export {
  type BincountOptions,
  bincount,
  bucketize,
  histc,
  maskedSelect,
  nonzero,
  oneHot,
  type SortedSearchOptions,
  searchsorted,
  type Unique,
  type UniqueOptions,
  unique,
  uniqueConsecutive,
} from "./composite/searching.js";
export { chunk, narrow, select, slice, split, unbind } from "./composite/slices.js";
export { logSoftmax, logsumexp, softmax, softmin } from "./composite/softmax.js";
export * from "./composite/special.js";
export {
  aminmax,
  countNonzero,
  type DifferenceOptions,
  diff,
  kthvalue,
  type MinMax,
  median,
  mode,
  nanmean,
  nanmedian,
  nansum,
  type QuantileOptions,
  quantile,
  stdMean,
  varMean,
} from "./composite/statistics.js";
export * from "./composite/sums-of-products.js";
export { convTranspose2d, type TransposedConvolutionOptions } from "./composite/transposed-convolution.js";
export {
  arange,
  empty,
  emptyLike,
  eye,
  fromData,
  full,
  fullLike,
  linspace,
  logspace,
  normal,
  ones,
  onesLike,
  type RandomOptions,
  rand,
  randint,
  randn,
  randperm,
  type TensorOptions,
  zeros,
  zerosLike,
} from "./create.js";
export { type DType, dtypes, isDType, isFloat, promoteTypes, type TypedArray } from "./dtype.js";
export {
  ArgumentError,
  type Complaint,
  DataError,
  DeviceError,
  DTypeError,
  FileError,
  GradientError,
  MnistError,
  ShapeError,
} from "./errors.js";
export { type Nested, tensor } from "./from-values.js";
export { defaultGenerator, Generator, manualSeed } from "./random/generator.js";
export type { NestedArray } from "./read.js";
export { keep, Scope, scope } from "./scope.js";
export { broadcastShapes, type Shape, sizeOf } from "./shape.js";
// Not by name: TypeScript adds the members that other packages declare on Tensor only to what is exported like this.
export * from "./tensor.js";
export { getNumThreads, setNumThreads } from "./threads.js";
