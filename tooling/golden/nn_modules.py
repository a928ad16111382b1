"""Writes packages/nn/src/golden/modules.json: layers and losses of several inputs and outputs, as PyTorch computes them.

Each case has a seed of its own, from which its parameters and inputs are drawn in order, so that cases can be added
anywhere. RMSNorm and scaled dot-product attention, which PyTorch 1.13 lacks, are written here from their formulas.

    python3 tooling/golden/nn_modules.py
"""

import json
import math
import pathlib
import warnings

import torch
from torch import nn
from torch.nn import functional
from torch_names import NAMES, camel

TARGET = pathlib.Path(__file__).parents[2] / "packages/nn/src/golden"
# Where the inputs below touch a knee there is no second derivative, and PyTorch answers from one side or the other.
KNEED = ("SELU", "CELU", "Hardswish")
warnings.simplefilter("ignore")


class CTCLoss(nn.CTCLoss):
    """Of scores: the gradient that PyTorch has for log-probabilities is right only behind a softmax."""

    def forward(self, scores, *rest):
        return super().forward(torch.log_softmax(scores, 2), *rest)


class RMSNorm(nn.Module):
    """https://arxiv.org/abs/1910.07467; torch.nn.RMSNorm from 2.4 on."""

    def __init__(self, shape, eps=None):
        super().__init__()
        self.shape = tuple(shape)
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(self.shape))

    def forward(self, x):
        dims = tuple(range(-len(self.shape), 0))
        eps = torch.finfo(x.dtype).eps if self.eps is None else self.eps
        return x * torch.rsqrt(x.square().mean(dims, keepdim=True) + eps) * self.weight

    def extra_repr(self):
        return f"{self.shape}, eps={self.eps}, elementwise_affine=True"


def number(value):
    if isinstance(value, float) and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return float(f"{value:.7g}") if isinstance(value, float) else value


def dump(tensor):
    tensor = torch.zeros(tensor.shape) if tensor._is_zerotensor() else tensor.detach()
    return {
        "dtype": NAMES[tensor.dtype],
        "shape": list(tensor.shape),
        "data": [number(value) for value in tensor.reshape(-1).tolist()],
    }


def stored(value):
    return dump(value) if isinstance(value, torch.Tensor) else value


def tuples(value):
    return tuple(value) if isinstance(value, list) else value


def flat(output):
    if isinstance(output, torch.Tensor):
        return [output]
    return [each for part in output if part is not None for each in flat(part)]


def nested(inputs, leaves):
    """Inputs with leaves in place of float tensors; lists become tuples, dictionaries keyword arguments."""
    if isinstance(inputs, torch.Tensor):
        if not inputs.is_floating_point():
            return inputs
        leaves.append(inputs.clone().requires_grad_())
        return leaves[-1]
    if isinstance(inputs, list):
        return tuple(nested(each, leaves) for each in inputs)
    return inputs


def stored_inputs(inputs):
    return [stored_inputs(each) for each in inputs] if isinstance(inputs, list) else stored(inputs)


def second_gradients(first, points):
    """Of the sum of the first ones' squares, for each point; None where PyTorch has none, or NaN."""
    length = sum(each.square().sum() for each in first)
    if not length.requires_grad:
        return [dump(torch.zeros_like(point)) for point in points]
    try:
        second = torch.autograd.grad(length, points, allow_unused=True)
    except RuntimeError:
        return None
    dumped = [dump(torch.zeros_like(point) if each is None else each) for point, each in zip(points, second)]
    return dumped if all(each.isfinite().all() for each in second if each is not None) else None


def case(seed, name, positional, kwargs, inputs, call={}, training=True, module=None, rename=None, second=True):
    torch.manual_seed(seed)
    made = module or getattr(nn, name)(*map(tuples, positional), **{key: tuples(value) for key, value in kwargs.items()})
    for parameter in made.parameters():
        parameter.data = torch.randn(parameter.shape) * 0.5
    made.train(training)
    given = inputs(torch.randn) if callable(inputs) else inputs
    leaves = []
    arguments = [nested(each, leaves) for each in given]
    outputs = flat(made(*arguments, **call))
    wanted = [each for each in outputs if each.requires_grad]
    upstream = [torch.randn(each.shape) for each in wanted]
    points = leaves + list(made.parameters())
    first = torch.autograd.grad(
        sum((a * b).sum() for a, b in zip(wanted, upstream)), points, create_graph=True, allow_unused=True
    )
    gradient = {id(point): torch.zeros_like(point) if each is None else each for point, each in zip(points, first)}
    return {
        "seed": seed,
        "module": name,
        "positional": positional,
        "options": {camel(key): stored(value) for key, value in kwargs.items()},
        "call": {camel(rename.get(key, key) if rename else key): stored(value) for key, value in call.items()},
        "training": training,
        "text": None if isinstance(made, nn.modules.loss._Loss) else repr(made),
        "state": {key: dump(value) for key, value in made.state_dict().items()},
        "inputs": [stored_inputs(each) for each in given],
        "outputs": [dump(each) for each in outputs],
        "upstream": [dump(each) for each in upstream],
        "inputGradients": [dump(gradient[id(leaf)]) for leaf in leaves],
        "gradients": {key: dump(gradient[id(value)]) for key, value in made.named_parameters()},
        "second": second_gradients(list(gradient.values()), points) if second else None,
    }


def recurrent():
    for name in ("RNN", "LSTM", "GRU"):
        states = lambda *shape: (lambda r: [r(*shape), r(*shape)] if name == "LSTM" else r(*shape))
        yield case(1, name, [3, 4], {}, lambda r: [r(5, 2, 3)])
        yield case(2, name, [3, 4], {"num_layers": 2, "bidirectional": True}, lambda r: [r(4, 2, 3), states(4, 2, 4)(r)])
        yield case(3, name, [3, 2], {"batch_first": True, "bias": False}, lambda r: [r(2, 4, 3), states(1, 2, 2)(r)])
        yield case(4, name, [2, 3], {"num_layers": 2, "dropout": 0.5}, lambda r: [r(3, 2)], training=False)
        cell = name + "Cell"
        yield case(5, cell, [3, 4], {}, lambda r: [r(2, 3), states(2, 4)(r)])
        yield case(6, cell, [3, 4], {"bias": False}, lambda r: [r(2, 3)])
    yield case(7, "RNN", [3, 4], {"nonlinearity": "relu"}, lambda r: [r(5, 2, 3)])


def attention():
    three = lambda r: [r(5, 2, 8), r(6, 2, 8), r(6, 2, 8)]
    yield case(11, "MultiheadAttention", [8, 2], {}, three)
    yield case(12, "MultiheadAttention", [8, 4], {"batch_first": True, "bias": False}, lambda r: [r(2, 5, 8)] + [r(2, 3, 8)] * 2)
    mask = torch.triu(torch.ones(5, 6), 2).bool()
    padding = torch.tensor([[False] * 5 + [True], [False] * 6])
    yield case(13, "MultiheadAttention", [8, 2], {}, three, {"attn_mask": mask, "key_padding_mask": padding})
    yield case(14, "MultiheadAttention", [8, 2], {}, three, {"attn_mask": torch.randn(5, 6), "average_attn_weights": False})
    yield case(15, "MultiheadAttention", [4, 2], {}, lambda r: [r(5, 4), r(3, 4), r(3, 4)], {"need_weights": False})
    apart = {"kdim": 3, "vdim": 5}
    yield case(101, "MultiheadAttention", [8, 2], apart, lambda r: [r(5, 2, 8), r(6, 2, 3), r(6, 2, 5)])
    behind = {"add_bias_kv": True, "add_zero_attn": True}
    yield case(102, "MultiheadAttention", [8, 2], behind, three, {"attn_mask": mask, "key_padding_mask": padding})
    yield case(103, "MultiheadAttention", [8, 2], {**apart, **behind, "batch_first": True}, lambda r: [r(2, 5, 8), r(2, 6, 3), r(2, 6, 5)])
    some = {"dim_feedforward": 6, "dropout": 0.0}
    causal = torch.triu(torch.full((5, 5), -1e9), 1)
    yield case(16, "TransformerEncoderLayer", [4, 2], some, lambda r: [r(5, 2, 4)])
    more = {**some, "activation": "gelu", "norm_first": True, "batch_first": True, "layer_norm_eps": 1e-3}
    yield case(17, "TransformerEncoderLayer", [4, 2], more, lambda r: [r(2, 5, 4)], {"src_mask": causal}, rename={"src_mask": "mask"})
    yield case(18, "TransformerDecoderLayer", [4, 2], some, lambda r: [r(5, 2, 4), r(3, 2, 4)])
    yield case(19, "TransformerDecoderLayer", [4, 2], more, lambda r: [r(2, 5, 4), r(2, 3, 4)], {"tgt_mask": causal}, rename={"tgt_mask": "target_mask"})


def shapes():
    r = torch.randn
    for name, positional, kwargs, shape in [
        ("ConvTranspose1d", [2, 3, 4], {"stride": 2, "padding": 1}, (2, 2, 5)),
        ("ConvTranspose1d", [4, 4, 3], {"stride": 2, "output_padding": 1, "groups": 2, "dilation": 2, "bias": False}, (2, 4, 5)),
        ("ConvTranspose2d", [2, 3, 3], {}, (2, 2, 4, 3)),
        ("ConvTranspose2d", [4, 2, [4, 3]], {"stride": [2, 1], "padding": 1, "output_padding": [1, 0], "groups": 2}, (1, 4, 3, 4)),
        ("Conv3d", [2, 3, 2], {}, (2, 2, 3, 4, 3)),
        ("Conv3d", [4, 2, [3, 2, 2]], {"stride": [1, 2, 1], "padding": 1, "dilation": [2, 1, 1], "groups": 2, "bias": False}, (1, 4, 4, 4, 3)),
        ("MaxPool1d", [3], {}, (2, 2, 8)),
        ("MaxPool1d", [3], {"stride": 2, "padding": 1, "ceil_mode": True}, (2, 2, 8)),
        ("AvgPool1d", [2], {}, (2, 2, 7)),
        ("AvgPool1d", [3], {"stride": 2, "padding": 1, "count_include_pad": False}, (2, 2, 8)),
        ("AdaptiveAvgPool1d", [3], {}, (2, 2, 7)),
        ("AdaptiveMaxPool1d", [3], {}, (2, 2, 7)),
        ("AdaptiveMaxPool2d", [[3, 2]], {}, (2, 2, 7, 5)),
        ("InstanceNorm1d", [3], {}, (2, 3, 5)),
        ("InstanceNorm2d", [3], {"affine": True, "eps": 1e-3}, (2, 3, 4, 2)),
        ("PixelShuffle", [2], {}, (2, 8, 3, 2)),
        ("PixelUnshuffle", [2], {}, (2, 2, 4, 6)),
        ("Upsample", [], {"scale_factor": 2.0}, (1, 2, 3, 2)),
        ("Upsample", [], {"size": [5, 4], "mode": "bilinear", "align_corners": True}, (1, 2, 3, 2)),
        ("ZeroPad2d", [1], {}, (1, 2, 3, 2)),
        ("ConstantPad1d", [[1, 2], 3.5], {}, (1, 2, 3)),
        ("ConstantPad2d", [[1, 2, 0, 1], 3.5], {}, (1, 2, 3, 2)),
        ("ReflectionPad1d", [2], {}, (1, 2, 4)),
        ("ReflectionPad2d", [[1, 2, 2, 1]], {}, (1, 2, 4, 3)),
        ("ReplicationPad1d", [2], {}, (1, 2, 4)),
        ("ReplicationPad2d", [[1, 2, 2, 1]], {}, (1, 2, 4, 3)),
    ]:
        yield case(21, name, positional, kwargs, [torch.manual_seed(21) and r(*shape)])
    tracked = {"track_running_stats": True, "affine": True, "momentum": 0.3}
    for training in (True, False):
        yield case(104, "InstanceNorm1d", [3], tracked, lambda r: [r(2, 3, 5)], training=training)
        yield case(105, "InstanceNorm2d", [3], tracked, lambda r: [r(2, 3, 2, 2)], training=training)
    for options in ({"padding_idx": -1, "scale_grad_by_freq": True}, {"max_norm": 0.7, "norm_type": 1.0}):
        yield case(106, "Embedding", [6, 3], options, [torch.tensor([[0, 5, 2], [2, 2, 1]])])
    for name in ("Dropout1d", "Dropout2d"):
        yield case(22, name, [0.5], {}, lambda r: [r(2, 3, 4, 4) if name == "Dropout2d" else r(2, 3, 4)], training=False)
    yield case(23, "RMSNorm", [[5]], {}, lambda r: [r(2, 3, 5)], module=RMSNorm([5]))
    yield case(24, "RMSNorm", [[3, 5]], {"eps": 1e-3}, lambda r: [r(2, 3, 5)], module=RMSNorm([3, 5], 1e-3))
    for mode in ("sum", "mean", "max"):
        yield case(25, "EmbeddingBag", [6, 3], {"mode": mode}, [torch.tensor([[0, 5], [2, 2], [1, 4]])])
        yield case(26, "EmbeddingBag", [6, 3], {"mode": mode}, [torch.tensor([0, 5, 2, 1]), torch.tensor([0, 3, 3])])


def activations():
    special = torch.tensor([[-100.0, -20.5, -3.0, -1.0, -0.5, 0.0], [0.5, 0.25, 1.0, 3.0, 6.0, 100.0]])
    for name, positional, kwargs in [
        ("PReLU", [], {}),
        ("PReLU", [], {"num_parameters": 6}),
        ("SELU", [], {}),
        ("CELU", [], {}),
        ("CELU", [1.5], {}),
        ("LogSigmoid", [], {}),
        ("Mish", [], {}),
        ("Softsign", [], {}),
        ("Hardtanh", [], {}),
        ("Hardtanh", [-2.0, 0.25], {}),
        ("ReLU6", [], {}),
        ("Hardsigmoid", [], {}),
        ("Hardswish", [], {}),
        ("Hardshrink", [], {}),
        ("Softshrink", [0.25], {}),
        ("Tanhshrink", [], {}),
        ("Threshold", [0.25, 20], {}),
        ("GLU", [], {}),
        ("GLU", [0], {}),
        ("Softmin", [1], {}),
    ]:
        yield case(31, name, positional, kwargs, [special])


def losses():
    sign = torch.tensor([1, -1, 1, -1, 1])
    for reduction in ("mean", "sum", "none"):
        some = {"reduction": reduction}
        yield case(41, "HuberLoss", [], {**some, "delta": 0.7}, lambda r: [r(5, 3), r(5, 3)])
        yield case(42, "MarginRankingLoss", [], {**some, "margin": 0.3}, lambda r: [r(5), r(5), sign])
        yield case(43, "HingeEmbeddingLoss", [], {**some, "margin": 0.5}, lambda r: [r(5), sign])
        yield case(44, "CosineEmbeddingLoss", [], {**some, "margin": 0.1}, lambda r: [r(5, 3), r(5, 3), sign])
        yield case(45, "TripletMarginLoss", [], {**some, "swap": True}, lambda r: [r(5, 3), r(5, 3), r(5, 3)])
        yield case(46, "MultiMarginLoss", [], {**some, "p": 2, "weight": torch.tensor([0.5, 1.0, 2.0])}, lambda r: [r(5, 3), torch.tensor([0, 2, 1, 1, 0])])
        yield case(47, "PoissonNLLLoss", [], {**some, "full": True}, lambda r: [r(5, 3), torch.poisson(r(5, 3).abs() * 3).long()])
        yield case(48, "GaussianNLLLoss", [], {**some, "full": True}, lambda r: [r(5, 3), r(5, 3), r(5, 3).abs()])
        lengths = [[6, 6, 4], [3, 2, 1]]
        target = torch.tensor([[1, 2, 2], [3, 1, 0], [2, 0, 0]])
        yield case(49, "CTCLoss", [], some, lambda r: [r(6, 3, 4), target] + lengths, module=CTCLoss(**some))
    yield case(50, "PoissonNLLLoss", [], {"log_input": False}, lambda r: [r(5).abs(), torch.poisson(r(5).abs() * 3).long()])
    yield case(51, "GaussianNLLLoss", [], {}, lambda r: [r(5, 3), r(5, 3), r(5).abs()])
    yield case(52, "TripletMarginLoss", [], {"p": 1, "margin": 0.2}, lambda r: [r(5, 3), r(5, 3), r(5, 3)])
    yield case(53, "MultiMarginLoss", [], {}, lambda r: [r(5, 3), torch.tensor([0, 2, 1, 1, 0])])
    short = torch.tensor([[1, 1, 1], [1, 2, 3]])
    some = {"zero_infinity": True, "blank": 3}
    yield case(54, "CTCLoss", [], some, lambda r: [r(4, 2, 4), short.clamp(max=2)] + [[4, 4], [3, 2]], module=CTCLoss(**some))
    yield case(55, "HuberLoss", [], {}, lambda r: [r(4), r(4)])


def margins():
    """Losses where their distances are the margins: on the knee, on both sides of it, and at equal and zero vectors."""
    t = torch.tensor
    for reduction in ("mean", "sum", "none"):
        some = {"reduction": reduction}
        apart = t([-3.0, -2.0, -1.0, -0.5, -0.0, 0.0, 0.5, 1.0, 2.0, 3.0])
        zeros = torch.zeros(10)
        for delta in (0.5, 1.0, 2.0):
            yield case(201, "HuberLoss", [], {**some, "delta": delta}, [apart, zeros])
            yield case(202, "SmoothL1Loss", [], {**some, "beta": delta}, [apart, zeros])
        yield case(203, "SmoothL1Loss", [], {**some, "beta": 0.0}, [apart, zeros])
        yield case(204, "L1Loss", [], some, [apart, zeros])
        signs = t([1, -1] * 5)
        for margin in (0.0, 0.5, -1.0):
            yield case(205, "MarginRankingLoss", [], {**some, "margin": margin}, [apart, zeros, signs])
            yield case(206, "MarginRankingLoss", [], {**some, "margin": margin}, [apart, zeros, -signs])
            yield case(207, "MarginRankingLoss", [], {**some, "margin": margin}, [apart, apart, signs])
        for margin in (0.5, 1.0, 2.0, -1.0):
            yield case(208, "HingeEmbeddingLoss", [], {**some, "margin": margin}, [apart, signs])
            yield case(209, "HingeEmbeddingLoss", [], {**some, "margin": margin}, [apart, -signs])
        left = t([[1.0, 0.0], [1.0, 0.0], [3.0, 4.0], [2.0, 0.0], [1.0, 1.0], [0.0, 0.0], [1.0, 0.0]])
        right = t([[0.0, 1.0], [0.0, 1.0], [3.0, 4.0], [-1.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]])
        for margin in (0.0, 0.5, 1.0, -1.0):
            yield case(210, "CosineEmbeddingLoss", [], {**some, "margin": margin}, [left, right, t([1, -1, -1, -1, 1, 1, 1])], second=False)
            yield case(211, "CosineEmbeddingLoss", [], {**some, "margin": margin}, [left[:5], right[:5], t([-1, 1, 1, 1, -1])])
        anchor = t([[0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [1.0, 1.0], [0.0, 0.0]])
        positive = t([[0.0, 0.0], [3.0, 4.0], [1.0, 0.0], [1.0, 1.0], [2.0, 0.0]])
        negative = t([[0.0, 1.0], [3.0, 4.0], [2.0, 0.0], [1.0, 1.0], [1.0, 0.0]])
        for options in ({}, {"margin": 0.0}, {"margin": 1.0, "eps": 0.0}, {"p": 1.0}, {"swap": True}):
            yield case(212, "TripletMarginLoss", [], {**some, **options}, [anchor, positive, negative])
        scores = t([[0.0, 0.0, 0.0], [1.0, 0.0, 2.0], [0.5, 1.0, 0.0], [3.0, 2.0, 1.0]])
        for options in ({}, {"p": 2}, {"margin": 0.5}, {"margin": 0.0}, {"weight": t([0.5, 1.0, 2.0])}):
            yield case(213, "MultiMarginLoss", [], {**some, **options}, [scores, t([0, 2, 1, 0])])


def bounds():
    """Losses of probabilities where these are 0 or 1, of counts and variances that are 0, and of scores far apart."""
    t = torch.tensor
    for reduction in ("mean", "sum", "none"):
        some = {"reduction": reduction}
        shares = t([0.0, 0.0, 0.0, 0.5, 1.0, 1.0, 1.0])
        wanted = t([0.0, 0.5, 1.0, 0.5, 0.0, 0.5, 1.0])
        yield case(221, "BCELoss", [], some, [shares, wanted], second=False)
        far = t([-100.0, -20.0, -1.0, -0.0, 0.0, 20.0, 100.0])
        yield case(222, "BCEWithLogitsLoss", [], some, [far, wanted])
        yield case(223, "BCEWithLogitsLoss", [], {**some, "pos_weight": t([3.0])}, [far, wanted])
        yield case(224, "PoissonNLLLoss", [], {**some, "full": True}, [t([-2.0, 0.0, 0.5, 3.0]), t([0, 1, 2, 5])])
        yield case(225, "PoissonNLLLoss", [], {**some, "log_input": False}, [t([0.0, 1.0, 1e-8, 3.0]), t([0, 1, 0, 0])])
        spread = t([0.0, 1e-6, 1e-3, 1.0])
        yield case(226, "GaussianNLLLoss", [], {**some, "eps": 1e-3}, [t([1.0, 0.0, 2.0, 1.0]), t([1.0, 1.0, 0.0, 1.0]), spread])
        yield case(227, "KLDivLoss", [], some, [t([-1.0, -2.0, 0.0, -0.5]), t([1e-3, 0.5, 1.0, 1.0])])
        scores = t([[100.0, 0.0, -100.0], [0.0, 0.0, 0.0], [-50.0, 50.0, 50.0]])
        yield case(228, "CrossEntropyLoss", [], some, [scores, t([2, 0, -100])])
        yield case(229, "CrossEntropyLoss", [], {**some, "label_smoothing": 1.0}, [scores, t([2, 0, 1])])
        yield case(230, "CrossEntropyLoss", [], {**some, "weight": t([0.0, 1.0, 2.0])}, [scores, t([2, 0, 1])])
        yield case(231, "NLLLoss", [], {**some, "ignore_index": 1}, [torch.log_softmax(scores, 1), t([2, 1, 0])])


def all_cases():
    for family in (recurrent, attention, shapes, activations, losses, margins, bounds):
        yield from family()


rows = ",\n".join(json.dumps(each) for each in all_cases())
(TARGET / "modules.json").write_text(f'{{"torch":"{torch.__version__}","cases":[\n{rows}\n]}}\n')
