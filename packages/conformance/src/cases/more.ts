import * as all from "@mnist/tensor";
import { type Tensor, tensor } from "@mnist/tensor";
import * as linalg from "@mnist/tensor/linalg";
import { booleans, floats, integers, type OperationCase, operation, values } from "../operation-case.js";

const x = floats([2, 3]);
const y = floats([2, 3], { from: 0.5, to: 2, seed: 1 });
const inside = floats([4], { from: -0.9, to: 0.9 });
const share = floats([4], { from: 0.1, to: 0.9 });
const positive = floats([2, 4], { from: 0.6, to: 6 });
const edges = values([0, -0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3]);
const plain = { gradient: false } as const;

const aliased: readonly OperationCase[] = [
  ...(
    [
      ["absolute", "absolute", y],
      ["negative", "negative", x],
      ["arcsin", "arcsin", inside],
      ["arccos", "arccos", inside],
      ["arctan", "arctan", x],
      ["arcsinh", "arcsinh", x],
      ["arccosh", "arccosh", floats([3], { from: 1.2, to: 3 })],
      ["arctanh", "arctanh", inside],
      ["fix", "fix", x],
    ] as const
  ).map(([name, ours, input]) => operation(`torch.${name}`, `torch.${name}(a)`, [input], (a) => a[ours]())),
  ...(
    [
      ["subtract", "subtract"],
      ["multiply", "multiply"],
      ["divide", "divide"],
      ["true_divide", "trueDivide"],
      ["greater", "greater"],
      ["greater_equal", "greaterEqual"],
      ["less", "less"],
      ["less_equal", "lessEqual"],
      ["not_equal", "notEqual"],
      ["arctan2", "arctan2"],
    ] as const
  ).map(([name, ours]) => operation(`torch.${name}`, `torch.${name}(a, b)`, [x, y], (a, b) => a[ours](b))),
  operation("torch.sgn", "torch.sgn(a)", [x], (a) => a.sgn(), plain),
  operation("torch.swapdims", "torch.swapdims(a, 0, 1)", [x], (a) => a.swapdims(0, 1)),
  operation("torch.moveaxis", "torch.moveaxis(a, 0, 1)", [x], (a) => a.moveaxis(0, 1)),
  operation("torch.concat", "torch.concat([a, b], 1)", [x, y], (a, b) => all.concat([a, b], 1)),
  operation("torch.concatenate", "torch.concatenate([a, b])", [x, y], (a, b) => all.concatenate([a, b])),
];

/** torch.special's and torch's other names of what is here under one name. */
const renamed: readonly OperationCase[] = (
  [
    ["torch.special.expit", "torch.special.expit(a)", x, "sigmoid", (a: Tensor) => a.sigmoid()],
    ["torch.special.exp2", "torch.special.exp2(a)", x, "exp2", (a: Tensor) => a.exp2()],
    ["torch.special.expm1", "torch.special.expm1(a)", x, "expm1", (a: Tensor) => a.expm1()],
    ["torch.special.erf", "torch.special.erf(a)", x, "erf", (a: Tensor) => a.erf()],
    ["torch.special.erfc", "torch.special.erfc(a)", x, "erfc", (a: Tensor) => a.erfc()],
    ["torch.special.log1p", "torch.special.log1p(a)", y, "log1p", (a: Tensor) => a.log1p()],
    ["torch.special.logit", "torch.special.logit(a)", share, "logit", (a: Tensor) => a.logit()],
    ["torch.special.sinc", "torch.special.sinc(a)", x, "sinc", (a: Tensor) => a.sinc()],
    ["torch.special.round", "torch.special.round(a)", x, "round", (a: Tensor) => a.round()],
    ["torch.special.softmax", "torch.special.softmax(a, 1)", x, "softmax", (a: Tensor) => a.softmax(1)],
    [
      "torch.special.log_softmax",
      "torch.special.log_softmax(a, 1)",
      x,
      "logSoftmax",
      (a: Tensor) => a.logSoftmax(1),
    ],
    [
      "torch.special.logsumexp",
      "torch.special.logsumexp(a, 1)",
      x,
      "logsumexp",
      (a: Tensor) => a.logsumexp(1),
    ],
    ["torch.nn.functional.relu", "F.relu(a)", y, "relu", (a: Tensor) => a.relu()],
    ["torch.nn.functional.sigmoid", "F.sigmoid(a)", x, "sigmoid", (a: Tensor) => a.sigmoid()],
    ["torch.nn.functional.tanh", "F.tanh(a)", x, "tanh", (a: Tensor) => a.tanh()],
    ["torch.nn.functional.softmax", "F.softmax(a, 1)", x, "softmax", (a: Tensor) => a.softmax(1)],
    [
      "torch.nn.functional.log_softmax",
      "F.log_softmax(a, 1)",
      x,
      "logSoftmax",
      (a: Tensor) => a.logSoftmax(1),
    ],
  ] as const
).map(([torch, python, input, ours, run]) => operation(torch, python, [input], run, { ours }));

const square = values([4, 1, -2, 0.5, 3, 1, -1, 2, 5], "float32", [3, 3]);

const linear: readonly OperationCase[] = [
  operation("torch.det", "torch.det(a)", [square], (a) => linalg.det(a)),
  operation("torch.slogdet", "torch.slogdet(a)", [square], (a) => Object.values(linalg.slogdet(a))),
  operation("torch.inverse", "torch.inverse(a)", [square], (a) => linalg.inv(a), { ours: "inv" }),
  operation("torch.pinverse", "torch.pinverse(a)", [square], (a) => linalg.pinv(a), { ours: "pinv" }),
  operation("torch.matrix_exp", "torch.matrix_exp(a / 4)", [square], (a) => linalg.matrixExp(a.div(4))),
  operation("torch.qr", "torch.qr(a)", [square], (a) => Object.values(linalg.qr(a))),
  operation("torch.special.xlogy", "torch.special.xlogy(a, b)", [x, y], (a, b) => a.xlogy(b)),
  operation("torch.addmv", "torch.addmv(a, b, c, beta=0.5)", [floats([2]), x, floats([3])], (a, b, c) =>
    all.addmv(a, b, c, { beta: 0.5 }),
  ),
  operation("torch.addr", "torch.addr(a, b, c, alpha=2)", [x, floats([2]), floats([3])], (a, b, c) =>
    all.addr(a, b, c, { alpha: 2 }),
  ),
  operation(
    "torch.baddbmm",
    "torch.baddbmm(a, b, c)",
    [floats([2, 2, 2]), floats([2, 2, 3]), floats([2, 3, 2])],
    (a, b, c) => all.baddbmm(a, b, c),
  ),
  operation(
    "torch.addbmm",
    "torch.addbmm(a, b, c)",
    [floats([2, 2]), floats([2, 2, 3]), floats([2, 3, 2])],
    (a, b, c) => all.addbmm(a, b, c),
  ),
];

const special: readonly OperationCase[] = [
  ...["torch.lgamma", "torch.special.gammaln"].map((torch) =>
    operation(torch, `${torch}(a)`, [positive], (a) => all.lgamma(a), { ours: "lgamma", slack: 10 }),
  ),
  operation(
    "torch.lgamma",
    "torch.lgamma(a)",
    [values([-0.5, -1.25, -2.75, 0.25, 40])],
    (a) => all.lgamma(a),
    { slack: 10, steep: true },
  ),
  operation(
    "torch.lgamma",
    "torch.lgamma(a)",
    [values([0, -1, -3, 1, 2, Number.NaN, Number.POSITIVE_INFINITY])],
    (a) => all.lgamma(a),
    { ...plain, slack: 10 },
  ),
  ...["torch.digamma", "torch.special.digamma", "torch.special.psi"].map((torch) =>
    operation(torch, `${torch}(a)`, [positive], (a) => all.digamma(a), { ours: "digamma", slack: 20 }),
  ),
  operation(
    "torch.digamma",
    "torch.digamma(a)",
    [values([-0.5, -1.25, -2.75, 0.25, 40])],
    (a) => all.digamma(a),
    { slack: 50, steep: true },
  ),
  operation("torch.digamma", "torch.digamma(a)", [values([0, -1, -3])], (a) => all.digamma(a), plain),
  ...["torch.erfinv", "torch.special.erfinv"].map((torch) =>
    operation(torch, `${torch}(a)`, [inside], (a) => all.erfinv(a), { ours: "erfinv", slack: 10 }),
  ),
  operation(
    "torch.erfinv",
    "torch.erfinv(a)",
    [values([-1, 1, 0, 2, Number.NaN])],
    (a) => all.erfinv(a),
    plain,
  ),
  operation("torch.special.entr", "torch.special.entr(a)", [share], (a) => all.entr(a)),
  operation("torch.special.entr", "torch.special.entr(a)", [edges], (a) => all.entr(a), plain),
  operation("torch.special.xlog1py", "torch.special.xlog1py(a, b)", [x, y], (a, b) => all.xlog1py(a, b)),
  operation("torch.special.ndtr", "torch.special.ndtr(a)", [x], (a) => all.ndtr(a)),
  operation("torch.special.ndtri", "torch.special.ndtri(a)", [share], (a) => all.ndtri(a), { slack: 10 }),
  operation("torch.mvlgamma", "torch.mvlgamma(a, 2)", [positive], (a) => all.mvlgamma(a, 2), { slack: 20 }),
  operation(
    "torch.special.multigammaln",
    "torch.special.multigammaln(a, 2)",
    [positive],
    (a) => all.mvlgamma(a, 2),
    {
      ours: "mvlgamma",
      slack: 20,
    },
  ),
  operation("torch.copysign", "torch.copysign(a, b)", [y, x], (a, b) => all.copysign(a, b)),
  operation(
    "torch.copysign",
    "torch.copysign(a, b)",
    [edges, values([-0, 0, -1, -1, 1, -0])],
    (a, b) => all.copysign(a, b),
    plain,
  ),
  operation(
    "torch.signbit",
    "torch.signbit(a)",
    [values([-0, 0, -1, 1, Number.NEGATIVE_INFINITY])],
    (a) => all.signbit(a),
    plain,
  ),
  operation("torch.isposinf", "torch.isposinf(a)", [edges], (a) => all.isposinf(a), plain),
  operation("torch.isneginf", "torch.isneginf(a)", [edges], (a) => all.isneginf(a), plain),
  operation("torch.logaddexp2", "torch.logaddexp2(a, b)", [x, y], (a, b) => all.logaddexp2(a, b)),
  operation("torch.ldexp", "torch.ldexp(a, b)", [x, integers([3], { to: 4 })], (a, b) => all.ldexp(a, b)),
  operation("torch.float_power", "torch.float_power(a, 2.5)", [y], (a) => all.floatPower(a, 2.5)),
  operation(
    "torch.gcd",
    "torch.gcd(a, b)",
    [values([12, 18, 0, -8, 7], "int32"), values([18, 12, 5, 12, 0], "int32")],
    (a, b) => all.gcd(a, b),
  ),
  operation(
    "torch.lcm",
    "torch.lcm(a, b)",
    [values([4, 6, 0, -8, 7], "int32"), values([6, 4, 5, 12, 3], "int32")],
    (a, b) => all.lcm(a, b),
  ),
  operation("torch.rsub", "torch.rsub(a, b, alpha=2)", [x, y], (a, b) => all.rsub(a, b, { alpha: 2 })),
  operation("torch.positive", "torch.positive(a)", [x], (a) => all.positive(a)),
  operation(
    "torch.is_nonzero",
    "torch.tensor(torch.is_nonzero(a))",
    [values([2])],
    (a) => tensor(all.isNonzero(a)),
    plain,
  ),
];

const assembled: readonly OperationCase[] = [
  ...[1, 2, 3].flatMap((rank) => {
    const ours = { 1: all.atleast1d, 2: all.atleast2d, 3: all.atleast3d }[rank as 1 | 2 | 3];
    const options = { ours: `atleast${rank}d` };
    return [floats([]), floats([2]), x].map((input) =>
      operation(`torch.atleast_${rank}d`, `torch.atleast_${rank}d(a)`, [input], (a) => ours(a), options),
    );
  }),
  operation("torch.column_stack", "torch.column_stack([a, b])", [floats([2]), x], (a, b) =>
    all.columnStack([a, b]),
  ),
  operation("torch.row_stack", "torch.row_stack([a, b])", [floats([3]), x], (a, b) => all.rowStack([a, b])),
  operation("torch.hsplit", "torch.hsplit(a, 3)", [x], (a) => all.hsplit(a, 3)),
  operation("torch.hsplit", "torch.hsplit(a, [1])", [floats([4])], (a) => all.hsplit(a, [1])),
  operation("torch.vsplit", "torch.vsplit(a, 2)", [x], (a) => all.vsplit(a, 2)),
  operation("torch.dsplit", "torch.dsplit(a, [1])", [floats([1, 2, 3])], (a) => all.dsplit(a, [1])),
  operation("torch.block_diag", "torch.block_diag(a, b)", [x, floats([2])], (a, b) => all.blockDiag(a, b)),
  operation("torch.cartesian_prod", "torch.cartesian_prod(a, b)", [floats([2]), floats([3])], (a, b) =>
    all.cartesianProd(a, b),
  ),
  operation("torch.combinations", "torch.combinations(a)", [floats([4])], (a) => all.combinations(a)),
  operation("torch.combinations", "torch.combinations(a, 3, True)", [floats([3])], (a) =>
    all.combinations(a, 3, true),
  ),
  operation("torch.tril_indices", "torch.tril_indices(3, 2, -1)", [], () => all.trilIndices(3, 2, -1)),
  operation("torch.triu_indices", "torch.triu_indices(3, 3)", [], () => all.triuIndices(3, 3)),
  operation("torch.isin", "torch.isin(a, b)", [integers([2, 3]), integers([4], { seed: 1 })], (a, b) =>
    all.isin(a, b),
  ),
  operation("torch.isin", "torch.isin(a, 3, invert=True)", [integers([2, 3])], (a) =>
    all.isin(a, 3, { invert: true }),
  ),
  operation("torch.argwhere", "torch.argwhere(a)", [booleans([2, 3])], (a) => all.argwhere(a)),
  operation("torch.msort", "torch.msort(a)", [floats([3, 2])], (a) => all.msort(a)),
  operation(
    "torch.Tensor.masked_scatter",
    "a.masked_scatter(b, c)",
    [x, booleans([2, 3]), floats([6], { seed: 1 })],
    (a, b, c) => all.maskedScatter(a, b, c),
  ),
  operation("torch.cov", "torch.cov(a)", [floats([3, 4])], (a) => all.cov(a)),
  operation("torch.cov", "torch.cov(a, correction=0)", [floats([5])], (a) => all.cov(a, { correction: 0 })),
  operation(
    "torch.cov",
    "torch.cov(a, fweights=b, aweights=c)",
    [floats([3, 4]), values([1, 2, 1, 3], "int32"), values([0.5, 1, 2, 1])],
    (a, b, c) => all.cov(a, { fweights: b, aweights: c }),
    plain,
  ),
  operation("torch.corrcoef", "torch.corrcoef(a)", [floats([3, 4])], (a) => all.corrcoef(a), { steep: true }),
  operation("torch.trapezoid", "torch.trapezoid(a)", [x], (a) => all.trapezoid(a)),
  operation(
    "torch.trapz",
    "torch.trapz(a, b)",
    [x, floats([3], { seed: 1 })],
    (a, b) => all.trapezoid(a, b),
    { ours: "trapezoid" },
  ),
  operation("torch.trapezoid", "torch.trapezoid(a, dx=0.5, dim=0)", [x], (a) =>
    all.trapezoid(a, null, { dx: 0.5, dim: 0 }),
  ),
  operation("torch.cumulative_trapezoid", "torch.cumulative_trapezoid(a)", [x], (a) =>
    all.cumulativeTrapezoid(a),
  ),
  operation("torch.diagflat", "torch.diagflat(a, 1)", [x], (a) => all.diagflat(a, 1)),
  operation("torch.renorm", "torch.renorm(a, 2, 0, 1.5)", [floats([3, 2])], (a) => all.renorm(a, 2, 0, 1.5), {
    steep: true,
  }),
  operation("torch.Tensor.new_zeros", "a.new_zeros(2, 3)", [integers([2])], (a) => a.newZeros(2, 3)),
  operation("torch.Tensor.new_ones", "a.new_ones((2,))", [x], (a) => a.newOnes([2]), plain),
  operation("torch.Tensor.new_full", "a.new_full((2,), 7)", [integers([1])], (a) => a.newFull([2], 7)),
  operation("torch.Tensor.new_empty", "a.new_empty(2).zero_()", [x], (a) => a.newEmpty(2).zero_(), plain),
  operation("torch.Tensor.type_as", "a.type_as(b)", [x, integers([1])], (a, b) => a.typeAs(b), plain),
  operation("torch.Tensor.view_as", "a.view_as(b)", [x, floats([3, 2])], (a, b) => a.viewAs(b), {
    layouts: false,
  }),
];

/** PyTorch's other names, and functions that are few lines over others. */
export const more: readonly OperationCase[] = [...aliased, ...renamed, ...linear, ...special, ...assembled];
