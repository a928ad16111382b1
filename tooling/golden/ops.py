"""Writes packages/conformance/src/golden/operations.json: what PyTorch computes for every case of the table there.

Values and gradients are computed in float64 from inputs that float32 holds exactly (cases at the edge of float32 in
float32), so that they serve both; dtypes are those of float32 inputs. The gradients are those of the outputs' weighed sum
and, for the second, of the first ones' weighed sum; second ones that PyTorch lacks or has as NaN are left out. PyTorch's
int64 stands for int32, the integer type here.

    python3 tooling/golden/ops.py
"""

import json
import math
import pathlib
import subprocess

import torch
import torch.nn.functional as F
from torch_names import NAMES

ROOT = pathlib.Path(__file__).parents[2]
TARGET = ROOT / "packages/conformance/src/golden/operations.json"
LIST = ["node", "--conditions=@mnist/source", "--import=tsx", "tooling/golden/cases.ts"]


def make(spec, floats, narrow):
    integers = torch.int32 if narrow else torch.int64
    dtypes = {"float32": floats, "float64": torch.float64, "int32": integers, "uint8": torch.uint8, "bool": torch.bool}
    data = [float(value) for value in spec["data"]]
    return torch.tensor(data, dtype=torch.float64).to(dtypes[spec["dtype"]]).reshape(spec["shape"])


def call(case, floats, differentiate=False):
    inputs = [make(spec, floats, case["narrow"]) for spec in case["inputs"]]
    if differentiate:
        for tensor, spec in zip(inputs, case["inputs"]):
            tensor.requires_grad_(spec["differentiable"])
    result = eval(case["python"], {"torch": torch, "F": F, "math": math, **dict(zip("abcd", inputs))})
    return inputs, [result] if isinstance(result, torch.Tensor) else list(result)


def weighed(tensors):
    total = 0
    for tensor in tensors:
        weights = (torch.arange(tensor.numel()) * 7 % 11 + 1) / 4
        total = total + (tensor * weights.to(tensor.dtype).reshape(tensor.shape)).sum()
    return total


def numbers(tensor):
    return [number(value) for value in tensor.detach().reshape(-1).tolist()]


def number(value):
    if isinstance(value, (bool, int)):
        return int(value)
    return float(f"{value:.9g}") if math.isfinite(value) else str(value)


def gradients_of(tensors, inputs, **options):
    wanted = [each for each in inputs if each.requires_grad]
    found = torch.autograd.grad(weighed(tensors), wanted, allow_unused=True, **options)
    return [torch.zeros_like(each) if gradient is None else gradient for each, gradient in zip(wanted, found)]


def spread(gradients, inputs):
    """One entry for each input, null where none was asked for."""
    left = iter(gradients)
    return [numbers(next(left)) if each.requires_grad else None for each in inputs]


def second_of(gradients, inputs):
    wanted = [each for each in inputs if each.requires_grad]
    moving = [each for each in gradients if each.requires_grad]
    if not moving:
        return spread([torch.zeros_like(each) for each in wanted], inputs)
    try:
        return spread(gradients_of(moving, inputs), inputs)
    except RuntimeError:
        return None


def row(case):
    _, narrow = call(case, torch.float32)
    inputs, outputs = call(case, torch.float64 if case["double"] else torch.float32, True)
    stored = {
        "name": case["name"],
        "outputs": [
            {"dtype": NAMES[single.dtype], "shape": list(output.shape), "data": numbers(output)}
            for single, output in zip(narrow, outputs)
        ],
    }
    floats = [each for each in outputs if each.is_floating_point() and each.requires_grad]
    if floats:
        gradients = gradients_of(floats, inputs, create_graph=True)
        stored["gradients"] = spread(gradients, inputs)
        second = second_of(gradients, inputs)
        if second is not None and "nan" not in json.dumps(second):
            stored["second"] = second
    return stored


cases = json.loads(subprocess.run(LIST, cwd=ROOT, check=True, capture_output=True).stdout)
rows, problems = [], []
for case in cases:
    try:
        rows.append(json.dumps(row(case), separators=(",", ":")))
    except Exception as error:
        problems.append(f"{case['name']}: {error}")
if problems:
    raise SystemExit("\n".join(problems))
TARGET.parent.mkdir(parents=True, exist_ok=True)
TARGET.write_text(f'{{"torch":"{torch.__version__}","cases":[\n' + ",\n".join(rows) + "\n]}\n")
print(f"{len(rows)} cases, {TARGET.stat().st_size // 1024} KB")
