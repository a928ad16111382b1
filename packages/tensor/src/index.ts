import "./methods.js";

export { reference } from "./backend/cpu/cpu-device.js";
export type { Device, Storage } from "./backend/device.js";
export { cpu, selectedDevice, setDefaultDevice } from "./backend/select-device.js";
export { type CompiledStep, type CompileOptions, compile } from "./compile/compile.js";
export type { AccumulationOptions } from "./composite/accumulation.js";
export * from "./composite/activations.js";
export * from "./composite/arithmetic.js";
export { at, type Index, type PutOptions, put, put_, Range, range } from "./composite/at.js";
export * from "./composite/chance.js";
export { type ConvolutionOptions, conv1d, conv2d, type PerAxis } from "./composite/convolution.js";
export * from "./composite/distances.js";
export { einsum } from "./composite/einsum.js";
export * from "./composite/elementwise.js";
export * from "./composite/indexing.js";
export { type InterpolationOptions, interpolate } from "./composite/interpolation.js";
export * from "./composite/joining.js";
export * from "./composite/linear-algebra.js";
export * from "./composite/logic.js";
export { diag, diagEmbed, diagonal, kron, trace, tril, triu } from "./composite/matrices.js";
export * from "./composite/movement.js";
export type { Operand, SumOptions } from "./composite/operand.js";
export { type PadOptions, pad } from "./composite/padding.js";
export * from "./composite/pooling.js";
export * from "./composite/rearranging.js";
export * from "./composite/reduction.js";
export * from "./composite/scans.js";
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
export * from "./composite/searching.js";
export * from "./composite/slices.js";
export * from "./composite/softmax.js";
export * from "./composite/statistics.js";
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
export { addRecorder, dispatch, dispatchInto, type Recorder } from "./dispatch.js";
export { type DType, dtypes, isDType, isFloat, kinds, promoteTypes, type TypedArray } from "./dtype.js";
export * from "./errors.js";
export { errorFunction } from "./expression/functions/error-function.js";
export { type Nested, tensor } from "./from-values.js";
export { define } from "./methods.js";
export type { Pointwise } from "./ops/pointwise-row.js";
export type { AttributesOf, KernelPrimitive, Primitive, ViewPrimitive } from "./ops/primitive.js";
export { type Primitives, pointwise, primitives } from "./ops/primitives.js";
export { fillBernoulli, fillNormal, fillRand, fillRandn, randomInt64 } from "./random/distributions.js";
export { defaultGenerator, Generator, manualSeed } from "./random/generator.js";
export { type NestedArray, readNow } from "./read.js";
export { keep, Scope, scope } from "./scope.js";
export { broadcastShapes, type Shape, sizeOf } from "./shape.js";
export { mapTensors, tensorsIn } from "./structure.js";
export * from "./tensor.js";
export { getNumThreads, setNumThreads } from "./threads.js";
