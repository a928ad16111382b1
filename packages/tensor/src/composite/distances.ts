import { ArgumentError, ShapeError } from "../errors.js";
import { shown } from "../options.js";
import { showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { clampMin } from "./arithmetic.js";
import { abs, eq, mul, ne, sub, where } from "./elementwise.js";
import { broadcastTensors } from "./joining.js";
import { squeeze, unsqueeze } from "./movement.js";
import { amax, amin, any, type Dims, sum } from "./reduction.js";
import { requireAlike, requireFloat, requireSomeFloat } from "./requirements.js";
import { rootOrZero } from "./root.js";

/**
 * (Σ|x|ᵖ)^(1/p) over some axes or all; p = ∞ the largest |x|, −∞ the smallest, 0 how many are not 0.
 *
 * @source torch.norm
 * @example
 * norm(tensor([3, 4])).itemSync() // 5
 */
export function norm(input: Tensor, degree: number | "fro" = 2, dim?: Dims, keepdim = false): Tensor {
  requireFloat("norm", input);
  const p = degree === "fro" ? 2 : degree;
  if (typeof p !== "number") {
    throw new ArgumentError({
      operation: "norm",
      got: `degree ${shown(p)}`,
      expected: 'a number or "fro"',
      hint: "Try matrixNorm of linalg for other norms of a matrix.",
    });
  }
  // Of nothing every norm is 0, the largest and the smallest of nothing too.
  if (input.numel() === 0) return sum(abs(input), dim, keepdim);
  if (p === 2) return rootOrZero(sum(input.square(), dim, keepdim));
  if (p === 1) return sum(abs(input), dim, keepdim);
  if (p === 0) return sum(where(ne(input, 0), 1, mul(input, 0)), dim, keepdim);
  if (p === Number.POSITIVE_INFINITY) return amax(abs(input), dim, keepdim);
  if (p === Number.NEGATIVE_INFINITY) return amin(abs(input), dim, keepdim);
  if (p < 0) return smallNorm(abs(input), p, dim, keepdim);
  const total = sum(powerOrZero(abs(input), p), dim, keepdim);
  const isZero = eq(total, 0);
  return where(isZero, 0, where(isZero, 1, total).pow(1 / p));
}

/** xᵖ of magnitudes, whose slope at 0 is 0 even where the curve stands upright there. */
function powerOrZero(magnitudes: Tensor, p: number): Tensor {
  if (p > 1) return magnitudes.pow(p);
  const isZero = eq(magnitudes, 0);
  return where(isZero, 0, where(isZero, 1, magnitudes).pow(p));
}

/** A norm with p < 0, which is 0 where any element is 0, and has no slope there. */
function smallNorm(magnitudes: Tensor, p: number, dim: Dims | undefined, keepdim: boolean): Tensor {
  const isZero = eq(magnitudes, 0);
  const total = sum(where(isZero, 1, magnitudes).pow(p), dim, keepdim);
  return where(any(isZero, dim, keepdim), 0, total.pow(1 / p));
}

/**
 * The norm of a − b; shapes broadcast.
 *
 * @source torch.dist
 * @example
 * tensor([1, 1]).dist(tensor([4, 5])) // 5
 */
export function dist(input: Tensor, other: Tensor, p = 2): Tensor {
  return norm(sub(input, other), p);
}

/**
 * x over its norm along `dim`, which counts as eps at least.
 *
 * @source torch.nn.functional.normalize
 * @example
 * normalize(tensor([[3, 4]])) // [[0.6, 0.8]]
 */
export function normalize(input: Tensor, p = 2, dim: Dims = 1, eps = 1e-12): Tensor {
  return input.div(clampMin(norm(input, p, dim, true), eps));
}

/**
 * The cosine of the angle between two vectors along `dim`, whose lengths count as eps at least; shapes broadcast.
 *
 * @source torch.nn.functional.cosine_similarity
 * @example
 * cosineSimilarity(tensor([[1, 0]]), tensor([[1, 1]])) // [0.7071]
 */
export function cosineSimilarity(input: Tensor, other: Tensor, dim = 1, eps = 1e-8): Tensor {
  requireSomeFloat("cosineSimilarity", input, other);
  const [a, b] = broadcastTensors(input, other) as [Tensor, Tensor];
  const lengths = mul(clampMin(norm(a, 2, dim), eps), clampMin(norm(b, 2, dim), eps));
  return sum(mul(a, b), dim).div(lengths);
}

/**
 * The norm of a − b + eps along the last axis.
 *
 * @source torch.nn.functional.pairwise_distance
 * @example
 * pairwiseDistance(tensor([[0, 0]]), tensor([[3, 4]])) // [5]
 */
export function pairwiseDistance(input: Tensor, other: Tensor, p = 2, eps = 1e-6, keepdim = false): Tensor {
  return norm(sub(input, other).add(eps), p, -1, keepdim);
}

/**
 * The distance of every row of one matrix to every row of another: [...batch, n, features] and [...batch, m, features] →
 * [...batch, n, m].
 *
 * @throws ShapeError where the rows differ in length.
 * @source torch.cdist
 * @example
 * cdist(tensor([[0, 0]]), tensor([[3, 4], [0, 1]])) // [[5, 1]]
 */
export function cdist(input: Tensor, other: Tensor, p = 2): Tensor {
  requireFloat("cdist", input, other);
  requireAlike("cdist", input, other);
  if (input.ndim < 2 || other.ndim < 2 || input.shape.at(-1) !== other.shape.at(-1)) {
    throw new ShapeError({
      operation: "cdist",
      got: `${showShape(input.shape)} and ${showShape(other.shape)}`,
      expected: "matrices whose rows have one length",
    });
  }
  const apart = sub(unsqueeze(input, -2), unsqueeze(other, -3));
  if (p !== Number.POSITIVE_INFINITY || apart.numel() === 0) return norm(apart, p, -1);
  // Of several largest differences each has the whole gradient, where `norm` shares it.
  const sizes = abs(apart);
  const largest = amax(sizes.detach(), -1, true);
  const moved = where(eq(sizes, largest), sub(sizes, sizes.detach()), 0);
  return squeeze(largest, -1).add(sum(moved, -1));
}
