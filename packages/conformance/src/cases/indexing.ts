import { bucketize, oneHot, range, scatterReduce, searchsorted } from "@mnist/tensor";
import { booleans, floats, integers, type OperationCase, operation, values } from "../operation-case.js";

const x = floats([3, 4]);
const rows = integers([2, 4], { to: 3 });

const brackets = "torch.Tensor.__getitem__";
const writing = "torch.Tensor.index_put_";
const cube = floats([3, 4, 5]);
const first = values([2, 0, -1], "int32");
const second = values([3, 3, 0], "int32");
const mask = booleans([3, 4]);
const at = { ours: "at" } as const;
const writes = { ours: "put_" } as const;

/** Python's brackets. */
const parts: readonly OperationCase[] = [
  operation(brackets, "a[1]", [cube], (a) => a.at(1), at),
  operation(
    brackets,
    "a[0, [1, 3], :, 1:-1]",
    [floats([2, 4, 2, 5])],
    (a) => a.at(0, [1, 3], null, range(1, -1)),
    at,
  ),
  operation(brackets, "a[..., -1]", [cube], (a) => a.at("...", -1), at),
  operation(
    brackets,
    "a[1:, ..., ::2]",
    [cube],
    (a) => a.at(range(1, null), "...", range(null, null, 2)),
    at,
  ),
  operation(brackets, "a[:2]", [cube], (a) => a.at(range(2)), at),
  operation(brackets, "a[[0, -1]]", [cube], (a) => a.at([0, -1]), at),
  operation(brackets, "a[:, [1, 1, 2]]", [cube], (a) => a.at(null, [1, 1, 2]), at),
  operation(brackets, "a[b, c]", [cube, first, second], (a, b, c) => a.at(b, c), at),
  operation(brackets, "a[:, b, c]", [cube, first, second], (a, b, c) => a.at(null, b, c), at),
  operation(brackets, "a[b, :, c]", [cube, first, second], (a, b, c) => a.at(b, null, c), at),
  operation(brackets, "a[0, :, b]", [cube, first], (a, b) => a.at(0, null, b), at),
  operation(
    brackets,
    "a[b.unsqueeze(1), c]",
    [cube, first, second],
    (a, b, c) => a.at(b.unsqueeze(1), c),
    at,
  ),
  operation(brackets, "a[b]", [cube, mask], (a, b) => a.at(b), at),
  operation(brackets, "a[:, b]", [floats([2, 3, 4]), mask], (a, b) => a.at(null, b), at),
  operation(brackets, "a[b]", [cube, values([1], "bool", [])], (a, b) => a.at(b), at),
  operation(brackets, "a[:, b]", [cube, values([0], "bool", [])], (a, b) => a.at(null, b), at),
  operation(brackets, "a[[True, False, True]]", [cube], (a) => a.at([true, false, true]), at),
  operation(brackets, "a[a > 0]", [x], (a) => a.at(a.gt(0)), at),
  operation(brackets, "a[b]", [floats([4]), values([], "int32")], (a, b) => a.at(b), at),
  operation(brackets, "a[b]", [floats([4]), integers([2, 2], { to: 4 })], (a, b) => a.at(b), at),
];

/** Writing where brackets read. */
const put: readonly OperationCase[] = [
  operation(
    "torch.index_put",
    "a.index_put((b, c), d)",
    [x, values([0, 2], "int32"), values([1, 3], "int32"), floats([2], { seed: 1 })],
    (a, b, c, d) => a.put([b, c], d),
    { ours: "put" },
  ),
  operation(
    "torch.index_put",
    "a.index_put((b, c), d, accumulate=True)",
    [x, values([0, 2, 0], "int32"), values([1, 3, 1], "int32"), floats([3], { seed: 1 })],
    (a, b, c, d) => a.put([b, c], d, { accumulate: true }),
    { ours: "put" },
  ),
  operation(
    writing,
    "[c := a.clone(), c.__setitem__((slice(1), slice(1, 3)), b)][:1]",
    [x, floats([2], { seed: 1 })],
    (a, b) => a.clone().put_([range(1), range(1, 3)], b),
    writes,
  ),
  operation(
    writing,
    "[c := a.clone(), c.__setitem__((..., -1), 5)][:1]",
    [x],
    (a) => a.clone().put_(["...", -1], 5),
    writes,
  ),
  operation(
    writing,
    "[c := a.clone(), c.__setitem__(a > 0, 0)][:1]",
    [x],
    (a) => a.clone().put_([a.gt(0)], 0),
    writes,
  ),
  operation(
    writing,
    "[a, a.__setitem__((slice(None), [0, 2]), b)][:1]",
    [x, floats([3, 2], { seed: 1 })],
    (a, b) => a.put_([null, [0, 2]], b),
    { ...writes, gradient: false },
  ),
  operation(writing, "[a, a.__setitem__(1, b)][:1]", [x, integers([4])], (a, b) => a.put_([1], b), {
    ...writes,
    gradient: false,
  }),
];

const places = values([2, 0, 2], "int32");
const source = floats([3, 4], { seed: 1 });
const permuted = values([2, 0, 1, 1, 1, 2, 0, 0], "int32", [2, 4]);

const scattered: readonly OperationCase[] = [
  operation("torch.scatter", "a.scatter(0, b, c)", [x, permuted, floats([2, 4], { seed: 1 })], (a, b, c) =>
    a.scatter(0, b, c),
  ),
  operation("torch.scatter", "a.scatter(1, b, 9.)", [x, values([3, 1, 0], "int32", [3, 1])], (a, b) =>
    a.scatter(1, b, 9),
  ),
  operation(
    "torch.scatter",
    "a.scatter(0, b, c)",
    [x, values([2, 0, 1, 2, 0, 1, 2, 1, 1], "int32", [3, 3]), floats([3, 3], { seed: 1 })],
    (a, b, c) => a.scatter(0, b, c),
    { gradient: false },
  ),
  operation("torch.index_add", "a.index_add(0, b, c)", [x, places, source], (a, b, c) => a.indexAdd(0, b, c)),
  operation(
    "torch.index_copy",
    "a.index_copy(1, b, c)",
    [x, values([3, 0], "int32"), floats([3, 2], { seed: 1 })],
    (a, b, c) => a.indexCopy(1, b, c),
  ),
  operation("torch.index_fill", "a.index_fill(1, b, 7)", [x, values([3, 0], "int32")], (a, b) =>
    a.indexFill(1, b, 7),
  ),
  operation(
    "torch.scatter",
    "a.scatter(0, b, c, reduce='multiply')",
    [x, permuted, floats([2, 4], { seed: 1 })],
    (a, b, c) => a.scatter(0, b, c, { reduce: "multiply" }),
    { gradient: false },
  ),
  operation(
    "torch.scatter",
    "a.scatter(0, b, c, reduce='add')",
    [x, permuted, floats([2, 4], { seed: 1 })],
    (a, b, c) => a.scatter(0, b, c, { reduce: "add" }),
    { gradient: false },
  ),
  ...(["sum", "prod", "mean", "amax", "amin"] as const).flatMap((reduce) =>
    [true, false].map((includeSelf) =>
      operation(
        "torch.scatter_reduce",
        `a.scatter_reduce(0, b, c, '${reduce}', include_self=${includeSelf ? "True" : "False"})`,
        [x, permuted, floats([2, 4], { seed: 1 })],
        (a, b, c) => scatterReduce(a, 0, b, c, reduce, { includeSelf }),
        { gradient: reduce !== "prod" },
      ),
    ),
  ),
  operation("torch.index_add", "a.index_add(0, b, c, alpha=2)", [x, places, source], (a, b, c) =>
    a.indexAdd(0, b, c, { alpha: 2 }),
  ),
  operation(
    "torch.scatter_add",
    "a.scatter_add(0, b, c)",
    [values([1], "float32", []), values([0], "int32", []), values([5], "float32", [])],
    (a, b, c) => a.scatterAdd(0, b, c),
  ),
  operation("torch.nonzero", "a.nonzero(as_tuple=True)", [mask], (a) => a.nonzero({ asTuple: true })),
  operation("torch.take", "a.take(b)", [x, values([-1, 3], "int32")], (a, b) => a.take(b)),
  operation("torch.take", "a.take(b)", [x, values([11, 0, 5, 0], "int32", [2, 2])], (a, b) => a.take(b)),
  operation("torch.take_along_dim", "a.take_along_dim(b, 1)", [x, values([3, 1], "int32", [1, 2])], (a, b) =>
    a.takeAlongDim(b, 1),
  ),
  operation("torch.take_along_dim", "a.take_along_dim(b)", [x, values([11, 1], "int32")], (a, b) =>
    a.takeAlongDim(b),
  ),
  operation("torch.masked_select", "a.masked_select(b)", [x, mask], (a, b) => a.maskedSelect(b)),
  operation("torch.masked_select", "a.masked_select(b)", [x, booleans([4])], (a, b) => a.maskedSelect(b)),
  operation("torch.nonzero", "a.nonzero()", [mask], (a) => a.nonzero()),
  operation("torch.nonzero", "a.nonzero()", [floats([0, 2])], (a) => a.nonzero(), { gradient: false }),
  operation("torch.nn.functional.one_hot", "F.one_hot(a, 4)", [integers([2, 3], { to: 4 })], (a) =>
    oneHot(a, 4),
  ),
  operation("torch.nn.functional.one_hot", "F.one_hot(a)", [integers([3], { to: 4 })], (a) => oneHot(a)),
];

const ascending = values([-1.5, -0.5, -0.5, 0.25, 1], "float32");
const rising = values([1, 3, 5, 2, 4, 6], "int32", [2, 3]);

const searched: readonly OperationCase[] = [
  operation("torch.searchsorted", "torch.searchsorted(a, b)", [ascending, x], (a, b) => searchsorted(a, b), {
    gradient: false,
  }),
  operation(
    "torch.searchsorted",
    "torch.searchsorted(a, b, right=True)",
    [rising, values([3, 7, 4, 2], "int32", [2, 2])],
    (a, b) => searchsorted(a, b, { right: true }),
  ),
  operation(
    "torch.searchsorted",
    "torch.searchsorted(a, b, side='right')",
    [ascending, x],
    (a, b) => searchsorted(a, b, { side: "right" }),
    { gradient: false },
  ),
  operation(
    "torch.bucketize",
    "torch.bucketize(b, a, right=True)",
    [ascending, values([-0.5, 9, -9, 1])],
    (a, b) => bucketize(b, a, { right: true }),
    { gradient: false },
  ),
];

/** Elements picked and placed by their positions. */
export const indexing: readonly OperationCase[] = [
  operation("torch.gather", "a.gather(0, b)", [x, rows], (a, b) => a.gather(0, b)),
  operation("torch.gather", "a.gather(1, b)", [x, integers([3, 2], { to: 4 })], (a, b) => a.gather(1, b)),
  operation(
    "torch.scatter_add",
    "a.scatter_add(0, b, c)",
    [x, rows, floats([2, 4], { seed: 1 })],
    (a, b, c) => a.scatterAdd(0, b, c),
  ),
  operation("torch.index_select", "a.index_select(0, b)", [x, values([2, 0, 2], "int32")], (a, b) =>
    a.indexSelect(0, b),
  ),
  operation("torch.index_select", "a.index_select(1, b)", [x, values([3, 0], "int32")], (a, b) =>
    a.indexSelect(1, b),
  ),
  operation("torch.Tensor.masked_fill", "a.masked_fill(b, 9)", [x, booleans([3, 4])], (a, b) =>
    a.maskedFill(b, 9),
  ),
  ...parts,
  ...put,
  ...scattered,
  ...searched,
];
