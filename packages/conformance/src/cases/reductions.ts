import { cdist, cosineSimilarity, normalize, pairwiseDistance } from "@mnist/tensor";
import { booleans, floats, integers, type OperationCase, operation, values } from "../operation-case.js";

const x = floats([2, 3, 2]);
const bytes = values([200, 100, 7], "uint8");
const positive = floats([2, 3], { from: 0.5, to: 2 });
const deep = floats([2, 3, 1, 2, 2]);

const { NaN: nan, POSITIVE_INFINITY: infinity, NEGATIVE_INFINITY: least } = Number;
const gaps = values([1, nan, 3, nan, nan, 6], "float32", [2, 3]);
const f = "torch.nn.functional";
const rows = [floats([3, 2]), floats([2, 2], { seed: 1 })];
const pairs = [floats([2, 3]), floats([2, 3], { seed: 1 })];

const distances: readonly OperationCase[] = [
  operation("torch.norm", "a.norm()", [x], (a) => a.norm()),
  operation("torch.norm", "a.norm(3, (0, 2))", [x], (a) => a.norm(3, [0, 2])),
  operation("torch.norm", "a.norm(1, 1, True)", [x], (a) => a.norm(1, 1, true)),
  operation("torch.norm", "a.norm(math.inf, 1)", [x], (a) => a.norm(infinity, 1)),
  operation("torch.norm", "a.norm(-math.inf, 1)", [x], (a) => a.norm(least, 1)),
  operation("torch.norm", "a.norm(0.5)", [values([0, 4, 0, -9])], (a) => a.norm(0.5), { steep: true }),
  operation("torch.norm", "a.norm(2, [])", [x], (a) => a.norm(2, [])),
  operation("torch.norm", "a.norm(0)", [values([0, 2, 0, 3])], (a) => a.norm(0), { gradient: false }),
  operation("torch.norm", "a.norm(2, 1)", [values([0, 0, 3, 4], "float32", [2, 2])], (a) => a.norm(2, 1), {
    steep: true,
  }),
  operation("torch.dist", "torch.dist(a, b, 3)", pairs, (a, b) => a.dist(b, 3)),
  operation(`${f}.normalize`, "F.normalize(a)", [x], (a) => normalize(a)),
  operation(`${f}.normalize`, "F.normalize(a, 1, 0)", [x], (a) => normalize(a, 1, 0)),
  operation(`${f}.cosine_similarity`, "F.cosine_similarity(a, b)", pairs, (a, b) => cosineSimilarity(a, b)),
  operation(`${f}.pairwise_distance`, "F.pairwise_distance(a, b)", pairs, (a, b) => pairwiseDistance(a, b)),
  operation("torch.cdist", "torch.cdist(a, b)", rows, (a, b) => cdist(a, b)),
  operation("torch.cdist", "torch.cdist(a, b, 1)", rows, (a, b) => cdist(a, b, 1)),
];

const moments: readonly OperationCase[] = [
  operation("torch.aminmax", "torch.aminmax(a)", [x], (a) => a.aminmax(), { gradient: false }),
  operation("torch.aminmax", "torch.aminmax(a, dim=1, keepdim=True)", [x], (a) => a.aminmax(1, true), {
    gradient: false,
  }),
  operation("torch.var_mean", "torch.var_mean(a, 1)", [x], (a) => a.varMean(1)),
  operation("torch.std_mean", "torch.std_mean(a, (0, 2), unbiased=False, keepdim=True)", [x], (a) =>
    a.stdMean([0, 2], 0, true),
  ),
  operation("torch.count_nonzero", "torch.count_nonzero(a, 1)", [integers([2, 4], { to: 2 })], (a) =>
    a.countNonzero(1),
  ),
  operation("torch.nansum", "torch.nansum(a, 1)", [gaps], (a) => a.nansum(1)),
  operation("torch.nanmean", "torch.nanmean(a, 1)", [gaps], (a) => a.nanmean(1)),
];

/** Sums and extremes over some axes or all. */
const folds = (["sum", "amax", "amin"] as const).flatMap((name) => [
  operation(`torch.${name}`, `a.${name}()`, [x], (a) => a[name]()),
  operation(`torch.${name}`, `a.${name}(1)`, [x], (a) => a[name](1)),
  operation(`torch.${name}`, `a.${name}((0, 2), True)`, [x], (a) => a[name]([0, 2], true)),
  operation(`torch.${name}`, `a.${name}((1, 3))`, [deep], (a) => a[name]([1, 3])),
  operation(`torch.${name}`, `a.${name}((0, -1))`, [deep], (a) => a[name]([0, -1])),
  operation(`torch.${name}`, `a.${name}()`, [floats([])], (a) => a[name]()),
]);

const places = (["argmax", "argmin"] as const).flatMap((name) => [
  operation(`torch.${name}`, `a.${name}()`, [x], (a) => a[name]()),
  operation(`torch.${name}`, `a.${name}(1)`, [x], (a) => a[name](1)),
  operation(`torch.${name}`, `a.${name}(-1, True)`, [deep], (a) => a[name](-1, true)),
]);

const extremes = (["max", "min"] as const).flatMap((name) => [
  operation(`torch.${name}`, `a.${name}()`, [x], (a) => a[name]()),
  operation(`torch.${name}`, `a.${name}(1)`, [x], (a) => a[name](1)),
  operation(`torch.${name}`, `a.${name}(0, True)`, [x], (a) => a[name](0, true)),
]);

export const reductions: readonly OperationCase[] = [
  ...folds,
  ...places,
  ...extremes,
  ...distances,
  ...moments,
  operation("torch.sum", "a.sum()", [booleans([2, 3])], (a) => a.sum()),
  operation("torch.sum", "a.sum([])", [x], (a) => a.sum([])),
  operation("torch.mean", "a.mean([], True)", [x], (a) => a.mean([], true)),
  operation("torch.amax", "a.amax([])", [x], (a) => a.amax([])),
  operation("torch.var", "a.var([])", [x], (a) => a.var([]), { gradient: false }),
  ...(["uint8", "bool"] as const).flatMap((dtype) => [
    operation("torch.sum", `a.sum(dtype=torch.${dtype})`, [bytes], (a) => a.sum(undefined, false, { dtype })),
    operation("torch.prod", `a.prod(dtype=torch.${dtype})`, [bytes], (a) =>
      a.prod(undefined, false, { dtype }),
    ),
  ]),
  operation("torch.cumsum", "a.cumsum(0, dtype=torch.uint8)", [bytes], (a) =>
    a.cumsum(0, { dtype: "uint8" }),
  ),
  operation("torch.cumprod", "a.cumprod(0, dtype=torch.uint8)", [bytes], (a) =>
    a.cumprod(0, { dtype: "uint8" }),
  ),
  operation("torch.sum", "a.sum(0)", [floats([0, 3])], (a) => a.sum(0)),
  operation("torch.sum", "a.sum()", [floats([0])], (a) => a.sum()),
  operation("torch.prod", "a.prod()", [positive], (a) => a.prod()),
  operation("torch.prod", "a.prod(1)", [floats([2, 3, 2], { from: 0.5 })], (a) => a.prod(1)),
  operation("torch.prod", "a.prod(0)", [integers([3, 2])], (a) => a.prod(0)),
  operation("torch.sum", "a.sum(0, dtype=torch.float32)", [integers([2, 3])], (a) =>
    a.sum(0, false, { dtype: "float32" }),
  ),
  operation("torch.prod", "a.prod(0, dtype=torch.float32)", [integers([2, 3])], (a) =>
    a.prod(0, false, { dtype: "float32" }),
  ),
  operation("torch.mean", "a.mean(0, dtype=torch.float32)", [integers([2, 3])], (a) =>
    a.mean(0, false, { dtype: "float32" }),
  ),
  operation("torch.max", "torch.max(a, b)", pairs, (a, b) => a.max(b)),
  operation("torch.min", "torch.min(a, b)", pairs, (a, b) => a.min(b)),
  operation("torch.mean", "a.mean()", [x], (a) => a.mean()),
  operation("torch.mean", "a.mean((0, 2))", [x], (a) => a.mean([0, 2])),
  operation("torch.var", "a.var()", [x], (a) => a.var()),
  operation("torch.var", "a.var(1, unbiased=False)", [x], (a) => a.var(1, 0)),
  operation("torch.std", "a.std(0)", [x], (a) => a.std(0)),
  operation("torch.std", "a.std((0, 1), keepdim=True)", [x], (a) => a.std([0, 1], 1, true)),
  operation("torch.any", "a.any()", [booleans([2, 3])], (a) => a.any()),
  operation("torch.any", "a.any(1)", [values([0, 0, 0, 1], "bool", [2, 2])], (a) => a.any(1)),
  operation("torch.all", "a.all()", [booleans([2, 3])], (a) => a.all()),
  operation("torch.all", "a.all(1)", [values([1, 1, 0, 1], "bool", [2, 2])], (a) => a.all(1)),
  operation("torch.Tensor.sum_to_size", "a.sum_to_size(1, 3, 1)", [x], (a) => a.sumToSize([1, 3, 1])),
];
