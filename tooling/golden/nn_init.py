"""Writes packages/nn/src/golden/init.json: weights that PyTorch draws, for given seeds.

    python3 tooling/golden/nn_init.py
"""

import json
import pathlib
import warnings

import torch
from torch import nn
from torch.nn import init

TARGET = pathlib.Path(__file__).parents[2] / "packages/nn/src/golden/init.json"
warnings.simplefilter("ignore")


def dump(tensor):
    data = [float(f"{value:.9g}") for value in tensor.detach().reshape(-1).tolist()]
    return {"dtype": "float32", "shape": list(tensor.shape), "data": data}


def draw(name, seed, *shape, torch_arguments=(), arguments=(), **kwargs):
    """`arguments` is how the call is written here, where that differs."""
    torch.manual_seed(seed)
    tensor = getattr(init, name)(torch.empty(shape), *torch_arguments, **kwargs)
    return {"name": name, "seed": seed, "arguments": list(arguments), "tensors": [dump(tensor)]}


def layer(name, seed, *arguments):
    torch.manual_seed(seed)
    module = getattr(nn, name)(*arguments)
    return {"name": name, "seed": seed, "arguments": arguments, "tensors": [dump(p) for p in module.parameters()]}


def cases():
    for seed in (0, 42, 4294967301):
        yield layer("Linear", seed, 3, 2)
        yield layer("Conv2d", seed, 1, 2, 3)
    yield layer("Conv1d", 1, 2, 3, 2)
    yield layer("Bilinear", 1, 3, 4, 2)
    yield layer("Embedding", 1, 5, 4)
    yield draw("uniform_", 1, 3, 4, torch_arguments=(-0.3, 0.8), arguments=(-0.3, 0.8))
    yield draw("normal_", 1, 5, 4, torch_arguments=(2.0, 0.1), arguments=(2.0, 0.1))
    yield draw("normal_", 1, 3, torch_arguments=(2.0, 0.1), arguments=(2.0, 0.1))
    yield draw("trunc_normal_", 1, 6, 5)
    yield draw("trunc_normal_", 1, 6, 5, torch_arguments=(0.5, 2.0, -1.0, 3.0), arguments=(0.5, 2.0, -1.0, 3.0))
    yield draw("kaiming_uniform_", 1, 4, 3)
    fan_out = {"mode": "fanOut", "nonlinearity": "relu"}
    yield draw("kaiming_uniform_", 1, 4, 3, 2, arguments=[fan_out], mode="fan_out", nonlinearity="relu")
    yield draw("kaiming_normal_", 1, 4, 3, 2, 2, arguments=[{"a": 0.2}], a=0.2)
    yield draw("xavier_uniform_", 1, 4, 3, torch_arguments=(2.0,), arguments=(2.0,))
    yield draw("xavier_normal_", 1, 4, 3, 2)
    yield draw("orthogonal_", 1, 4, 7)
    yield draw("orthogonal_", 1, 6, 2, 2, torch_arguments=(1.5,), arguments=(1.5,))
    yield draw("orthogonal_", 1, 5, 5)


def dropout():
    torch.manual_seed(3)
    return dump(nn.Dropout(0.3)(torch.ones(40)))


gains = [[name, init.calculate_gain(torch_name)] for name, torch_name in
         (("linear", "linear"), ("sigmoid", "sigmoid"), ("tanh", "tanh"), ("relu", "relu"),
          ("leakyRelu", "leaky_relu"), ("selu", "selu"))]
rows = ",\n".join(json.dumps(case) for case in cases())
TARGET.write_text(
    f'{{"torch":"{torch.__version__}","gains":{json.dumps(gains)},"dropout":{json.dumps(dropout())},"cases":[\n{rows}\n]}}\n'
)
