"""The functions that differential.py calls, each with PyTorch's form of it and how its arguments are drawn."""

import math

import torch
import torch.nn.functional as F

FLOATS = (torch.float32, torch.float32, torch.float32, torch.float64)
WHOLE = (torch.int64, torch.uint8, torch.bool)
KNEES = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 3.0, -3.0, 6.0, 2.0, -2.0, 20.0, 1e-3, 100.0, math.inf, -math.inf, math.nan]


def shape(r, low=0, high=4, empty=0.08):
    return [0 if r.random() < empty else r.randint(1, 3) for _ in range(r.randint(low, high))]


def tensor(r, sizes=None, dtypes=None, special=0.2, low=None, high=None):
    sizes = shape(r) if sizes is None else sizes
    dtype = r.choice(dtypes or (FLOATS * 2 + WHOLE))
    count = math.prod(sizes)
    kind = r.random()
    if low is not None:
        data = [r.uniform(low, high) for _ in range(count)]
    elif dtype == torch.bool:
        data = [r.randint(0, 1) for _ in range(count)]
    elif dtype == torch.uint8:
        data = [r.choice([0, 1, 2, 3, 127, 255]) for _ in range(count)]
    elif not dtype.is_floating_point or kind < 0.35:
        data = [r.randint(-3, 3) for _ in range(count)]
    elif kind < 1 - special:
        data = [round(r.gauss(0, 2), 3) for _ in range(count)]
    else:
        data = [r.choice(KNEES) for _ in range(count)]
    return torch.tensor(data, dtype=torch.float64).to(dtype).reshape(sizes)


def beside(r, sizes):
    """A shape that broadcasts with `sizes`, on any of its axes."""
    cut = sizes[r.randint(0, len(sizes)) :] if r.random() < 0.4 else sizes
    return [1 if r.random() < 0.3 else size for size in cut]


def dim(r, x, wrong=0.05):
    if r.random() < wrong:
        return r.choice([7, -9])
    return r.randint(-max(x.dim(), 1), max(x.dim(), 1) - 1)


def dims(r, x):
    axes = list(range(x.dim()))
    r.shuffle(axes)
    return [axis - (x.dim() if r.random() < 0.3 else 0) for axis in axes[: r.randint(0, x.dim())]] or dim(r, x)


def index(r, sizes, top, wrong=0.04):
    low = -1 if r.random() < wrong else 0
    high = top if r.random() < wrong else top - 1
    return torch.tensor([r.randint(low, max(high, 0)) for _ in range(math.prod(sizes))], dtype=torch.int64).reshape(sizes)


CALLS = {}


def call(name, run, draw, differentiable=True):
    CALLS[name] = (run, draw, differentiable)


def one(name, run, **ranges):
    call(name, run, lambda r: ([tensor(r, **ranges)], {}))


def two(name, run, second=None, **ranges):
    def draw(r):
        first = tensor(r, **ranges)
        if r.random() < 0.25:
            other = r.choice([0, 1, -1, 2, 3, 0.5, -2.5])
        else:
            sizes = shape(r) if r.random() < 0.04 else beside(r, list(first.shape))
            other = tensor(r, sizes, **ranges)
        return [first, other], {}

    call(name, run, draw)


def pair(name, run):
    def draw(r):
        first = tensor(r)
        return [first, tensor(r, beside(r, list(first.shape)))], {}

    call(name, run, draw)


for name in "abs acos acosh asin asinh atan atanh ceil cos cosh erf erfc exp expm1 exp2 floor frac log log10 log1p log2 neg reciprocal relu rsqrt sigmoid sign sin sinh sqrt square tan tanh trunc isnan isinf isfinite logical_not:logicalNot bitwise_not:bitwiseNot deg2rad rad2deg sinc logit positive signbit isposinf isneginf erfinv lgamma digamma round sgn".split():
    python, _, ours = name.partition(":")
    one(ours or python, getattr(torch, python))
one("entr", torch.special.entr)
one("ndtr", torch.special.ndtr)
for name in "relu6 selu elu celu gelu silu mish softplus softsign hardtanh hardsigmoid hardswish hardshrink softshrink tanhshrink leaky_relu:leakyRelu logsigmoid:logSigmoid".split():
    python, _, ours = name.partition(":")
    one(ours or python, getattr(F, python))
for name, ours in [("elu", "elu"), ("celu", "celu"), ("leaky_relu", "leakyRelu"), ("hardshrink", "hardshrink"), ("softshrink", "softshrink")]:
    call(f"{ours}:setting", getattr(F, name), lambda r: ([tensor(r), r.choice([0.5, 1.0, 2.0, 3.0, 0.1])], {}))
call("hardtanh:setting", F.hardtanh, lambda r: ([tensor(r), *r.choice([(-2.0, 3.0), (0.0, 6.0), (-0.5, 0.5), (-1.0, 1.0), (0.0, 0.0)])], {}))
call("threshold", F.threshold, lambda r: ([tensor(r), r.choice([0.0, 1.0, -1.0, 0.5]), r.choice([0.0, 7.0, -2.5])], {}))
call("softplus:setting", F.softplus, lambda r: ([tensor(r)], {"beta": r.choice([1, 2.0, 0.5]), "threshold": r.choice([20, 1.0, 3.0])}))
call("gelu:tanh", F.gelu, lambda r: ([tensor(r)], {"approximate": r.choice(["none", "tanh"])}))
call("logit:eps", torch.logit, lambda r: ([tensor(r), r.choice([1e-3, 0.1, 0.5])], {}))
call("round:decimals", torch.round, lambda r: ([tensor(r)], {"decimals": r.choice([0, 1, 2, -1])}))
call("glu", F.glu, lambda r: (lambda x: ([x, dim(r, x)], {}))(tensor(r, [2 * n for n in shape(r, 1, 3)] if r.random() < 0.9 else None)))
call("prelu", F.prelu, lambda r: (lambda x: ([x, tensor(r, [x.shape[1] if x.dim() > 1 and r.random() < 0.6 else 1], FLOATS)], {}))(tensor(r, dtypes=FLOATS)))

for name in "add sub mul div pow remainder fmod eq ne lt le gt ge floor_divide:floorDivide logical_and:logicalAnd logical_or:logicalOr logical_xor:logicalXor bitwise_and:bitwiseAnd bitwise_or:bitwiseOr bitwise_xor:bitwiseXor xlogy copysign float_power:floatPower".split():
    python, _, ours = name.partition(":")
    two(ours or python, getattr(torch, python))
two("xlog1py", torch.special.xlog1py)
for name in "maximum minimum fmax fmin atan2 hypot logaddexp logaddexp2 heaviside ldexp gcd lcm isclose".split():
    pair(name, getattr(torch, name))
for name, ours in [("bitwise_left_shift", "bitwiseLeftShift"), ("bitwise_right_shift", "bitwiseRightShift")]:
    def shifted(r):
        x = tensor(r, dtypes=(torch.int64, torch.uint8))
        other = r.choice([0, 1, 3]) if r.random() < 0.4 else torch.randint(0, 4, beside(r, list(x.shape)), dtype=x.dtype, generator=torch.Generator().manual_seed(r.randint(0, 99)))
        return [x, other], {}
    call(ours, getattr(torch, name), shifted)
call("add:alpha", torch.add, lambda r: (lambda x: ([x, tensor(r, beside(r, list(x.shape)))], {"alpha": r.choice([2, -1, 0, 0.5])}))(tensor(r)))
call("sub:alpha", torch.sub, lambda r: (lambda x: ([x, tensor(r, beside(r, list(x.shape)))], {"alpha": r.choice([2, -1, 0, 0.5])}))(tensor(r)))
call("rsub", torch.rsub, lambda r: (lambda x: ([x, tensor(r, beside(r, list(x.shape)))], {"alpha": r.choice([2, 1])}))(tensor(r)))
call("div:rounding", torch.div, lambda r: (lambda x: ([x, tensor(r, beside(r, list(x.shape)))], {"rounding_mode": r.choice(["floor", "trunc", None])}))(tensor(r)))


def bounded(r):
    x = tensor(r)
    bound = lambda: r.choice([None, -1, 0, 1, 0.5, 2]) if r.random() < 0.7 else tensor(r, beside(r, list(x.shape)))
    low, high = bound(), bound()
    if isinstance(low, torch.Tensor) != isinstance(high, torch.Tensor):
        low, high = (None, high) if isinstance(high, torch.Tensor) else (low, None)
    return [x, low, high], {}


call("clamp", torch.clamp, bounded)
call("where", lambda c, a, b: torch.where(c, a, b), lambda r: (lambda s: ([tensor(r, s, (torch.bool, torch.bool, torch.uint8)), tensor(r, beside(r, s)), tensor(r, beside(r, s))], {}))(shape(r)))
call("lerp", torch.lerp, lambda r: (lambda s, t: ([tensor(r, s, t), tensor(r, beside(r, s), t), r.choice([0.0, 0.3, 0.5, 0.7, 1.0]) if r.random() < 0.6 else tensor(r, beside(r, s), t)], {}))(shape(r), (r.choice(FLOATS + WHOLE),)))
for name in ("addcmul", "addcdiv"):
    call(name, getattr(torch, name), lambda r: (lambda s: ([tensor(r, s), tensor(r, beside(r, s)), tensor(r, beside(r, s))], {"value": r.choice([1, 2, 0.5])}))(shape(r)))
call("nanToNum", torch.nan_to_num, lambda r: ([tensor(r, special=0.7), r.choice([0.0, 1.0]), r.choice([None, 2.0]) or 3.0, r.choice([-2.0, 5.0])], {}))

keep = lambda r: r.random() < 0.4
for name in "sum mean amax amin".split():
    call(name, (lambda f: lambda x, d=None, k=False: f(x) if d is None else f(x, d, k))(getattr(torch, name)), lambda r: (lambda x: ([x] if r.random() < 0.3 else [x, dims(r, x), keep(r)], {}))(tensor(r)))
for name in "prod any all argmax argmin max min median nanmedian".split():
    call(name, (lambda f: lambda x, d=None, k=False: f(x) if d is None else f(x, d, k))(getattr(torch, name)), lambda r: (lambda x: ([x] if r.random() < 0.3 else [x, dim(r, x), keep(r)], {}))(tensor(r)))
call("nansum", lambda x, d=None, k=False: torch.nansum(x) if d is None else torch.nansum(x, d, k), lambda r: (lambda x: ([x] if r.random() < 0.3 else [x, dims(r, x), keep(r)], {}))(tensor(r, special=0.6)))
call("nanmean", lambda x, d=None, k=False: torch.nanmean(x) if d is None else torch.nanmean(x, d, k), lambda r: (lambda x: ([x] if r.random() < 0.3 else [x, dims(r, x), keep(r)], {}))(tensor(r, special=0.6)))
call("countNonzero", lambda x, d=None: torch.count_nonzero(x, d), lambda r: (lambda x: ([x] if r.random() < 0.3 else [x, dim(r, x)], {}))(tensor(r)))
for name, python in [("var", torch.var), ("std", torch.std), ("varMean", torch.var_mean), ("stdMean", torch.std_mean)]:
    call(name, (lambda f: lambda x, d, c, k: f(x, d, correction=c, keepdim=k))(python), lambda r: (lambda x: ([x, dims(r, x), r.choice([0, 1, 1, 2]), keep(r)], {}))(tensor(r)))
call("logsumexp", torch.logsumexp, lambda r: (lambda x: ([x, dims(r, x), keep(r)], {}))(tensor(r)))
call("norm", lambda x, p, d, k: torch.norm(x, p, d, k), lambda r: (lambda x: ([x, r.choice([2, 1, 0, 3, 0.5, math.inf, -math.inf, -1]), dims(r, x), keep(r)], {}))(tensor(r, special=0.1)))
for name, python in [("softmax", torch.softmax), ("logSoftmax", torch.log_softmax), ("softmin", F.softmin)]:
    call(name, python, lambda r: (lambda x: ([x, dim(r, x)], {}))(tensor(r)))
for name in "cumsum cumprod cummax cummin logcumsumexp".split():
    call(name, getattr(torch, name), lambda r: (lambda x: ([x, dim(r, x)], {}))(tensor(r)))
call("aminmax", lambda x, d=None, k=False: torch.aminmax(x) if d is None else torch.aminmax(x, dim=d, keepdim=k), lambda r: (lambda x: ([x] if r.random() < 0.3 else [x, dim(r, x), keep(r)], {}))(tensor(r)))
call("kthvalue", torch.kthvalue, lambda r: (lambda x: ([x, r.randint(1, 3), dim(r, x), keep(r)], {}))(tensor(r)))
call("mode", torch.mode, lambda r: (lambda x: ([x, dim(r, x), keep(r)], {}))(tensor(r)))
call("quantile", lambda x, q, d, k, **o: torch.quantile(x, q, d, k, **o), lambda r: (lambda x: ([x, r.choice([0.0, 0.25, 0.5, 0.9, 1.0]), dim(r, x), keep(r)], {"interpolation": r.choice(["linear", "lower", "higher", "nearest", "midpoint"])}))(tensor(r, special=0.05)))
call("sort", lambda x, d, desc: torch.sort(x, dim=d, descending=desc, stable=True), lambda r: (lambda x: ([x, dim(r, x), keep(r)], {}))(tensor(r)))
call("argsort", lambda x, d, desc: torch.argsort(x, dim=d, descending=desc, stable=True), lambda r: (lambda x: ([x, dim(r, x), keep(r)], {}))(tensor(r)))
call("topk", lambda x, k, d, l: torch.topk(x, k, d, l)[0:1], lambda r: (lambda x: ([x, r.randint(0, 3), dim(r, x), keep(r)], {}))(tensor(r)))
call("diff", torch.diff, lambda r: (lambda x: ([x, r.randint(0, 3), dim(r, x)], {}))(tensor(r)))
call("unique", lambda x, **o: torch.unique(x, return_inverse=True, return_counts=True, **o), lambda r: (lambda x: ([x], {} if r.random() < 0.5 else {"dim": dim(r, x)}))(tensor(r, special=0)), False)
call("histc", torch.histc, lambda r: ([tensor(r, special=0), r.randint(1, 5), r.choice([0, -2]), r.choice([0, 3])], {}), False)
call("bincount", lambda x, **o: torch.bincount(x, **o), lambda r: ([tensor(r, [r.randint(0, 5)], (torch.int64, torch.uint8))], {"minlength": r.randint(0, 4)}), False)
call("searchsorted", lambda s, v, **o: torch.searchsorted(s, v, **o), lambda r: (lambda n: ([tensor(r, [n], FLOATS, 0).sort()[0], tensor(r, None, FLOATS)], {"right": keep(r)}))(r.randint(0, 5)), False)
call("nonzero", torch.nonzero, lambda r: ([tensor(r)], {}), False)
call("oneHot", F.one_hot, lambda r: ([tensor(r, dtypes=(torch.int64,))], {}) if r.random() < 0.3 else ([index(r, shape(r), 4), r.choice([3, 4, 5])], {}), False)
call("isin", torch.isin, lambda r: ([tensor(r), tensor(r)], {"invert": keep(r)}), False)

call("flatten", torch.flatten, lambda r: (lambda x: ([x, dim(r, x), dim(r, x)], {}))(tensor(r)))
call("squeeze", lambda x, *d: torch.squeeze(x, *d), lambda r: (lambda x: ([x] if keep(r) else [x, dim(r, x)], {}))(tensor(r)))
call("unsqueeze", torch.unsqueeze, lambda r: (lambda x: ([x, r.randint(-x.dim() - 2, x.dim() + 1)], {}))(tensor(r)))
call("transpose", torch.transpose, lambda r: (lambda x: ([x, dim(r, x), dim(r, x)], {}))(tensor(r)))
call("movedim", torch.movedim, lambda r: (lambda x: ([x, dim(r, x), dim(r, x)], {}))(tensor(r)))
call("flip", torch.flip, lambda r: (lambda x: ([x, list(range(x.dim()))[: r.randint(0, 3)]], {}))(tensor(r)))
call("roll", torch.roll, lambda r: (lambda x: ([x, r.randint(-4, 4)] if keep(r) else [x, r.randint(-4, 4), dim(r, x)], {}))(tensor(r)))
call("rot90", lambda x, k, d: torch.rot90(x, k, d), lambda r: (lambda x: ([x, r.randint(-3, 5), [dim(r, x), dim(r, x)]], {}))(tensor(r)))
call("tile", lambda x, n: torch.tile(x, n), lambda r: ([tensor(r), [r.randint(0, 3) for _ in range(r.randint(0, 3))]], {}))
call("repeat", lambda x, n: x.repeat(n), lambda r: ([tensor(r), [r.randint(0, 2) for _ in range(r.randint(0, 4))]], {}))
call("repeatInterleave", torch.repeat_interleave, lambda r: (lambda x: ([x, r.randint(0, 3)] if keep(r) else [x, r.randint(0, 3), dim(r, x)], {}))(tensor(r)))
call("narrow", torch.narrow, lambda r: (lambda x: ([x, dim(r, x), r.randint(-2, 3), r.randint(-1, 3)], {}))(tensor(r)))
call("select", torch.select, lambda r: (lambda x: ([x, dim(r, x), r.randint(-3, 3)], {}))(tensor(r)))
call("chunk", torch.chunk, lambda r: (lambda x: ([x, r.randint(0, 4), dim(r, x)], {}))(tensor(r)))
call("split", torch.split, lambda r: (lambda x: ([x, r.randint(0, 3), dim(r, x)], {}))(tensor(r)))
call("tensorSplit", torch.tensor_split, lambda r: (lambda x: ([x, r.choice([1, 2, 3, [1], [0, 2], [2, 1], []]), dim(r, x)], {}))(tensor(r)))
call("unbind", torch.unbind, lambda r: (lambda x: ([x, dim(r, x)], {}))(tensor(r)))
call("unfold", lambda x, d, n, s: x.unfold(d, n, s), lambda r: (lambda x: ([x, dim(r, x), r.randint(0, 3), r.randint(0, 2)], {}))(tensor(r)))
for name in ("tril", "triu", "diagonal", "diag", "diag_embed:diagEmbed", "diagflat", "trace", "t", "ravel", "fliplr", "flipud", "argwhere", "msort", "atleast_1d:atleast1d", "atleast_2d:atleast2d", "atleast_3d:atleast3d", "cov", "corrcoef"):
    python, _, ours = name.partition(":")
    call(ours or python, getattr(torch, python), lambda r: ([tensor(r)], {}))
for name in ("tril", "triu", "diagonal", "diag"):
    call(f"{name}:offset", getattr(torch, name), lambda r: ([tensor(r, shape(r, 1, 3)), r.randint(-3, 3)], {}))
call("kron", torch.kron, lambda r: ([tensor(r, shape(r, 0, 3)), tensor(r, shape(r, 0, 3))], {}))


def joined(r):
    sizes, axis = shape(r, 1, 3), 0
    axis = r.randrange(len(sizes))
    parts = [tensor(r, [r.randint(0, 3) if i == axis else n for i, n in enumerate(sizes)]) for _ in range(r.randint(1, 3))]
    return [parts, axis - (len(sizes) if keep(r) else 0)], {}


call("cat", torch.cat, joined)
call("stack", torch.stack, lambda r: (lambda s: ([[tensor(r, s) for _ in range(r.randint(1, 3))], r.randint(-len(s) - 1, len(s))], {}))(shape(r)))
for name in "hstack vstack dstack column_stack:columnStack".split():
    python, _, ours = name.partition(":")
    call(ours or python, getattr(torch, python), lambda r: (lambda s: ([[tensor(r, s) for _ in range(r.randint(1, 3))]], {}))(shape(r)))


def placed(r, source=True):
    x = tensor(r, shape(r, 0, 3, 0))
    axis = dim(r, x, 0.02)
    at = axis % max(x.dim(), 1) if -4 < axis < 4 else 0
    sizes = [r.randint(1, n) if i != at else r.randint(1, 3) for i, n in enumerate(x.shape)]
    places = index(r, sizes, x.shape[at] if x.dim() else 1)
    return x, axis, places, tensor(r, sizes, (x.dtype,)) if source else None


call("gather", torch.gather, lambda r: (list(placed(r)[:3]), {}))
call("scatterAdd", torch.scatter_add, lambda r: (list(placed(r)), {}))
call("scatter", torch.scatter, lambda r: ((lambda p: [p[0], p[1], p[2], r.choice([2, 0.5])])(placed(r)), {}))
call("takeAlongDim", lambda x, i, d: torch.take_along_dim(x, i, d), lambda r: (lambda p: ([p[0], p[2], p[1]], {}))(placed(r)))
call("norm:nothing", lambda x, p, d, k: torch.norm(x, p, d, k), lambda r: (lambda x: ([x, r.choice([2, 1, 0, 3, 0.5, math.inf, -math.inf, -1]), dims(r, x), keep(r)], {}))(tensor(r, shape(r, 1, 3, 0.6), FLOATS)))
for name in ("median", "nanmedian", "prod", "sum", "all", "any", "aminmax"):
    call(f"{name}:nothing", getattr(torch, name), lambda r: ([tensor(r, shape(r, 1, 3, 0.9))], {}))
call("indexSelect", torch.index_select, lambda r: (lambda x: (lambda d: ([x, d, index(r, [r.randint(0, 3)], x.shape[d] if x.dim() else 1)], {}))(dim(r, x, 0)))(tensor(r, shape(r, 0, 3, 0))))
call("take", torch.take, lambda r: (lambda x: ([x, index(r, shape(r, 0, 2), x.numel())], {}))(tensor(r, shape(r, 0, 3, 0))))
call("indexFill", lambda x, d, i, v: torch.index_fill(x, d, i, v), lambda r: (lambda x: (lambda d: ([x, d, index(r, [r.randint(0, 3)], x.shape[d] if x.dim() else 1), r.choice([2, 0.5])], {}))(dim(r, x, 0)))(tensor(r, shape(r, 0, 3, 0))))


def rows(r):
    x = tensor(r, shape(r, 1, 3, 0))
    d, n = dim(r, x, 0), r.randint(1, 3)
    sizes = [n if i == d % x.dim() else size for i, size in enumerate(x.shape)]
    return [x, d, index(r, [n], x.shape[d]), tensor(r, sizes, (x.dtype,))], {}


call("indexAdd", torch.index_add, rows)
call("scatterReduce", lambda x, d, i, s, reduce, **o: torch.scatter_reduce(x, d, i, s, reduce, **o), lambda r: ([*placed(r), r.choice(["sum", "prod", "mean", "amax", "amin"])], {"include_self": keep(r)}))
call("maskedFill", torch.masked_fill, lambda r: (lambda x: ([x, tensor(r, beside(r, list(x.shape)), (torch.bool,)), r.choice([0, 1, 2.5, -math.inf])], {}))(tensor(r)))
call("maskedSelect", torch.masked_select, lambda r: (lambda x: ([x, tensor(r, beside(r, list(x.shape)), (torch.bool,))], {}))(tensor(r)))


def product(*letters):
    def draw(r):
        size = {letter: r.randint(0, 3) if r.random() < 0.1 else r.randint(1, 3) for letter in "bnmk"}
        wrong = r.random() < 0.05
        dtype = r.choice(FLOATS + (torch.int64, torch.uint8))
        return [tensor(r, [size[letter] + (wrong and i == 0) for letter in each], (dtype,), 0.05) for i, each in enumerate(letters)], {}
    return draw


call("mm", torch.mm, product("nk", "km"))
call("bmm", torch.bmm, product("bnk", "bkm"))
call("mv", torch.mv, product("nk", "k"))
call("dot", torch.dot, product("k", "k"))
call("inner", torch.inner, product("nk", "mk"))
call("outer", torch.outer, product("n", "m"))
for i, letters in enumerate([("k", "k"), ("nk", "k"), ("k", "km"), ("bnk", "km"), ("nk", "bkm"), ("bnk", "bkm"), ("bnk", "k"), ("k", "bkm")]):
    call(f"matmul:{i}", torch.matmul, product(*letters))
call("addmm", torch.addmm, product("nm", "nk", "km"))
call("addmv", torch.addmv, product("n", "nk", "k"))
call("addr", torch.addr, product("nm", "n", "m"))
call("baddbmm", torch.baddbmm, product("bnm", "bnk", "bkm"))
call("addbmm", torch.addbmm, product("nm", "bnk", "bkm"))
call("cross", lambda a, b, d: torch.cross(a, b, d), lambda r: (lambda s, t: ([tensor(r, s, t), tensor(r, s, t), r.choice([-1, 0])], {}))(r.choice([[3], [3, 3], [3, 2, 3], [2, 3]]), (r.choice(FLOATS + (torch.int64,)),)))
call("matrixPower", torch.matrix_power, lambda r: (lambda n: ([tensor(r, [n, n], (r.choice(FLOATS),), 0), r.randint(0, 5)], {}))(r.randint(1, 3)))
call("dist", torch.dist, lambda r: (lambda s, t: ([tensor(r, s, t, 0.05), tensor(r, beside(r, s), t, 0.05), r.choice([2, 1, 0, 3, math.inf])], {}))(shape(r), (r.choice(FLOATS),)))
call("cdist", torch.cdist, lambda r: (lambda s, t: ([tensor(r, [*s[:1], 2, 3], t, 0), tensor(r, [*s[:1], 3, 3], t, 0), r.choice([2, 1, 3, math.inf])], {}))(shape(r, 0, 1), (r.choice(FLOATS),)))
call("cosineSimilarity", lambda a, b, d: F.cosine_similarity(a, b, d), lambda r: (lambda s, t: (lambda x: ([x, tensor(r, beside(r, s), t, 0.05), dim(r, x)], {}))(tensor(r, s, t, 0.05)))(shape(r, 1), (r.choice(FLOATS),)))
call("pairwiseDistance", lambda a, b, p: F.pairwise_distance(a, b, p), lambda r: (lambda s, t: ([tensor(r, s, t, 0.05), tensor(r, beside(r, s), t, 0.05), r.choice([2, 1, 3, math.inf])], {}))(shape(r, 1, 3), (r.choice(FLOATS),)))
call("normalize", lambda x, p, d: F.normalize(x, p, d), lambda r: (lambda x: ([x, r.choice([2, 1, 3, math.inf]), dim(r, x)], {}))(tensor(r, shape(r, 1), special=0.1)))
call("renorm", torch.renorm, lambda r: (lambda x: ([x, r.choice([2, 1, 3]), dim(r, x), r.choice([1.0, 2.0, 0.5])], {}))(tensor(r, shape(r, 2, 3), FLOATS, 0)))
call("trapezoid", lambda y: torch.trapezoid(y), lambda r: ([tensor(r)], {}))


def images(r, channels=None):
    sizes = [r.randint(1, 2), channels or r.randint(1, 3), r.randint(1, 6), r.randint(1, 6)]
    return tensor(r, sizes[1:] if r.random() < 0.15 else sizes, (r.choice(FLOATS),), 0.05)


def windows(r):
    x = images(r)
    size = r.choice([1, 2, 3, [2, 1], [1, 3]])
    options = {"stride": r.choice([1, 2, 3, [2, 1]])} if r.random() < 0.5 else {}
    if r.random() < 0.4:
        options["padding"] = r.choice([0, 1, [1, 0]])
    if r.random() < 0.4:
        options["ceil_mode"] = True
    return x, size, options


def pooled(r, more):
    x, size, options = windows(r)
    return [x, size], {**options, **more}


call("maxPool2d", F.max_pool2d, lambda r: pooled(r, {"dilation": r.choice([1, 1, 2]), "return_indices": keep(r)}))
call("avgPool2d", F.avg_pool2d, lambda r: pooled(r, {"count_include_pad": keep(r), **({"divisor_override": r.choice([1, 2, 5])} if keep(r) else {})}))
call("adaptiveAvgPool2d", F.adaptive_avg_pool2d, lambda r: ([images(r), r.choice([1, 2, 3, [2, 1], [3, None]])], {}))


def convolved(r):
    groups = r.choice([1, 1, 2])
    x = tensor(r, [2, 2 * groups, r.randint(2, 5), r.randint(2, 5)][1 if r.random() < 0.15 else 0 :], (r.choice(FLOATS),), 0)
    weight = tensor(r, [2 * groups, 2, r.randint(1, 3), r.randint(1, 3)], (x.dtype,), 0)
    options = {"stride": r.choice([1, 2, [1, 2]]), "padding": r.choice([0, 1, [0, 1]]), "dilation": r.choice([1, 1, 2]), "groups": groups}
    return [x, weight, None if keep(r) else tensor(r, [2 * groups], (x.dtype,), 0)], options


call("conv2d", F.conv2d, convolved)
call("convTranspose2d", F.conv_transpose2d, lambda r: (lambda c: ([c[0][0], c[0][1], None], {**c[1], "output_padding": r.choice([0, 0, 1])}))(convolved(r)))
call("interpolate", F.interpolate, lambda r: ([images(r)], {"mode": r.choice(["nearest", "bilinear"]), **({"size": [r.randint(1, 6), r.randint(1, 6)]} if keep(r) else {"scale_factor": r.choice([0.5, 1.5, 2.0, 3.0])})}))
call("pad", F.pad, lambda r: ([images(r), [r.randint(-1, 3) for _ in range(r.choice([2, 4, 4, 6, 3]))]], {"mode": r.choice(["constant", "reflect", "replicate", "circular"])}))
call("pad:ranks", F.pad, lambda r: ([tensor(r, shape(r, 0, 5, 0.05), (r.choice(FLOATS),), 0), [r.randint(-2, 2) for _ in range(2 * r.randint(0, 3))]], {"mode": r.choice(["constant", "reflect", "replicate", "circular"])}))
call("layerNorm", lambda x, s: F.layer_norm(x, s), lambda r: (lambda x: ([x, list(x.shape[-r.randint(1, 2) :])], {}))(tensor(r, shape(r, 1, 4), special=0.05)))
