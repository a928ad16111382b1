import {
  cdist,
  copysign,
  corrcoef,
  cosineSimilarity,
  dist,
  entr,
  erfinv,
  floatPower,
  logaddexp,
  logaddexp2,
  maxPool2d,
  msort,
  normalize,
  pairwiseDistance,
  renorm,
  scatterReduce,
  type Tensor,
  xlog1py,
} from "@mnist/tensor";
import { vectorNorm } from "@mnist/tensor/linalg";
import { type InputSpec, type OperationCase, operation, type Result, values } from "../operation-case.js";

const f = "torch.nn.functional";
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const steep = { steep: true } as const;
const fixed = (spec: InputSpec): InputSpec => ({ ...spec, fixed: true });

/** Multiples and what lies between them, and the numbers they are multiples of. */
const multiples = values([-4, -3, -2, 0, 2, 3, 4, 5, -5]);
const units = values([2, 2, -2, 2, 2, -2, 4, 2, 2]);
const zero = values([0, 1, 0.5, 0, 2, 0.25, 0]);
const ends = values([-1, 0, 1, 0.5, 1, -1, 0]);
const halves = values([-2.5, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2.5]);
const signed = values([0, -0, 1, -1, 0, -0, 2, -2, 0]);
const nothing = values([-infinity, -infinity, -infinity, -infinity, 1, -infinity, 2, 0], "float32", [2, 4]);
const gaps = values([nan, 1, nan, nan, nan, nan, 2, 2, nan], "float32", [3, 3]);
const tied = values([1, 0, 1, -1, 2, 0, 2, 2, -1], "float32", [3, 3]);
const zeros = values([2, 0, 3, 0, 0, 4, 1, 2, 5], "float32", [3, 3]);
const points = values([0, 0, 1, 2, 3, 3], "float32", [3, 2]);
const others = values([0, 0, 1, -2, 3, 4], "float32", [3, 2]);

type UnaryResult = readonly [python: string, run: (a: Tensor) => Result];
type Unary = readonly [python: string, run: (a: Tensor) => Tensor];

/** Steps: the gradient is 0, or that of what is left. */
const steps: readonly Unary[] = [
  ["torch.round(a)", (a) => a.round()],
  ["torch.floor(a)", (a) => a.floor()],
  ["torch.ceil(a)", (a) => a.ceil()],
  ["torch.trunc(a)", (a) => a.trunc()],
  ["torch.frac(a)", (a) => a.frac()],
];

/** Where the slope is infinite, or the formula of the slope is 0/0. */
const poles: readonly (readonly [...Unary, InputSpec])[] = [
  ["torch.sqrt(a)", (a) => a.sqrt(), zero],
  ["torch.rsqrt(a)", (a) => a.rsqrt(), zero],
  ["torch.log(a)", (a) => a.log(), zero],
  ["torch.log2(a)", (a) => a.log2(), zero],
  ["torch.log10(a)", (a) => a.log10(), zero],
  ["torch.log1p(a)", (a) => a.log1p(), ends],
  ["torch.reciprocal(a)", (a) => a.reciprocal(), zero],
  ["torch.acos(a)", (a) => a.acos(), ends],
  ["torch.asin(a)", (a) => a.asin(), ends],
  ["torch.atanh(a)", (a) => a.atanh(), ends],
  ["torch.acosh(a)", (a) => a.acosh(), values([1, 2])],
  ["torch.sinc(a)", (a) => a.sinc(), zero],
  ["torch.logit(a)", (a) => a.logit(), values([0.25, 0.5])],
  ["torch.special.entr(a)", (a) => entr(a), zero],
  ["torch.erfinv(a)", (a) => erfinv(a), ends],
  ["torch.tan(a)", (a) => a.tan(), zero],
];

type Binary = readonly [python: string, run: (a: Tensor, b: Tensor) => Tensor, a: InputSpec, b: InputSpec];

const binary: readonly Binary[] = [
  ["torch.remainder(a, b)", (a, b) => a.remainder(b), multiples, units],
  ["torch.fmod(a, b)", (a, b) => a.fmod(b), multiples, units],
  ["torch.floor_divide(a, b)", (a, b) => a.floorDivide(b), fixed(multiples), fixed(units)],
  ["torch.div(a, b, rounding_mode='trunc')", (a, b) => a.div(b, { roundingMode: "trunc" }), multiples, units],
  ["torch.fmax(a, b)", (a, b) => a.fmax(b), signed, values([0, 0, 1, 2, -1, nan, 2, 1, nan])],
  ["torch.fmin(a, b)", (a, b) => a.fmin(b), signed, values([0, 0, 1, 2, -1, nan, 2, 1, nan])],
  ["torch.copysign(a, b)", (a, b) => copysign(a, b), values([1, -2, 3]), values([0, 1, -1])],
  ["torch.heaviside(a, b)", (a, b) => a.heaviside(b), fixed(ends), fixed(zero)],
  ["torch.pow(a, b)", (a, b) => a.pow(b), values([0, 0, 0, -1, 1]), values([0, 1, 2, 2, 0])],
  ["torch.float_power(a, b)", (a, b) => floatPower(a, b), values([0, 0, 2]), values([1, 2, 0])],
  ["torch.hypot(a, b)", (a, b) => a.hypot(b), values([3, 0]), values([4, 2])],
  ["torch.atan2(a, b)", (a, b) => a.atan2(b), values([0, 0, 1, -1]), values([1, -1, 0, 0])],
  ["torch.xlogy(a, b)", (a, b) => a.xlogy(b), values([0, 0, 1]), values([2, 0.5, 2])],
  ["torch.special.xlog1py(a, b)", (a, b) => xlog1py(a, b), values([0, 0, 1]), values([2, 0.5, 0])],
  ["torch.logaddexp(a, b)", (a, b) => logaddexp(a, b), values([1, 2, -1]), values([1, 2, -1])],
  ["torch.logaddexp2(a, b)", (a, b) => logaddexp2(a, b), values([1, 2, -1]), values([1, 2, -1])],
  ["torch.lerp(a, b, 0.5)", (a, b) => a.lerp(b, 0.5), ends, zero],
  ["torch.dist(a, b)", (a, b) => dist(a, b), zero, zero],
  ["torch.cdist(a, b)", (a, b) => cdist(a, b), points, others],
  ["torch.cdist(a, b, 1)", (a, b) => cdist(a, b, 1), points, others],
  ["F.pairwise_distance(a, b)", (a, b) => pairwiseDistance(a, b), points, points],
  ["F.cosine_similarity(a, b)", (a, b) => cosineSimilarity(a, b), points, others],
];

/** Reductions of ties, of nothing but zeros, of one element, of −∞ alone. */
const reductions: readonly (readonly [...UnaryResult, InputSpec])[] = [
  ["torch.sgn(a)", (a) => a.sgn(), fixed(halves)],
  ["torch.prod(a)", (a) => a.prod(), values([2, 0, 3])],
  ["torch.prod(a, 1)", (a) => a.prod(1), zeros],
  ["torch.cumprod(a, 1)", (a) => a.cumprod(1), zeros],
  ["torch.var(a)", (a) => a.var(), values([2, 2, 2])],
  ["torch.var(a, 1, unbiased=False)", (a) => a.var(1, 0), values([1, 2], "float32", [2, 1])],
  ["torch.std(a, 1, unbiased=False)", (a) => a.std(1, 0), values([1, 2], "float32", [2, 1])],
  ["torch.var_mean(a)", (a) => a.varMean(), values([2, 2, 2])],
  ["torch.std_mean(a)", (a) => a.stdMean(), values([2, 2, 2])],
  ["torch.logsumexp(a, 1)", (a) => a.logsumexp(1), nothing],
  ["torch.softmax(a, 1)", (a) => a.softmax(1), nothing],
  ["torch.log_softmax(a, 1)", (a) => a.logSoftmax(1), values([1, -infinity, 2], "float32", [1, 3])],
  ["torch.logcumsumexp(a, 1)", (a) => a.logcumsumexp(1), values([1, 1, 2, 2, 0, 0], "float32", [2, 3])],
  ["torch.aminmax(a)", (a) => a.aminmax(), fixed(tied)],
  ["torch.kthvalue(a, 2, 1)", (a) => a.kthvalue(2, 1), tied],
  ["torch.topk(a, 1, 1)", (a) => a.topk(1, 1), values([2, 1, 0, 3, 4, 5], "float32", [2, 3])],
  ["torch.mode(a, 1)", (a) => a.mode(1), tied],
  ["torch.mode(a)", (a) => a.mode(), values([2, 1, 1, nan])],
  ["torch.quantile(a, 0.5, dim=1)", (a) => a.quantile(0.5, 1), tied],
  ["torch.msort(a)", (a) => msort(a), values([1, 0, 2, 1, -1, 3], "float32", [2, 3])],
  ["torch.nansum(a, 1)", (a) => a.nansum(1), gaps],
  ["torch.nanmean(a, 1)", (a) => a.nanmean(1), values([nan, 1, 3, 0, 2, nan, nan, nan], "float32", [2, 4])],
  ["torch.corrcoef(a)", (a) => corrcoef(a), values([1, 2, 4, 2, 4, 8, 0, 1, -1], "float32", [3, 3])],
  ["torch.norm(a, 1)", (a) => a.norm(1), zero],
  ["torch.norm(a, math.inf)", (a) => a.norm(infinity), values([2, -2, 1])],
  ["torch.norm(a, 3)", (a) => a.norm(3), zero],
  ["F.normalize(a)", (a) => normalize(a), values([0, 0, 3, 4], "float32", [2, 2])],
  ["torch.renorm(a, 2, 0, 5)", (a) => renorm(a, 2, 0, 5), values([3, 4, 6, 8, 0, 1], "float32", [3, 2])],
  ["torch.linalg.vector_norm(a)", (a) => vectorNorm(a), values([0, 0, 0])],
  ["torch.nan_to_num(a, 1, 2, -2)", (a) => a.nanToNum(1, 2, -2), values([nan, infinity, -infinity, 0])],
  [
    "F.max_pool2d(a, 2)",
    (a) => maxPool2d(a, 2),
    values([1, 1, 2, 0, 1, 1, 2, 2, 3, 0, 0, 0, 3, 3, 0, 0], "float32", [1, 1, 4, 4]),
  ],
];

const scattered: readonly OperationCase[] = (["amax", "amin"] as const).flatMap((reduce) =>
  [true, false].map((includeSelf) =>
    operation(
      "torch.scatter_reduce",
      `a.scatter_reduce(0, b, c, '${reduce}'${includeSelf ? "" : ", include_self=False"})`,
      [values([1, 5, 0]), fixed(values([0, 0, 1, 1, 2], "int32")), values([1, 1, 5, 2, 3])],
      (a, b, c) => scatterReduce(a, 0, b, c, reduce, { includeSelf }),
      steep,
    ),
  ),
);

function named(python: string): string {
  const [called] = /^[\w.]+/.exec(python)!;
  return called.replace(/^F\./, `${f}.`);
}

/** Functions where their slope jumps, is infinite, or is 0/0 by its formula. */
export const singularPoints: readonly OperationCase[] = [
  ...steps.map(([python, run]) => operation(named(python), python, [halves], run, steep)),
  ...poles.map(([python, run, input]) => operation(named(python), python, [input], run, steep)),
  ...binary.map(([python, run, a, b]) => operation(named(python), python, [a, b], run, steep)),
  ...reductions.map(([python, run, input]) => operation(named(python), python, [input], run, steep)),
  ...scattered,
];
