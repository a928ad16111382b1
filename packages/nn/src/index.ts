export { loadSafetensors, type Safetensors, saveSafetensors } from "./formats/safetensors.js";
export { fans, kaimingUniform_, normal_, uniform_ } from "./init.js";
export { ReLU, Sigmoid } from "./layers/activations.js";
export { Sequential } from "./layers/containers.js";
export { Linear } from "./layers/linear.js";
export { Flatten } from "./layers/shape.js";
export {
  CrossEntropyLoss,
  crossEntropy,
  MSELoss,
  mnistLoss,
  mseLoss,
  type Reduction,
} from "./losses/losses.js";
export { type ForwardHook, type ForwardPreHook, Module, type StateDict } from "./module.js";
export { Parameter } from "./parameter.js";
