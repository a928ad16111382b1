import { floats, integers, type OperationCase, operation, values } from "../operation-case.js";

const squares = values(Array.from({ length: 101 }, (_, i) => i * i));
const x = floats([3, 4]);
const ties = integers([2, 6], { to: 3 });
const slices = values([2, 1, 0, 0, 2, 1, 2, 1], "int32", [4, 2]);
const gaps = values([1, Number.NaN, 3, Number.NaN, 5, 4, 2, 6], "float32", [2, 4]);

/** Elements in order, and running totals. */
export const sorting: readonly OperationCase[] = [
  operation("torch.argsort", "torch.argsort(a, 0)", [x], (a) => a.argsort(0)),
  operation("torch.argsort", "torch.argsort(a, dim=1, stable=True)", [ties], (a) => a.argsort(1)),
  operation("torch.argsort", "a.argsort(-1, True)", [floats([2, 2, 3, 1, 2])], (a) => a.argsort(-1, true)),
  operation("torch.sort", "torch.sort(a)", [x], (a) => a.sort()),
  operation("torch.sort", "torch.sort(a, 0, True)", [x], (a) => a.sort(0, true)),
  operation("torch.sort", "torch.sort(a, dim=1, stable=True)", [ties], (a) => a.sort(1)),
  operation("torch.sort", "torch.sort(a, dim=1, descending=True, stable=True)", [ties], (a) =>
    a.sort(1, true),
  ),
  operation("torch.topk", "torch.topk(a, 2)", [x], (a) => a.topk(2)),
  operation("torch.topk", "torch.topk(a, 2, 0, False)", [x], (a) => a.topk(2, 0, false)),
  operation("torch.cumsum", "torch.cumsum(a, 1)", [x], (a) => a.cumsum(1)),
  operation("torch.cumsum", "torch.cumsum(a, 0)", [integers([3, 2])], (a) => a.cumsum(0)),
  operation("torch.cumprod", "torch.cumprod(a, 1)", [floats([2, 5])], (a) => a.cumprod(1)),
  operation("torch.cumprod", "torch.cumprod(a, 0)", [values([2, 0, 3, 4], "int32")], (a) => a.cumprod(0)),
  operation("torch.logcumsumexp", "torch.logcumsumexp(a, 1)", [x], (a) => a.logcumsumexp(1)),
  operation("torch.cummax", "torch.cummax(a, 1)", [x], (a) => a.cummax(1)),
  operation("torch.cummax", "torch.cummax(a, 1)", [ties], (a) => a.cummax(1)),
  operation("torch.cummin", "torch.cummin(a, 0)", [x], (a) => a.cummin(0)),
  operation("torch.kthvalue", "torch.kthvalue(a, 2)", [x], (a) => a.kthvalue(2)),
  operation("torch.kthvalue", "torch.kthvalue(a, 3, 0, True)", [x], (a) => a.kthvalue(3, 0, true)),
  operation("torch.median", "torch.median(a)", [x], (a) => a.median()),
  operation("torch.median", "torch.median(a, 1)", [x], (a) => a.median(1)),
  operation("torch.median", "torch.median(a, 0, True)", [x], (a) => a.median(0, true)),
  operation("torch.median", "torch.median(a)", [values([1, Number.NaN, 3])], (a) => a.median(), {
    gradient: false,
  }),
  operation("torch.nanmedian", "torch.nanmedian(a)", [gaps], (a) => a.nanmedian()),
  operation("torch.nanmedian", "torch.nanmedian(a, 1)", [gaps], (a) => a.nanmedian(1)),
  operation("torch.nanmedian", "torch.nanmedian(a, 0, True)", [x], (a) => a.nanmedian(0, true)),
  operation("torch.mode", "torch.mode(a)", [ties], (a) => a.mode()),
  operation("torch.mode", "torch.mode(a, 0, True)", [integers([5, 2], { to: 3 })], (a) => a.mode(0, true)),
  ...[0.29, 0.57, 0.58].flatMap((q) =>
    (["lower", "midpoint"] as const).map((interpolation) =>
      operation(
        "torch.quantile",
        `torch.quantile(a, ${q}, interpolation='${interpolation}')`,
        [squares],
        (a) => a.quantile(q, undefined, false, { interpolation }),
        { double: false, steep: true },
      ),
    ),
  ),
  operation("torch.quantile", "torch.quantile(a, 0.3)", [x], (a) => a.quantile(0.3)),
  operation("torch.quantile", "torch.quantile(a, torch.tensor([0., 0.4, 1.], dtype=a.dtype), 1)", [x], (a) =>
    a.quantile([0, 0.4, 1], 1),
  ),
  operation("torch.quantile", "torch.quantile(a, 0.5, 0, True)", [x], (a) => a.quantile(0.5, 0, true)),
  operation("torch.diff", "torch.diff(a)", [x], (a) => a.diff()),
  ...(["lower", "higher", "midpoint", "nearest"] as const).map((interpolation) =>
    operation("torch.quantile", `torch.quantile(a, 0.3, 1, interpolation='${interpolation}')`, [x], (a) =>
      a.quantile(0.3, 1, false, { interpolation }),
    ),
  ),
  operation("torch.diff", "torch.diff(a, prepend=b, append=b)", [x, floats([3, 2], { seed: 1 })], (a, b) =>
    a.diff(1, -1, { prepend: b, append: b }),
  ),
  operation(
    "torch.unique",
    "torch.unique(a, dim=0, return_inverse=True, return_counts=True)",
    [slices],
    (a) => a.unique({ dim: 0 }),
  ),
  operation(
    "torch.unique",
    "torch.unique(a, dim=1, return_inverse=True, return_counts=True)",
    [slices],
    (a) => a.unique({ dim: 1 }),
  ),
  operation(
    "torch.unique_consecutive",
    "torch.unique_consecutive(a, dim=0, return_inverse=True, return_counts=True)",
    [slices],
    (a) => a.uniqueConsecutive({ dim: 0 }),
  ),
  operation(
    "torch.cumsum",
    "torch.cumsum(a, 0, dtype=torch.int32)",
    [x],
    (a) => a.cumsum(0, { dtype: "int32" }),
    {
      gradient: false,
    },
  ),
  operation("torch.cumprod", "torch.cumprod(a, 0, dtype=torch.float32)", [ties], (a) =>
    a.cumprod(0, { dtype: "float32" }),
  ),
  operation("torch.cummin", "torch.cummin(a, 0)", [values([3, 5, 1, 4], "int32")], (a) => a.cummin(0)),
  operation("torch.cummax", "torch.cummax(a, 0)", [values([3, 5, 1, 5], "uint8")], (a) => a.cummax(0)),
  operation("torch.diff", "torch.diff(a, 2, 0)", [x], (a) => a.diff(2, 0)),
  operation("torch.unique", "torch.unique(a, return_inverse=True, return_counts=True)", [ties], (a) =>
    a.unique(),
  ),
  operation(
    "torch.unique_consecutive",
    "torch.unique_consecutive(a, return_inverse=True, return_counts=True)",
    [values([1, 1, 2, 2, 1, 3, 3], "int32")],
    (a) => a.uniqueConsecutive(),
  ),
  operation("torch.bincount", "torch.bincount(a)", [integers([9], { to: 5 })], (a) => a.bincount()),
  operation(
    "torch.bincount",
    "torch.bincount(a, b, 7)",
    [integers([9], { to: 5 }), floats([9])],
    (a, b) => a.bincount({ weights: b, minlength: 7 }),
    { gradient: false },
  ),
  operation("torch.histc", "torch.histc(a, 4, -1, 1)", [floats([20])], (a) => a.histc(4, -1, 1), {
    gradient: false,
  }),
  operation("torch.histc", "torch.histc(a, 5)", [floats([20])], (a) => a.histc(5), { gradient: false }),
];
