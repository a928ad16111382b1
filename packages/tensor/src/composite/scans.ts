import { arange } from "../create.js";
import { kinds } from "../dtype.js";
import { wrapDim } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { type AccumulationOptions, asAsked, inDType } from "./accumulation.js";
import { logaddexp } from "./arithmetic.js";
import { add, eq, exp, gt, log, maximum, minimum, mul, neg, sub, where } from "./elementwise.js";
import { gather } from "./indexing.js";
import { cat } from "./joining.js";
import { isnan, logicalOr } from "./logic.js";
import { flip, reshape, transpose } from "./movement.js";
import { own } from "./own.js";
import type { Extreme } from "./reduction.js";
import { requireFloat } from "./requirements.js";
import { narrow } from "./slices.js";
import { withGradient } from "./with-slope.js";

type Combine = (earlier: Tensor, later: Tensor) => Tensor;

/**
 * Running results along one axis in log₂ n rounds: each joins every element with the one 1, 2, 4, … places before it,
 * which by then stands for all up to there. Hillis and Steele, Data Parallel Algorithms, 1986.
 */
function scan(input: Tensor, axis: number, combine: Combine): Tensor {
  const size = input.shape[axis] ?? 1;
  let result = input;
  for (let distance = 1; distance < size; distance *= 2) {
    const earlier = narrow(result, axis, 0, size - distance);
    const joined = combine(earlier, narrow(result, axis, distance, size - distance));
    result = cat([narrow(result, axis, 0, distance), joined], axis);
  }
  return own(result, input);
}

/**
 * Running products along `dim`; bool and uint8 in int32.
 *
 * @source torch.cumprod
 * @example
 * tensor([1, 2, 3, 4]).cumprod(0) // [1, 2, 6, 24]
 */
export function cumprod(input: Tensor, dim: number, options?: AccumulationOptions): Tensor {
  const elements = inDType("cumprod", input, options);
  const counted = kinds[elements.dtype].bytes === 1 ? elements.to("int32") : elements;
  return asAsked(scan(counted, wrapDim(dim, input.ndim, "cumprod"), mul), options);
}

/**
 * Running ln Σ eˣ along `dim`.
 *
 * @source torch.logcumsumexp
 * @example
 * tensor([0, 0]).logcumsumexp(0) // [0, 0.6931]
 */
export function logcumsumexp(input: Tensor, dim: number): Tensor {
  requireFloat("logcumsumexp", input);
  const axis = wrapDim(dim, input.ndim, "logcumsumexp");
  if (input.ndim === 0) return own(input, input);
  return own(transpose(alongLast(transpose(input, axis, -1)), axis, -1));
}

const alongLast = /* @__PURE__ */ withGradient(
  "logcumsumexp",
  (x) => scan(x, x.ndim - 1, logaddexp),
  ({ outputGradient, x, output }) => {
    // Σ of g·e^(x − output) over all later outputs, in logarithms, which the positive and the negative ones have apart.
    const least = x.dtype === "float64" ? -Number.MAX_VALUE : -float32Max;
    const part = (g: Tensor): Tensor => {
      const isPart = gt(g, 0);
      const logs = where(isPart, log(where(isPart, g, 1)), least);
      return exp(add(flip(logcumsumexp(flip(sub(logs, output), -1), -1), -1), x));
    };
    return sub(part(outputGradient), part(neg(outputGradient)));
  },
);

const float32Max = 3.4028234663852886e38;

/** Running extremes and the last place where each stands. */
function runningExtreme(input: Tensor, dim: number, operation: string, combine: Combine): Extreme {
  const axis = wrapDim(dim, input.ndim, operation);
  const fixed = input.detach();
  const running = scan(fixed, axis, combine);
  const line = input.shape.map((_, each) => (each === axis ? -1 : 1));
  const places = reshape(arange(input.shape[axis] ?? 1, { device: input.device }), line);
  const isExtreme = logicalOr(eq(fixed, running), isnan(fixed));
  const indices = scan(where(isExtreme, places, 0), axis, maximum);
  return { values: input.ndim === 0 ? own(input, input) : gather(input, axis, indices), indices };
}

/**
 * The largest element so far along `dim`, and where it last stands.
 *
 * @source torch.cummax
 * @example
 * tensor([1, 3, 2]).cummax(0).values // [1, 3, 3]
 */
export function cummax(input: Tensor, dim: number): Extreme {
  return runningExtreme(input, dim, "cummax", maximum);
}

/**
 * The smallest element so far along `dim`, and where it last stands.
 *
 * @source torch.cummin
 * @example
 * tensor([3, 1, 2]).cummin(0).indices // [0, 1, 1]
 */
export function cummin(input: Tensor, dim: number): Extreme {
  return runningExtreme(input, dim, "cummin", minimum);
}
