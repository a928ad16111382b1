"""Makes thousands of random calls, has PyTorch and this library answer them, and prints where the two differ.

Every function of the table in differential_calls.py is called with tensors of random ranks (0 to 4, sizes 0 to 3), dtypes,
values (ties, knees, ±0, ±∞ and NaN among them) and options. Compared are dtype, shape and value of every result, what is
refused, gradients, and second gradients. It is a search, not a test: what it finds becomes a case.

    python3 tooling/golden/differential.py [calls of each function] [seed] [function]
    python3 tooling/golden/differential.py --write

The second form writes packages/autograd/src/golden/calls.json: some calls of each function, which its tests repeat.
"""

import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile
import warnings

import torch
from differential_calls import CALLS
from torch_names import NAMES, camel

ROOT = pathlib.Path(__file__).parents[2]
TARGET = ROOT / "packages/autograd/src/golden/calls.json"
warnings.simplefilter("ignore")


def number(value):
    if isinstance(value, (bool, int)):
        return int(value)
    return repr(value) if not math.isfinite(value) or value == 0 else value


def numbers(tensor):
    single = tensor.dtype == torch.float32
    return [number(float(f"{each:.9g}") if single else each) for each in tensor.detach().reshape(-1).tolist()]


def dumped(tensor):
    return {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape), "data": numbers(tensor)}


def argument(value):
    if isinstance(value, torch.Tensor):
        return {"tensor": dumped(value)}
    if isinstance(value, (list, tuple)) and any(isinstance(each, torch.Tensor) for each in value):
        return {"list": [argument(each) for each in value]}
    if isinstance(value, dict):
        return {"options": {camel(name): argument(each) for name, each in value.items()}}
    return {"plain": repr(value) if isinstance(value, float) else value, "number": isinstance(value, float)}


def leaves(values):
    """The float tensors among the arguments, in order."""
    for value in values.values() if isinstance(values, dict) else values:
        if isinstance(value, torch.Tensor):
            if value.is_floating_point():
                yield value
        elif isinstance(value, (list, tuple, dict)):
            yield from leaves(value)


def results(output):
    return [output] if isinstance(output, torch.Tensor) else list(output)


def weighed(tensors):
    total = 0
    for tensor in tensors:
        weights = (torch.arange(tensor.numel()) * 7 % 11 + 1) / 4
        total = total + (tensor * weights.to(tensor.dtype).reshape(tensor.shape)).sum()
    return total


def gradients(outputs, points):
    first = torch.autograd.grad(weighed(outputs), points, create_graph=True, allow_unused=True)
    first = [torch.zeros_like(point) if each is None else each for point, each in zip(points, first)]
    moving = [each for each in first if each.requires_grad]
    try:
        second = torch.autograd.grad(weighed(moving), points, allow_unused=True) if moving else [None] * len(points)
    except RuntimeError:
        return [numbers(each) for each in first], None
    second = [torch.zeros_like(point) if each is None else each for point, each in zip(points, second)]
    return [numbers(each) for each in first], [numbers(each) for each in second]


def answered(name, run, positional, options, differentiable):
    call = {"name": name, "arguments": [argument(each) for each in positional]}
    if options:
        call["arguments"].append(argument(options))
    call["shown"] = f"{name}({', '.join(map(str, positional))}{', ' + str(options) if options else ''})".replace("\n", "")
    points = list(leaves([*positional, options]))
    if differentiable:
        for point in points:
            point.requires_grad_()
    try:
        outputs = results(run(*positional, **options))
        if any(each.dtype not in NAMES for each in outputs):
            return None
    except Exception as error:
        return {**call, "refused": str(error).split("\n")[0][:160]}
    call["outputs"] = [dumped(each) for each in outputs]
    moving = [each for each in outputs if each.requires_grad]
    if moving:
        try:
            call["gradients"], call["second"] = gradients(moving, points)
        except (RuntimeError, IndexError):  # PyTorch's own gradient fails on some empty and rank-0 inputs
            pass
    return call


def made(count, seed, only=None, short=False):
    calls = []
    for name, (run, draw, differentiable) in CALLS.items():
        chance = random.Random(f"{seed} {name}")
        wanted = count if only in (None, name) else 0
        while wanted > 0:
            positional, options = draw(chance)
            call = answered(name.split(":")[0], run, positional, options, differentiable)
            if call is None or (short and len(call["shown"]) > 300):
                continue
            calls.append(call)
            wanted -= 1
    return calls


def search(count=20, seed=0, only=None):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(made(count, seed, only), file)
        file.flush()
        reader = ["node", "--conditions=@mnist/source", "--import=tsx", "tooling/golden/differential.ts", file.name]
        subprocess.run(reader, cwd=ROOT, check=True)


def write():
    rows = [json.dumps(call, separators=(",", ":")) for call in made(5, "golden", short=True)]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(f'{{"torch":"{torch.__version__}","calls":[\n' + ",\n".join(rows) + "\n]}\n")
    print(f"{len(rows)} calls, {TARGET.stat().st_size // 1024} KB")


if sys.argv[1:] == ["--write"]:
    write()
else:
    search(*(int(each) for each in sys.argv[1:3]), *sys.argv[3:4])
