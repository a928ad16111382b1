export {
  CosineAnnealingLR,
  type CosineAnnealingOptions,
  CosineAnnealingWarmRestarts,
  type WarmRestartsOptions,
} from "../schedulers/cosine.js";
export { CyclicLR, type CyclicMode, type CyclicOptions } from "../schedulers/cyclic.js";
export {
  ConstantLR,
  ExponentialLR,
  type FactorOptions,
  LinearLR,
  type LinearLROptions,
  MultiStepLR,
  PolynomialLR,
  type PolynomialLROptions,
  StepLR,
} from "../schedulers/decay.js";
export { LambdaLR, type LrLambda, MultiplicativeLR } from "../schedulers/lambda.js";
export {
  FitOneCycle,
  type FitOneCycleOptions,
  OneCycleLR,
  type OneCycleOptions,
} from "../schedulers/one-cycle.js";
export {
  type PlateauState,
  ReduceLROnPlateau,
  type ReduceLROnPlateauOptions,
} from "../schedulers/reduce-on-plateau.js";
export { initialLrOf, Scheduler, type SchedulerState, setInitialLr } from "../schedulers/scheduler.js";
export { SequentialLR, type SequentialLROptions, type SequentialState } from "../schedulers/sequential.js";
export { Adagrad, type AdagradSettings } from "./adagrad.js";
export { Adam, type AdamOptions, type AdamSettings, AdamW } from "./adam.js";
export {
  Adadelta,
  type AdadeltaSettings,
  Adamax,
  type AdamaxSettings,
  NAdam,
  type NAdamSettings,
  RAdam,
  type RAdamSettings,
} from "./adaptive.js";
export { AveragedModel, type Averaging } from "./averaged-model.js";
export { type ClipNormOptions, clipGradNorm_, clipGradValue_ } from "./gradient-clipping.js";
export { LBFGS, type LBFGSSettings } from "./lbfgs.js";
export { Lion, type LionSettings } from "./lion.js";
export { Optimizer } from "./optimizer.js";
export type { OptimizerState } from "./optimizer-state.js";
export type {
  GroupOptions,
  OptimizerSettings,
  ParameterGroup,
  ParametersOrGroups,
} from "./parameter-group.js";
export type { ParameterState } from "./parameter-state.js";
export { RMSprop, type RMSpropSettings } from "./rmsprop.js";
export { Rprop, type RpropSettings } from "./rprop.js";
export { SGD, type SGDOptions, type SGDSettings } from "./sgd.js";
