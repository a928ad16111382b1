export { operationCases } from "./cases.js";
export { requireClose } from "./closeness.js";
export { type Check, type ConformanceOptions, conformance } from "./conformance.js";
export { type Golden, goldenOf } from "./golden.js";
export { makeInput } from "./layouts.js";
export { notOperations } from "./not-operations.js";
export {
  type InputSpec,
  isDifferentiable,
  type OperationCase,
  outputsOf,
  outputWeights,
} from "./operation-case.js";
