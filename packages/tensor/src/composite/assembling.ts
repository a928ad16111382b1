import { fromData, zeros } from "../create.js";
import { promoteTypes } from "../dtype.js";
import { ShapeError } from "../errors.js";
import { checkOptions, checkWhole } from "../options.js";
import { requireTensor } from "../require-tensor.js";
import { showShape, wrapDim } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { eq, gt, mul, sub, where } from "./elementwise.js";
import { indexSelect, sort } from "./indexing.js";
import { broadcastTensors, cat, meshgrid, stack } from "./joining.js";
import { matmul } from "./linear-algebra.js";
import { logicalNot } from "./logic.js";
import { flatten, reshape, squeeze, unsqueeze } from "./movement.js";
import { own } from "./own.js";
import { tensorSplit } from "./rearranging.js";
import { any, mean } from "./reduction.js";
import { inFloat, requireNumber } from "./requirements.js";
import { scatter } from "./scattering.js";
import { nonzero } from "./searching.js";

/** Another name for `cat`. @source torch.concat */
export const concat = cat;
/** Another name for `cat`. @source torch.concatenate */
export const concatenate = cat;

function atLeast(input: Tensor, rank: number): Tensor {
  if (input.ndim >= rank) return input;
  if (rank === 3 && input.ndim > 0) return unsqueeze(atLeast(input, 2), 2);
  return reshape(input, [...new Array<number>(rank - input.ndim).fill(1), ...input.shape]);
}

/** With at least one axis. @source torch.atleast_1d */
export function atleast1d(input: Tensor): Tensor {
  return atLeast(input, 1);
}

/** With at least two axes, new ones in front. @source torch.atleast_2d */
export function atleast2d(input: Tensor): Tensor {
  return atLeast(input, 2);
}

/** With at least three axes: [n] becomes [1, n, 1], [n, m] becomes [n, m, 1]. @source torch.atleast_3d */
export function atleast3d(input: Tensor): Tensor {
  return atLeast(input, 3);
}

/** Vectors as the columns of a matrix, beside matrices. @source torch.column_stack */
export function columnStack(tensors: readonly Tensor[]): Tensor {
  return cat(
    tensors.map((each) => (each.ndim < 2 ? reshape(each, [each.numel(), 1]) : each)),
    1,
  );
}

/** Tensors below each other: another name for `vstack`. @source torch.row_stack */
export function rowStack(tensors: readonly Tensor[]): Tensor {
  return cat(tensors.map((each) => atLeast(each, 2)));
}

function splitting(operation: string, rank: number, axisOf: (input: Tensor) => number) {
  return (input: Tensor, sections: number | readonly number[]): Tensor[] => {
    const axis = axisOf(input);
    const size = input.shape[axis] ?? 0;
    if (input.ndim < rank || (typeof sections === "number" && size % sections !== 0)) {
      throw new ShapeError({
        operation,
        got: `${Array.isArray(sections) ? showShape(sections) : sections} for a tensor of shape ${showShape(input.shape)}`,
        expected: `at least ${rank} axes, and a number that divides the size`,
        hint: "Try tensorSplit.",
      });
    }
    return tensorSplit(input, sections, axis);
  };
}

/** Pieces along axis 1 (of a vector along its only one), as many as asked or cut at places. @source torch.hsplit */
export const hsplit = /* @__PURE__ */ splitting("hsplit", 1, ({ ndim }) => (ndim === 1 ? 0 : 1));
/** Pieces along axis 0. @source torch.vsplit */
export const vsplit = /* @__PURE__ */ splitting("vsplit", 2, () => 0);
/** Pieces along axis 2. @source torch.dsplit */
export const dsplit = /* @__PURE__ */ splitting("dsplit", 3, () => 2);

/** Matrices (or vectors, as rows) along one diagonal, 0 beside them. @source torch.block_diag */
export function blockDiag(...matrices: readonly Tensor[]): Tensor {
  requireTensor("blockDiag", ...matrices);
  const blocks = matrices.map((each) => atLeast(each, 2));
  const width = blocks.reduce((sum, each) => sum + each.shape[1]!, 0);
  const dtype = blocks.map((each) => each.dtype).reduce(promoteTypes);
  let before = 0;
  const rows = blocks.map((each) => {
    const [height, own] = each.shape as readonly [number, number];
    const gap = (size: number): Tensor => zeros([height, size], { dtype, device: each.device });
    before += own;
    return cat([gap(before - own), each, gap(width - before)], 1);
  });
  return cat(rows);
}

/** Every way to take one element of each vector, a row each. @source torch.cartesian_prod */
export function cartesianProd(...vectors: readonly Tensor[]): Tensor {
  requireTensor("cartesianProd", ...vectors);
  if (vectors.length === 1) return vectors[0]!;
  return stack(
    meshgrid(vectors).map((each) => flatten(each)),
    1,
  );
}

/** Every way to take r elements of a vector, a row each, in its order. @source torch.combinations */
export function combinations(input: Tensor, r = 2, withReplacement = false): Tensor {
  checkWhole("combinations", "r", r, 0);
  const rows: number[][] = [];
  const grow = (row: readonly number[], from: number): void => {
    if (row.length === r) rows.push([...row]);
    else for (let i = from; i < input.numel(); i++) grow([...row, i], withReplacement ? i : i + 1);
  };
  grow([], 0);
  const places = fromData(Int32Array.from(rows.flat()), [rows.length * r], { device: input.device });
  return own(reshape(indexSelect(input, 0, places), [rows.length, r]));
}

function indicesWhere(
  operation: string,
  [rows, columns, offset]: readonly [number, number, number],
  holds: (beyond: number) => boolean,
): Tensor {
  checkWhole(operation, "rows", rows, 0);
  checkWhole(operation, "columns", columns, 0);
  checkWhole(operation, "offset", offset);
  const [down, across]: [number[], number[]] = [[], []];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      if (holds(column - row - offset)) {
        down.push(row);
        across.push(column);
      }
  return fromData(Int32Array.from([...down, ...across]), [2, down.length]);
}

/** The places of a matrix's lower triangle: [2, count], rows and columns. @source torch.tril_indices */
export function trilIndices(rows: number, columns: number, offset = 0): Tensor {
  return indicesWhere("trilIndices", [rows, columns, offset], (beyond) => beyond <= 0);
}

/** The places of a matrix's upper triangle: [2, count], rows and columns. @source torch.triu_indices */
export function triuIndices(rows: number, columns: number, offset = 0): Tensor {
  return indicesWhere("triuIndices", [rows, columns, offset], (beyond) => beyond >= 0);
}

/**
 * Whether each element is one of those of `test`.
 *
 * @source torch.isin
 * @example
 * isin(tensor([1, 2, 3]), tensor([2, 5])) // [false, true, false]
 */
export function isin(input: Tensor, test: Tensor | number, options?: { readonly invert?: boolean }): Tensor {
  checkOptions("isin", options, { invert: [true, false] });
  requireNumber("isin", input, ...(typeof test === "number" ? [] : [test]));
  const found =
    typeof test === "number"
      ? eq(input, test)
      : any(eq(unsqueeze(input, input.ndim), flatten(test)), input.ndim);
  return options?.invert ? logicalNot(found) : found;
}

/** Where the elements that are not 0 stand: another name for `nonzero`. @source torch.argwhere */
export function argwhere(input: Tensor): Tensor {
  return nonzero(input);
}

/** The slices along axis 0 in ascending order, element by element. @source torch.msort */
export function msort(input: Tensor): Tensor {
  return sort(input, 0).values;
}

/** A copy in which the elements where `mask` holds are `source`'s first ones, in turn. @source torch.Tensor.masked_scatter */
export function maskedScatter(input: Tensor, mask: Tensor, source: Tensor): Tensor {
  const [whole, chosen] = broadcastTensors(input, mask) as [Tensor, Tensor];
  const places = reshape(nonzero(flatten(chosen)), [-1]);
  if (places.numel() > source.numel()) {
    throw new ShapeError({
      operation: "maskedScatter",
      got: `${source.numel()} elements for ${places.numel()} places`,
      expected: "one for each place",
    });
  }
  const taken = flatten(source).narrow(0, 0, places.numel());
  return own(reshape(scatter(flatten(whole), 0, places, taken), whole.shape));
}

export interface CovarianceOptions {
  /** What is taken off the number of observations; 1 unless said. */
  readonly correction?: number;
  /** How often each observation counts. */
  readonly fweights?: Tensor;
  /** How much each observation weighs. */
  readonly aweights?: Tensor;
}

/**
 * The covariance of variables (rows) over observations (columns): [variables, observations] → [variables, variables].
 *
 * @source torch.cov
 * @example
 * cov(tensor([[1, 2, 3], [3, 2, 1]])) // [[1, -1], [-1, 1]]
 */
export function cov(input: Tensor, options: CovarianceOptions = {}): Tensor {
  checkOptions("cov", options, { correction: null, fweights: null, aweights: null });
  if (input.ndim > 2) {
    throw new ShapeError({
      operation: "cov",
      got: `a tensor of shape ${showShape(input.shape)}`,
      expected: "a matrix or a vector",
    });
  }
  const { correction = 1, fweights, aweights } = options;
  requireNumber("cov", input);
  const rows = atLeast(inFloat(input), 2);
  const pairs = [fweights, aweights].filter((each) => each !== undefined);
  if (pairs.length === 0) {
    const centred = sub(rows, mean(rows, 1, true));
    const count = Math.max(rows.shape[1]! - correction, 0);
    const result = matmul(centred, centred.t()).div(count);
    return own(squeeze(result));
  }
  const weights = pairs.map((each) => each.to(rows.dtype)).reduce((a, b) => mul(a, b));
  const total = weights.sum();
  const centred = sub(rows, mul(rows, weights).sum(1, true).div(total));
  const taken =
    aweights === undefined
      ? correction
      : mul(weights, aweights.to(rows.dtype)).sum().div(total).mul(correction);
  const count = sub(total, taken);
  const result = matmul(mul(centred, weights), centred.t()).div(where(gt(count, 0), count, 0));
  return own(squeeze(result));
}

/** The correlation of variables (rows): their covariance over the product of their deviations, from −1 to 1. @source torch.corrcoef */
export function corrcoef(input: Tensor, options?: Readonly<Record<string, never>>): Tensor {
  checkOptions("corrcoef", options, {});
  const covariance = cov(input);
  if (covariance.ndim === 0) return covariance.div(covariance);
  const deviations = covariance.diagonal().sqrt();
  const ratio = covariance.div(unsqueeze(deviations, 1)).div(unsqueeze(deviations, 0));
  return ratio.clamp(-1, 1);
}

/** Σ of the areas below straight lines from point to point, dx apart or at x, along an axis. @source torch.trapezoid */
export function trapezoid(
  y: Tensor,
  x?: Tensor | null,
  options?: { readonly dx?: number; readonly dim?: number },
): Tensor {
  if (x !== undefined && x !== null) return areas(y, x, options).sum(options?.dim ?? -1);
  checkOptions("trapezoid", options, { dx: null, dim: null });
  requireNumber("trapezoid", y);
  const { dx = 1, dim = -1 } = options ?? {};
  if (y.size(dim) === 0) return y.sum(dim).to(y.dtype);
  const ends = y.select(dim, 0).add(y.select(dim, -1));
  return y.sum(dim).sub(ends.mul(0.5)).mul(dx);
}

/** The running sums of the same areas. @source torch.cumulative_trapezoid */
export function cumulativeTrapezoid(
  y: Tensor,
  x?: Tensor | null,
  options?: { readonly dx?: number; readonly dim?: number },
): Tensor {
  return areas(y, x ?? null, options).cumsum(options?.dim ?? -1);
}

function areas(
  y: Tensor,
  x: Tensor | null,
  options?: { readonly dx?: number; readonly dim?: number },
): Tensor {
  checkOptions("trapezoid", options, { dx: null, dim: null });
  const { dx = 1, dim = -1 } = options ?? {};
  requireNumber("trapezoid", y);
  const size = Math.max(y.size(dim) - 1, 0);
  const sums = y.narrow(dim, 0, size).add(y.narrow(dim, Math.min(y.size(dim), 1), size));
  const pairs = inFloat(sums).div(2);
  if (x === null) return pairs.mul(dx);
  requireTensor("trapezoid", x);
  const steps = x.ndim === 1 ? x.diff() : x.diff(1, dim);
  return x.ndim === 1 && dim !== -1 && dim !== y.ndim - 1
    ? pairs.movedim(dim, -1).mul(steps).movedim(-1, dim)
    : pairs.mul(steps);
}

/** Every value on the diagonal of a matrix, whatever the tensor's axes. @source torch.diagflat */
export function diagflat(input: Tensor, offset = 0): Tensor {
  return flatten(input).diag(offset);
}

/** Every slice along an axis shortened to a p-norm of `limit` at most. @source torch.renorm */
export function renorm(input: Tensor, p: number, dim: number, limit: number): Tensor {
  const own = wrapDim(dim, input.ndim, "renorm");
  const others = input.shape.map((_, axis) => axis).filter((axis) => axis !== own);
  const lengths = input.norm(p, others, true);
  const isLong = gt(lengths, limit);
  return mul(input, where(isLong, where(isLong, lengths, 1).add(1e-7).reciprocal().mul(limit), 1));
}
