export { Optimizer, ParameterGroup } from "./optimizer.js";
export { SGD, type SGDOptions } from "./sgd.js";
