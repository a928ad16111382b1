export { Optimizer } from "./optimizer.js";
export type { OptimizerState } from "./optimizer-state.js";
export type {
  GroupOptions,
  OptimizerSettings,
  ParameterGroup,
  ParametersOrGroups,
} from "./parameter-group.js";
export type { ParameterState } from "./parameter-state.js";
export { SGD, type SGDOptions, type SGDSettings } from "./sgd.js";
export type { StepNumbers } from "./step-clock.js";
