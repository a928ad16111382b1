import "./members.js";

export { detectAnomaly, isAnomalyDetectionEnabled, setDetectAnomaly } from "./anomaly.js";
export { type BackwardOptions, backward, type GraphOptions } from "./backward.js";
export { customGradient } from "./custom-gradient.js";
export { type DescribeGraphOptions, describeGraph } from "./describe-graph.js";
export { type GradOptions, grad, valueAndGrad } from "./grad.js";
export { enableGrad, type Hold, isGradEnabled, noGrad, setGradEnabled } from "./grad-mode.js";
export { type GradcheckOptions, gradcheck, gradgradcheck } from "./gradcheck.js";
export type { GradientContext, GradientRule, GradientTable } from "./gradient-rule.js";
export { gradients } from "./gradients.js";
export { hessian, type JacobianOptions, jacobian, jvp, vjp } from "./jacobian.js";
export type { HookHandle } from "./members.js";
export type { GradientFunction, GradientHook } from "./node.js";
