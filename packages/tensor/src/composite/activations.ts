import { dispatch } from "../dispatch.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { checkHolds } from "../given.js";
import { softplus as softplusRow } from "../ops/pointwise.js";
import { none } from "../ops/pointwise-row.js";
import { checkOptions } from "../options.js";
import { showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { add, ge, gt, le, lt, mul, where } from "./elementwise.js";
import { reshape } from "./movement.js";
import { requireAlike, requireFloat, requireNumber } from "./requirements.js";
import { chunk } from "./slices.js";

/**
 * x where x > 0, slope·x elsewhere.
 *
 * @source torch.nn.functional.leaky_relu
 * @example
 * tensor([-1, 2]).leakyRelu(0.1) // [-0.1, 2]
 */
export function leakyRelu(input: Tensor, negativeSlope = 0.01): Tensor {
  requireFloat("leakyRelu", input);
  return where(input.gt(0), input, input.mul(negativeSlope));
}

/**
 * x where x > 0, weight·x elsewhere; one weight, or one for each channel (axis 1).
 *
 * @source torch.nn.functional.prelu
 * @example
 * tensor([-1, 2]).prelu(tensor([0.25])) // [-0.25, 2]
 */
export function prelu(input: Tensor, weight: Tensor): Tensor {
  requireFloat("prelu", input, weight);
  requireAlike("prelu", input, weight);
  const channels = weight.numel();
  if (weight.ndim > 1 || (channels !== 1 && channels !== input.shape[1])) {
    throw new ShapeError({
      operation: "prelu",
      got: `weights of shape ${showShape(weight.shape)} for a tensor of shape ${showShape(input.shape)}`,
      expected: "one, or one for each channel (axis 1)",
    });
  }
  const perChannel = input.shape.map((_, axis) => (axis === 1 ? channels : 1));
  const slope = reshape(weight, channels === 1 ? [] : perChannel);
  const isPositive = input.gt(0);
  return where(isPositive, input, mul(where(isPositive, 0, input), slope));
}

/**
 * x where x > 0, alpha·(eˣ − 1) elsewhere.
 *
 * @source torch.nn.functional.elu
 * @example
 * tensor([-1, 2]).elu() // [-0.6321, 2]
 */
export function elu(input: Tensor, alpha = 1): Tensor {
  requireFloat("elu", input);
  return where(input.lt(0), input.clampMax(0).expm1().mul(alpha), atKnee(input, alpha));
}

/** x from the knee at 0 on; there of slope `slope`, and straight: PyTorch's second derivative is 0 at 0. */
function atKnee(input: Tensor, slope: number): Tensor {
  return slope === 1 ? input : where(input.eq(0), input.mul(slope), input);
}

/** elu scaled so that activations keep mean 0 and variance 1. @source torch.nn.functional.selu */
export function selu(input: Tensor): Tensor {
  return elu(input, 1.6732632423543772).mul(1.0507009873554805);
}

/** max(x, 0) + min(alpha·(e^(x/alpha) − 1), 0). @source torch.nn.functional.celu */
export function celu(input: Tensor, alpha = 1): Tensor {
  requireFloat("celu", input);
  if (alpha === 0) throw new ArgumentError({ operation: "celu", got: "alpha 0", expected: "another number" });
  return where(input.lt(0), input.clampMax(0).div(alpha).expm1().mul(alpha), input);
}

/** How GELU's distribution function is computed: exactly, or by a hyperbolic tangent that is near it. */
export type GELUApproximation = "none" | "tanh";

/**
 * x·Φ(x), Φ the standard normal distribution function.
 *
 * @source torch.nn.functional.gelu
 * @example
 * tensor([-1, 2]).gelu() // [-0.1587, 1.9545]
 */
export function gelu(input: Tensor, options: { readonly approximate?: GELUApproximation } = {}): Tensor {
  requireFloat("gelu", input);
  checkOptions("gelu", options, { approximate: ["none", "tanh"] });
  const { approximate = "none" } = options;
  if (approximate === "none") return input.mul(0.5).mul(input.mul(Math.SQRT1_2).erf().add(1));
  const bent = input.mul(input.square().mul(0.044715).add(1)).mul(Math.sqrt(2 / Math.PI));
  return input.mul(0.5).mul(bent.tanh().add(1));
}

/**
 * x·sigmoid(x).
 *
 * @source torch.nn.functional.silu
 * @example
 * tensor([-1, 2]).silu() // [-0.2689, 1.7616]
 */
export function silu(input: Tensor): Tensor {
  requireFloat("silu", input);
  return input.mul(input.sigmoid());
}

export interface SoftplusOptions {
  readonly beta?: number;
  /** Beyond it the function is its asymptote. */
  readonly threshold?: number;
}

/** ln(1 + eˣ), finite everywhere. */
function smoothRelu(input: Tensor): Tensor {
  return dispatch(softplusRow, [input], none);
}

/**
 * ln(1 + e^(beta·x)) / beta; x itself where beta·x > threshold.
 *
 * @source torch.nn.functional.softplus
 * @example
 * tensor([-100, 0, 100]).softplus() // [0, 0.6931, 100]
 */
export function softplus(input: Tensor, options: SoftplusOptions = {}): Tensor {
  requireFloat("softplus", input);
  checkOptions("softplus", options, { beta: null, threshold: null });
  const { beta = 1, threshold = 20 } = options;
  const scaled = beta === 1 ? input : input.mul(beta);
  const bent = smoothRelu(scaled);
  // On the threshold the curve's slope is kept and its bend is not.
  const tangent = bent.detach().add(scaled.sub(threshold).mul(1 / (1 + Math.exp(-threshold))));
  const held = where(scaled.eq(threshold), tangent, bent);
  return where(scaled.gt(threshold), input, beta === 1 ? held : held.div(beta));
}

/**
 * ln sigmoid(x), finite everywhere.
 *
 * @source torch.nn.functional.logsigmoid
 * @example
 * tensor([-100, 0]).logSigmoid() // [-100, -0.6931]
 */
export function logSigmoid(input: Tensor): Tensor {
  requireFloat("logSigmoid", input);
  return smoothRelu(input.neg()).neg();
}

/** x·tanh(softplus(x)). @source torch.nn.functional.mish */
export function mish(input: Tensor): Tensor {
  return input.mul(softplus(input).tanh());
}

/**
 * x / (1 + |x|).
 *
 * @source torch.nn.functional.softsign
 * @example
 * tensor([-1, 3]).softsign() // [-0.5, 0.75]
 */
export function softsign(input: Tensor): Tensor {
  return input.div(input.abs().add(1));
}

/**
 * x kept within low (−1) and high (1).
 *
 * @source torch.nn.functional.hardtanh
 * @example
 * tensor([-3, 0.5]).hardtanh() // [-1, 0.5]
 */
export function hardtanh(input: Tensor, low = -1, high = 1): Tensor {
  requireNumber("hardtanh", input);
  for (const bound of [low, high]) {
    checkHolds("hardtanh", input.dtype, bound);
    if (input.dtype === "uint8" && Math.trunc(bound) < 0) {
      throw new ArgumentError({
        operation: "hardtanh",
        got: `${bound} for dtype uint8`,
        expected: "a number from 0 up",
      });
    }
  }
  // Not clamp, whose gradient reaches the bounds: this one's is 0 there.
  const least = Math.min(low, high);
  return where(le(input, least), least, where(ge(input, high), high, input)).to(input.dtype);
}

/**
 * x kept within 0 and 6.
 *
 * @source torch.nn.functional.relu6
 * @example
 * tensor([-1, 8]).relu6() // [0, 6]
 */
export function relu6(input: Tensor): Tensor {
  return hardtanh(input, 0, 6);
}

/** x/6 + 1/2 kept within 0 and 1. @source torch.nn.functional.hardsigmoid */
export function hardsigmoid(input: Tensor): Tensor {
  requireFloat("hardsigmoid", input);
  return relu6(add(input, 3)).div(6);
}

/** x·hardsigmoid(x). @source torch.nn.functional.hardswish */
export function hardswish(input: Tensor): Tensor {
  requireFloat("hardswish", input);
  const size = input.abs();
  const bent = where(gt(size, 3), 0, input);
  // On the knees of the slope that the curve has there, and straight: PyTorch's second derivative is 0 there.
  const knee = bent.mul(bent.detach().div(3).add(0.5)).sub(1.5);
  const curve = bent.mul(add(bent, 3)).div(6);
  const below = input.detach().mul(0); // NaN of −∞, as in PyTorch
  const held = where(lt(input, -3), below, where(size.eq(3), knee, curve));
  return where(gt(input, 3), input, held);
}

/**
 * x where |x| > lambda, 0 elsewhere.
 *
 * @source torch.nn.functional.hardshrink
 * @example
 * tensor([-0.3, 2]).hardshrink() // [0, 2]
 */
export function hardshrink(input: Tensor, lambda = 0.5): Tensor {
  requireFloat("hardshrink", input);
  return where(le(input.abs(), lambda), 0, input);
}

/**
 * x moved towards 0 by lambda, and 0 where that would cross it.
 *
 * @source torch.nn.functional.softshrink
 * @example
 * tensor([-0.3, 2]).softshrink() // [0, 1.5]
 */
export function softshrink(input: Tensor, lambda = 0.5): Tensor {
  requireFloat("softshrink", input);
  if (!(lambda >= 0)) {
    throw new ArgumentError({
      operation: "softshrink",
      got: `lambda ${lambda}`,
      expected: "a number from 0 up",
    });
  }
  return where(gt(input, lambda), input.sub(lambda), where(lt(input, -lambda), add(input, lambda), 0));
}

/** x − tanh(x). @source torch.nn.functional.tanhshrink */
export function tanhshrink(input: Tensor): Tensor {
  return input.sub(input.tanh());
}

/**
 * x where x > threshold, `value` elsewhere.
 *
 * @source torch.nn.functional.threshold
 * @example
 * tensor([0.1, 2]).threshold(1, -5) // [-5, 2]
 */
export function threshold(input: Tensor, above: number, value: number): Tensor {
  requireNumber("threshold", input);
  for (const each of [above, value]) checkHolds("threshold", input.dtype, each);
  return where(le(input, above), value, input).to(input.dtype);
}

/**
 * The first half of `dim` times the sigmoid of the second.
 *
 * @throws ShapeError for an odd size.
 * @source torch.nn.functional.glu
 * @example
 * tensor([3, 0]).glu() // [1.5]
 */
export function glu(input: Tensor, dim = -1): Tensor {
  requireFloat("glu", input);
  const size = input.size(dim);
  if (size % 2 !== 0) {
    throw new ShapeError({ operation: "glu", got: `an axis of size ${size}`, expected: "an even size" });
  }
  const [values, gates] = chunk(input, 2, dim) as [Tensor, Tensor];
  return values.mul(gates.sigmoid());
}
