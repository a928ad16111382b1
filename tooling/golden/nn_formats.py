"""Files as PyTorch's and NumPy's users write and read them.

    python3 tooling/golden/nn_formats.py             writes packages/nn/src/golden/formats/*
    python3 tooling/golden/nn_formats.py read FOLDER  reads what the tests wrote there and prints what it holds
"""

import json
import math
import pathlib
import sys

import numpy
import torch
from safetensors_format import load, save
from torch import nn

TARGET = pathlib.Path(__file__).parents[2] / "packages/nn/src/golden/formats"


def network():
    return nn.Sequential(
        nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8, 3)
    )


def number(value):
    """JSON has no infinities."""
    return value if math.isfinite(value) else {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, "NaN")


def values(tensor):
    data = [number(value) for value in tensor.reshape(-1).tolist()]
    return {"dtype": str(tensor.dtype).replace("torch.", ""), "shape": list(tensor.shape), "data": data}


def write():
    TARGET.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(6)
    model, images = network(), torch.randn(4, 1, 6, 6)
    model(images)
    model.eval()
    save(TARGET / "network.safetensors", model.state_dict(), {"format": "pt"})
    numbers = torch.tensor([[0.0, 1.5, -2.25], [65504.0, 1e-7, float("-inf")]])
    whole = torch.tensor([-100, 0, 127])
    kinds = {
        "f64": numbers.double(),
        "f32": numbers,
        "f16": numbers.half(),
        "bf16": numbers.bfloat16(),
        "i64": whole,
        "i32": whole.int() * 1000000,
        "i16": whole.short() * 100,
        "i8": whole.char(),
        "u8": torch.tensor([0, 200, 255], dtype=torch.uint8),
        "bool": torch.tensor([True, False, True]),
        "scalar": torch.tensor(3.5),
        "empty": torch.zeros(0, 3),
    }
    save(TARGET / "kinds.safetensors", kinds, {})
    arrays = {name: tensor.numpy() for name, tensor in kinds.items() if name != "bf16"}
    arrays["fortran"] = numpy.asfortranarray(numpy.arange(24, dtype="f4").reshape(2, 3, 4))
    arrays["big_endian"] = numpy.arange(5, dtype=">i4")
    arrays["u16"] = numpy.array([0, 40000, 65535], dtype="u2")
    numpy.savez(TARGET / "arrays.npz", **arrays)
    numpy.savez_compressed(TARGET / "compressed.npz", zeros=numpy.zeros((100, 10), "f4"))
    with torch.no_grad():
        outputs = model(images)
    expected = {name: values(torch.from_numpy(array.astype(array.dtype.newbyteorder("=")))) for name, array in arrays.items() if name != "u16"}
    golden = {
        "torch": torch.__version__,
        "numpy": numpy.__version__,
        "images": values(images),
        "outputs": values(outputs),
        "kinds": {name: values(tensor.float() if name == "bf16" else tensor) for name, tensor in kinds.items()},
        "arrays": expected,
    }
    rows = ",\n".join(f'"{key}":{json.dumps(value)}' for key, value in golden.items())
    (TARGET / "formats.json").write_text(f"{{{rows}}}\n")


def read(folder):
    tensors, metadata = load(folder / "network.safetensors")
    model = network()
    model.load_state_dict(tensors)
    model.eval()
    kinds, _ = load(folder / "kinds.safetensors")
    arrays = numpy.load(folder / "arrays.npz")
    with torch.no_grad():
        outputs = model(torch.from_numpy(arrays["images"]))
    found = {
        "metadata": metadata,
        "outputs": values(outputs),
        "kinds": {name: values(tensor) for name, tensor in kinds.items()},
        "arrays": {name: values(torch.from_numpy(array)) for name, array in arrays.items()},
    }
    json.dump(found, sys.stdout)


if sys.argv[1:2] == ["read"]:
    read(pathlib.Path(sys.argv[2]))
else:
    write()
