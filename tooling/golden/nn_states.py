"""State dicts of every layer that keeps parameters or buffers, as they cross between PyTorch and this library.

    python3 tooling/golden/nn_states.py               writes packages/nn/src/golden/{states.json,formats/states.safetensors}
    python3 tooling/golden/nn_states.py read FOLDER    loads what the tests wrote there and prints what its layers answer

Each layer is made after manual_seed(its seed), so that its state is also what the same seed has to draw here. For those
with running statistics some batches are run first. RMSNorm is not in PyTorch 1.13.
"""

import json
import pathlib
import sys
import warnings

import torch
from safetensors_format import load, save
from torch import nn

TARGET = pathlib.Path(__file__).parents[2] / "packages/nn/src/golden"
warnings.simplefilter("ignore")

# The layer, its arguments, its options, and the shapes of its inputs (or, as lists of numbers, its inputs).
LAYERS = [
    ("Linear", [3, 2], {}, [(4, 3)]),
    ("Linear", [3, 2], {"bias": False}, [(4, 3)]),
    ("Bilinear", [3, 4, 2], {}, [(2, 3), (2, 4)]),
    ("Conv1d", [2, 3, 2], {}, [(2, 2, 5)]),
    ("Conv2d", [4, 2, 3], {"groups": 2}, [(1, 4, 5, 4)]),
    ("Conv2d", [1, 2, 3], {"padding": "same", "padding_mode": "reflect", "bias": False}, [(1, 1, 5, 4)]),
    ("Conv3d", [2, 3, 2], {}, [(1, 2, 3, 4, 3)]),
    ("Conv3d", [2, 2, [1, 3, 2]], {"groups": 2, "padding": "same", "padding_mode": "circular"}, [(1, 2, 3, 4, 3)]),
    ("Conv3d", [1, 2, 3], {"padding": [1, 0, 2], "padding_mode": "replicate"}, [(2, 1, 3, 4, 3)]),
    ("Conv3d", [1, 2, 3], {"padding": 1, "padding_mode": "reflect"}, [(2, 1, 3, 4, 3)]),
    ("Conv3d", [1, 2, [2, 3, 4]], {"padding": "same", "dilation": [2, 1, 1]}, [(2, 1, 5, 4, 3)]),
    ("ConvTranspose1d", [2, 3, 4], {"stride": 2}, [(2, 2, 5)]),
    ("ConvTranspose2d", [4, 2, [3, 2]], {"groups": 2}, [(1, 4, 3, 4)]),
    ("ConvTranspose2d", [2, 3, 3], {"bias": False}, [(1, 2, 3, 4)]),
    ("BatchNorm1d", [3], {}, [(4, 3)]),
    ("BatchNorm2d", [3], {"momentum": None}, [(2, 3, 2, 3)]),
    ("BatchNorm2d", [3], {"affine": False}, [(2, 3, 2, 3)]),
    ("BatchNorm1d", [3], {"track_running_stats": False}, [(4, 3)]),
    ("InstanceNorm1d", [3], {"affine": True}, [(2, 3, 5)]),
    ("InstanceNorm2d", [3], {"affine": True, "track_running_stats": True}, [(2, 3, 2, 3)]),
    ("LayerNorm", [[2, 3]], {}, [(4, 2, 3)]),
    ("GroupNorm", [2, 4], {}, [(2, 4, 3)]),
    ("PReLU", [], {}, [(2, 3)]),
    ("PReLU", [], {"num_parameters": 3, "init": 0.1}, [(2, 3)]),
    ("Embedding", [5, 4], {}, [[0, 4, 2]]),
    ("Embedding", [5, 4], {"padding_idx": 2}, [[0, 4, 2]]),
    ("EmbeddingBag", [5, 4], {"mode": "sum"}, [[[0, 4], [2, 2]]]),
    ("RNN", [3, 4], {"num_layers": 2, "bidirectional": True}, [(5, 2, 3)]),
    ("LSTM", [3, 4], {"num_layers": 2, "bidirectional": True}, [(5, 2, 3)]),
    ("LSTM", [3, 4], {"bias": False, "batch_first": True}, [(2, 5, 3)]),
    ("GRU", [3, 4], {"num_layers": 2}, [(5, 2, 3)]),
    ("RNNCell", [3, 4], {}, [(2, 3)]),
    ("LSTMCell", [3, 4], {}, [(2, 3)]),
    ("GRUCell", [3, 4], {"bias": False}, [(2, 3)]),
    ("MultiheadAttention", [4, 2], {}, [(5, 2, 4)] * 3),
    ("MultiheadAttention", [4, 2], {"bias": False, "batch_first": True}, [(2, 5, 4)] * 3),
    ("MultiheadAttention", [4, 2], {"kdim": 3, "vdim": 5, "add_bias_kv": True}, [(5, 2, 4), (5, 2, 3), (5, 2, 5)]),
    ("TransformerEncoderLayer", [4, 2], {"dim_feedforward": 6}, [(5, 2, 4)]),
    ("TransformerDecoderLayer", [4, 2], {"dim_feedforward": 6, "norm_first": True}, [(5, 2, 4), (3, 2, 4)]),
    ("CrossEntropyLoss", [], {"weight": [0.5, 1.0, 2.0]}, [(2, 3), [0, 2]]),
    ("NLLLoss", [], {"weight": [0.5, 1.0, 2.0]}, [(2, 3), [0, 2]]),
    ("BCEWithLogitsLoss", [], {"weight": [0.5, 1.0, 2.0], "pos_weight": [1.0, 2.0, 3.0]}, [(2, 3), (2, 3)]),
    ("MultiMarginLoss", [], {"weight": [0.5, 1.0, 2.0]}, [(2, 3), [0, 2]]),
    ("BCELoss", [], {"weight": [0.5, 1.0, 2.0]}, [[0.2, 0.5, 1.0], [1.0, 0.5, 0.0]]),
]


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(each.capitalize() for each in rest)


def made(name, positional, options):
    tuples = lambda value: tuple(value) if isinstance(value, list) else value
    given = {key: torch.tensor(value) if "weight" in key else tuples(value) for key, value in options.items()}
    return getattr(nn, name)(*map(tuples, positional), **given)


def flat(output):
    return [output] if isinstance(output, torch.Tensor) else [each for part in output if part is not None for each in flat(part)]


def values(tensor):
    data = [float(f"{value:.7g}") for value in tensor.reshape(-1).tolist()]
    return {"dtype": str(tensor.dtype).replace("torch.", "").replace("int64", "int32"), "shape": list(tensor.shape), "data": data}


def answers(module, inputs):
    with torch.no_grad():
        return [values(each) for each in flat(module.eval()(*inputs))]


def write():
    rows, files = [], {}
    for seed, (name, positional, options, inputs) in enumerate(LAYERS):
        torch.manual_seed(seed)
        module = made(name, positional, options)
        drawn = {key: value.clone() for key, value in module.state_dict().items()}
        given = [torch.randn(each) if isinstance(each, tuple) else torch.tensor(each) for each in inputs]
        for _ in range(2):
            module.train()(*given)
        files.update({f"{seed}.{key}": value for key, value in module.state_dict().items()})
        rows.append(
            {
                "seed": seed,
                "module": name,
                "positional": positional,
                "options": {camel(key): value for key, value in options.items()},
                "drawn": {key: values(value) for key, value in drawn.items()},
                "inputs": [values(each) for each in given],
                "outputs": answers(module, given),
            }
        )
    save(TARGET / "formats/states.safetensors", files, {"format": "pt"})
    lines = ",\n".join(json.dumps(row) for row in rows)
    (TARGET / "states.json").write_text(f'{{"torch":"{torch.__version__}","cases":[\n{lines}\n]}}\n')


def read(folder):
    found = []
    for seed, (name, positional, options, _) in enumerate(LAYERS):
        module = made(name, positional, options)
        state, _ = load(folder / f"{seed}.safetensors")
        inputs, _ = load(folder / f"{seed}.inputs.safetensors")
        wanted = {key: list(value.shape) for key, value in module.state_dict().items()}
        given = {key: list(value.shape) for key, value in state.items()}
        assert list(wanted.items()) == list(given.items()), f"{name}: {given}, not {wanted}"
        module.load_state_dict(state, strict=True)
        whole = lambda x: x if x.is_floating_point() else x.long()
        found.append(answers(module, [whole(inputs[str(i)]) for i in range(len(inputs))]))
    json.dump(found, sys.stdout)


if sys.argv[1:2] == ["read"]:
    read(pathlib.Path(sys.argv[2]))
else:
    write()
