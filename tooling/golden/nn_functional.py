"""Writes packages/nn/src/golden/functional.json: what torch.nn.functional computes, with gradients and second ones.

    python3 tooling/golden/nn_functional.py
"""

import json
import pathlib

import torch
import torch.nn.functional as F

TARGET = pathlib.Path(__file__).parents[2] / "packages/nn/src/golden/functional.json"
NAMES = {torch.float32: "float32", torch.int64: "int32", torch.bool: "bool"}
r = torch.randn


def dump(value):
    if not isinstance(value, torch.Tensor):
        return value
    data = [float(f"{each:.9g}") if isinstance(each, float) else each for each in value.detach().reshape(-1).tolist()]
    return {"dtype": NAMES[value.dtype], "shape": list(value.shape), "data": data}


def case(name, run, inputs, options=None, seed=0, statistics=False):
    """`run` is the call in Python; `inputs` and `options` are what it is given here."""
    torch.manual_seed(7)
    given = inputs[:1] if statistics else inputs  # running statistics have no gradient
    points = [each for each in [*given, *(options or {}).values()] if isinstance(each, torch.Tensor) and each.is_floating_point()]
    stored = [dump(each) for each in inputs], {key: dump(each) for key, each in (options or {}).items()}
    for point in points:
        point.requires_grad_()
    torch.manual_seed(seed)
    output = run(*inputs)
    weights = torch.arange(output.numel()).reshape(output.shape) * 7 % 11 / 4 + 0.25
    first = torch.autograd.grad((output * weights).sum(), points, create_graph=True, allow_unused=True)
    first = [torch.zeros_like(point) if each is None else each for point, each in zip(points, first)]
    length = sum(each.square().sum() for each in first)
    try:
        second = torch.autograd.grad(length, points, allow_unused=True) if length.requires_grad else [None] * len(points)
    except RuntimeError:  # PyTorch has no second gradient of grid_sample
        second = None
    return {
        "function": name,
        "seed": seed,
        "inputs": stored[0],
        "options": stored[1],
        "output": dump(output),
        "gradients": [dump(each) for each in first],
        "statistics": statistics,
        "second": second and [dump(torch.zeros_like(point) if each is None else each) for point, each in zip(points, second)],
    }


def cases():
    torch.manual_seed(1)
    yield case("linear", lambda x, w, b: F.linear(x, w, b), [r(2, 3, 4), r(5, 4), r(5)])
    yield case("linear", lambda x, w: F.linear(x, w), [r(4), r(5, 4)])
    yield case("bilinear", lambda a, b, w, c: F.bilinear(a, b, w, c), [r(2, 3), r(2, 4), r(5, 3, 4), r(5)])
    yield case("dropout", lambda x, p: F.dropout(x, p), [r(4, 5), 0.3], seed=3)
    yield case("dropout", lambda x, p, t: F.dropout(x, p, t), [r(4, 5), 0.3, False])
    yield case("dropout1d", lambda x, p: F.dropout1d(x, p), [r(2, 5, 3), 0.5], seed=3)
    yield case("dropout2d", lambda x, p: F.dropout2d(x, p), [r(2, 5, 3, 2), 0.5], seed=3)
    index = torch.tensor([[0, 5, 2], [2, 2, 1]])
    yield case("embedding", lambda i, w: F.embedding(i, w), [index, r(6, 3)])
    yield case("embedding", lambda i, w: F.embedding(i, w, -1, scale_grad_by_freq=True), [index, r(6, 3)], {"paddingIdx": -1, "scaleGradByFreq": True})
    for mode in ("sum", "mean", "max"):
        yield case("embeddingBag", lambda i, w: F.embedding_bag(i, w, mode=mode), [index, r(6, 3)], {"mode": mode})
    for training in (True, False):
        settings = {"weight": r(3), "bias": r(3), "training": training, "momentum": 0.2, "eps": 1e-3}
        yield case("batchNorm", lambda x, m, v: F.batch_norm(x, m.detach(), v.detach(), settings["weight"], settings["bias"], training, 0.2, 1e-3), [r(4, 3, 2), r(3), r(3).abs()], settings, statistics=True)
    yield case("batchNorm", lambda x, m, v: F.batch_norm(x, None, None, training=True), [r(4, 3), None, None], {"training": True})
    settings = {"weight": r(3), "bias": r(3), "eps": 1e-3}
    yield case("instanceNorm", lambda x, m, v: F.instance_norm(x, None, None, settings["weight"], settings["bias"], True, 0.1, 1e-3), [r(2, 3, 5), None, None], settings)
    yield case("instanceNorm", lambda x, m, v: F.instance_norm(x, m.detach(), v.detach(), use_input_stats=False), [r(2, 3, 2, 2), r(3), r(3).abs()], {"useInputStats": False}, statistics=True)
    grouped = {"weight": r(6), "bias": r(6)}
    yield case("groupNorm", lambda x, g: F.group_norm(x, g, grouped["weight"], grouped["bias"]), [r(2, 6, 3), 2], grouped)
    for size, kernel, options in [((5, 4), (3, 2), {}), ((6, 5), (2, 3), {"stride": [2, 1], "padding": [1, 2], "dilation": [2, 1]}), ((4, 4), (2, 2), {"stride": 2})]:
        torch_options = {key: tuple(value) if isinstance(value, list) else value for key, value in options.items()}
        columns = F.unfold(r(2, 3, *size), kernel, **torch_options)
        yield case("unfold", lambda x, k: F.unfold(x, kernel, **torch_options), [r(2, 3, *size), list(kernel)], options)
        yield case("fold", lambda c, s, k: F.fold(c, size, kernel, **torch_options), [columns, list(size), list(kernel)], options)
    for corners in (True, False):
        yield case("affineGrid", lambda t, s: F.affine_grid(t, s, corners), [r(2, 2, 3), [2, 1, 3, 4]], {"alignCorners": corners})
        for mode in ("bilinear", "nearest"):
            for border in ("zeros", "border", "reflection"):
                yield case(
                    "gridSample",
                    lambda x, g: F.grid_sample(x, g, mode, border, corners),
                    [r(2, 3, 4, 5), r(2, 3, 2, 2)],
                    {"mode": mode, "paddingMode": border, "alignCorners": corners},
                )
    for hard in (False, True):
        yield case("gumbelSoftmax", lambda x: F.gumbel_softmax(x, 0.7, hard, dim=1), [r(3, 4)], {"tau": 0.7, "hard": hard, "dim": 1}, seed=5)


rows = ",\n".join(json.dumps(each) for each in cases())
TARGET.write_text(f'{{"torch":"{torch.__version__}","cases":[\n{rows}\n]}}\n')
