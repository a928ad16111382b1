export {
  CosineAnnealingLR,
  type CosineAnnealingOptions,
  CosineAnnealingWarmRestarts,
  type WarmRestartsOptions,
} from "../schedulers/cosine.js";
export { ExponentialLR, LinearLR, type LinearLROptions, MultiStepLR, StepLR } from "../schedulers/decay.js";
export {
  FitOneCycle,
  type FitOneCycleOptions,
  OneCycleLR,
  type OneCycleOptions,
} from "../schedulers/one-cycle.js";
export { Scheduler, type SchedulerState } from "../schedulers/scheduler.js";
export { SequentialLR, type SequentialLROptions } from "../schedulers/sequential.js";
export { Adagrad, type AdagradSettings } from "./adagrad.js";
export { Adam, type AdamOptions, type AdamSettings, AdamW } from "./adam.js";
export { type ClipNormOptions, clipGradNorm_, clipGradValue_ } from "./gradient-clipping.js";
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
export { SGD, type SGDOptions, type SGDSettings } from "./sgd.js";
export type { StepNumbers } from "./step-clock.js";
