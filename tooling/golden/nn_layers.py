"""Writes packages/nn/src/golden/layers.json and losses.json: outputs and gradients that PyTorch computes.

    python3 tooling/golden/nn_layers.py
"""

import json
import pathlib
import zlib

import torch
from torch import nn
from torch_names import NAMES, camel

TARGET = pathlib.Path(__file__).parents[2] / "packages/nn/src/golden"


def number(value):
    return float(f"{value:.8g}") if isinstance(value, float) else value


def dump(tensor):
    tensor = tensor.detach()
    data = [number(value) for value in tensor.reshape(-1).tolist()]
    return {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape), "data": data}


def options_of(kwargs):
    return {
        camel(name): dump(value) if isinstance(value, torch.Tensor) else value for name, value in kwargs.items()
    }


def tuples(value):
    return tuple(value) if isinstance(value, list) else value


def seeded(*what):
    """A seed of its own for each layer, so that a new one leaves the others' numbers as they are."""
    torch.manual_seed(zlib.crc32(repr(what).encode()))


def normal(*shape):
    """Numbers that are drawn by the layer that is given them, from its seed."""
    return lambda: torch.randn(*shape)


def layer(name, positional, kwargs, *inputs, training=True, repeat=1):
    """`repeat` calls, the last of which is recorded, so that running statistics have something to say."""
    seeded(name, positional, kwargs, training, repeat)
    inputs = [each() if callable(each) else each for each in inputs]
    module = getattr(nn, name)(*map(tuples, positional), **{key: tuples(value) for key, value in kwargs.items()})
    for parameter in module.parameters():
        parameter.data = torch.randn(parameter.shape) * 0.5
    state = {key: dump(value) for key, value in module.state_dict().items()}
    module.train()
    for call in range(repeat):
        module.zero_grad()
        leaves = [each.clone().requires_grad_() if each.is_floating_point() else each for each in inputs]
        module.train(training or call + 1 < repeat)
        output = module(*leaves)
    upstream = torch.randn(output.shape)
    output.backward(upstream)
    return {
        "layer": name,
        "positional": positional,
        "options": options_of(kwargs),
        "training": training,
        "repeat": repeat,
        "text": repr(module),
        "state": state,
        "inputs": [dump(each) for each in inputs],
        "upstream": dump(upstream),
        "output": dump(output),
        "inputGradients": [dump(each.grad) if each.is_floating_point() else None for each in leaves],
        "gradients": {key: dump(value.grad) for key, value in module.named_parameters()},
        "buffers": {key: dump(value) for key, value in module.named_buffers()},
    }


def layers():
    r = normal
    image = r(2, 4, 6, 5)
    ties = lambda: torch.relu(torch.round(torch.randn(2, 2, 6, 6) * 2) / 2)
    special = torch.tensor([[-100.0, -20.5, -1.0, 0.0], [0.5, 3.0, 21.0, 100.0]])
    yield layer("Linear", [3, 2], {}, r(4, 3))
    yield layer("Linear", [3, 2], {"bias": False}, r(2, 4, 3))
    yield layer("Bilinear", [3, 4, 2], {}, r(5, 3), r(5, 4))
    yield layer("Conv1d", [2, 3, 3], {}, r(2, 2, 7))
    yield layer("Conv1d", [2, 4, 2], {"stride": 2, "padding": 1, "dilation": 2, "groups": 2}, r(2, 2, 8))
    yield layer("Conv2d", [4, 3, 3], {}, image)
    yield layer("Conv2d", [4, 3, 3], {"padding": 1, "stride": 2, "bias": False}, image)
    yield layer("Conv2d", [4, 6, [3, 2]], {"padding": [2, 0], "stride": [1, 2], "dilation": [2, 1]}, image)
    yield layer("Conv2d", [4, 8, 3], {"groups": 4, "padding": 1}, image)
    yield layer("Conv2d", [4, 2, [2, 3]], {"padding": "same"}, image)
    yield layer("Conv2d", [4, 2, 1], {}, image)
    yield layer("MaxPool2d", [2], {}, image)
    yield layer("MaxPool2d", [2], {}, ties)
    yield layer("MaxPool2d", [3], {"stride": 2, "padding": 1}, ties)
    yield layer("MaxPool2d", [[3, 2]], {"stride": [1, 2], "dilation": [1, 2]}, image)
    yield layer("AvgPool2d", [2], {}, image)
    yield layer("AvgPool2d", [3], {"stride": 2, "padding": 1}, image)
    yield layer("AvgPool2d", [3], {"stride": 2, "padding": 1, "count_include_pad": False}, image)
    yield layer("AdaptiveAvgPool2d", [1], {}, image)
    yield layer("AdaptiveAvgPool2d", [[4, 3]], {}, image)
    yield layer("BatchNorm1d", [3], {}, r(5, 3))
    yield layer("BatchNorm1d", [3], {"momentum": None}, r(4, 3, 2), repeat=3)
    yield layer("BatchNorm1d", [3], {"affine": False, "track_running_stats": False}, r(4, 3), training=False)
    yield layer("BatchNorm2d", [4], {}, image, repeat=2)
    yield layer("BatchNorm2d", [4], {"eps": 0.01, "momentum": 0.3}, image, training=False, repeat=3)
    yield layer("LayerNorm", [5], {}, image)
    yield layer("LayerNorm", [[6, 5]], {"eps": 1e-3, "elementwise_affine": False}, image)
    yield layer("GroupNorm", [2, 4], {}, image)
    yield layer("GroupNorm", [4, 4], {"affine": False}, r(3, 4, 3))
    yield layer("Dropout", [0.5], {}, r(3, 4), training=False)
    yield layer("Dropout", [0], {}, r(3, 4))
    yield layer("Embedding", [5, 3], {}, torch.tensor([[0, 4], [2, 2]]))
    yield layer("Embedding", [5, 3], {"padding_idx": 2}, torch.tensor([[0, 4], [2, 2]]))
    yield layer("Flatten", [], {}, image)
    yield layer("Flatten", [0, 2], {}, image)
    yield layer("Unflatten", [1, [2, 2]], {}, image)
    yield layer("Identity", [], {}, r(3))
    for name in ("ReLU", "Sigmoid", "Tanh", "SiLU", "GELU", "Softplus"):
        yield layer(name, [], {}, special)
    yield layer("GELU", [], {"approximate": "tanh"}, special)
    yield layer("Softplus", [], {"beta": 2, "threshold": 5}, special)
    yield layer("LeakyReLU", [], {}, special)
    yield layer("LeakyReLU", [0.2], {}, special)
    yield layer("ELU", [], {}, special)
    yield layer("ELU", [1.5], {}, special)
    yield layer("Softmax", [1], {}, special)
    yield layer("Softmax", [0], {}, r(3, 4))
    yield layer("LogSoftmax", [-1], {}, special)
    for mode in ("reflect", "replicate", "circular"):
        yield layer("Conv2d", [2, 3, [3, 2]], {"padding": [2, 1], "padding_mode": mode}, r(1, 2, 4, 3))
    yield layer("Conv2d", [2, 2, [3, 2]], {"padding": "same", "padding_mode": "reflect"}, r(1, 2, 4, 3))
    yield layer("Conv1d", [2, 3, 3], {"padding": 2, "stride": 2, "padding_mode": "circular"}, r(2, 2, 5))
    yield layer("MaxPool2d", [2], {"ceil_mode": True}, r(1, 2, 5, 3))
    yield layer("AvgPool2d", [[3, 2]], {"stride": 2, "padding": 1, "ceil_mode": True}, r(1, 2, 5, 4))
    yield layer("AvgPool2d", [3], {"divisor_override": 5}, r(1, 2, 5, 4))


def loss(function, module, input, target, **kwargs):
    leaf = input.clone().requires_grad_()
    values = getattr(nn, module)(**kwargs)(leaf, target)
    upstream = torch.randn(values.shape)
    values.backward(upstream)
    return {
        "function": function,
        "module": module,
        "options": options_of(kwargs),
        "input": dump(input),
        "target": dump(target),
        "upstream": dump(upstream),
        "output": dump(values),
        "gradient": dump(leaf.grad),
    }


def losses():
    torch.manual_seed(2)
    r = torch.randn
    scores, classes, weight = r(5, 4), torch.tensor([0, 3, 1, 3, 2]), torch.rand(4) + 0.5
    ignoring = torch.tensor([0, -100, 1, -100, 2])
    shares = torch.softmax(r(5, 4), 1)
    images, pixels = r(2, 3, 2, 2), torch.randint(0, 3, (2, 2, 2))
    for reduction in ("mean", "sum", "none"):
        yield loss("crossEntropy", "CrossEntropyLoss", scores, classes, reduction=reduction)
        some = {"weight": weight, "label_smoothing": 0.1, "reduction": reduction}
        yield loss("crossEntropy", "CrossEntropyLoss", scores, ignoring, ignore_index=-100, **some)
        yield loss("crossEntropy", "CrossEntropyLoss", scores, shares, **some)
        yield loss("nllLoss", "NLLLoss", scores, classes, weight=weight, reduction=reduction)
    yield loss("crossEntropy", "CrossEntropyLoss", scores * 200, classes)
    yield loss("crossEntropy", "CrossEntropyLoss", scores, classes, label_smoothing=0.2)
    yield loss("crossEntropy", "CrossEntropyLoss", scores, classes, weight=weight)
    yield loss("crossEntropy", "CrossEntropyLoss", images, pixels)
    yield loss("crossEntropy", "CrossEntropyLoss", r(4), torch.tensor(2))
    yield loss("nllLoss", "NLLLoss", images, pixels, ignore_index=1)
    a, b = r(3, 4), r(3, 4)
    for reduction in ("mean", "sum", "none"):
        yield loss("mseLoss", "MSELoss", a, b, reduction=reduction)
        yield loss("l1Loss", "L1Loss", a, b, reduction=reduction)
        yield loss("smoothL1", "SmoothL1Loss", a, b, reduction=reduction, beta=0.7)
    yield loss("smoothL1", "SmoothL1Loss", a, b)
    yield loss("smoothL1", "SmoothL1Loss", a, b, beta=0.0)
    p, t = torch.tensor([[0.0, 1.0, 0.3, 0.9], [0.0, 1.0, 0.5, 0.2]]), torch.tensor([[0.0, 1, 1, 0], [1, 0, 0.4, 1]])
    yield loss("bceLoss", "BCELoss", p, t)
    yield loss("bceLoss", "BCELoss", p, t, reduction="none")
    yield loss("bceLoss", "BCELoss", p, t, reduction="sum", weight=torch.rand(4))
    x = torch.tensor([[-100.0, -2.0, 0.0, 1.5], [100.0, 0.3, 0.0, -0.1]])
    yield loss("bceWithLogits", "BCEWithLogitsLoss", x, t)
    yield loss("bceWithLogits", "BCEWithLogitsLoss", x, t, reduction="none")
    yield loss("bceWithLogits", "BCEWithLogitsLoss", x, t, weight=torch.rand(4), pos_weight=torch.rand(4) * 3)
    logs, target = torch.log_softmax(r(3, 4), 1), torch.softmax(r(3, 4), 1)
    target[0, 0] = 0
    for reduction in ("mean", "sum", "none", "batchmean"):
        yield loss("klDiv", "KLDivLoss", logs, target, reduction=reduction)
    yield loss("klDiv", "KLDivLoss", logs, torch.log_softmax(r(3, 4), 1), log_target=True, reduction="batchmean")


def write(name, cases):
    rows = ",\n".join(json.dumps(case) for case in cases)
    (TARGET / name).write_text(f'{{"torch":"{torch.__version__}","cases":[\n{rows}\n]}}\n')


TARGET.mkdir(parents=True, exist_ok=True)
write("layers.json", layers())
write("losses.json", losses())
