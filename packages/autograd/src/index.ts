import "./members.js";

export { type BackwardOptions, backward } from "./backward.js";
export { customGradient } from "./custom-gradient.js";
export { type GradOptions, grad, valueAndGrad } from "./grad.js";
export { enableGrad, isGradEnabled, noGrad } from "./grad-mode.js";
export { type GradcheckOptions, gradcheck, gradgradcheck } from "./gradcheck.js";
export type { GradientContext, GradientRule, GradientTable } from "./gradient-rule.js";
export { gradients } from "./gradients.js";
export type { GradientHook } from "./node.js";
