"""Writes packages/tensor/src/random/golden/rng.json: PyTorch's CPU random stream, to be reproduced number for number.

Each case seeds the default generator, makes its draws in the order listed and ends with a fingerprint of the
generator's state. Values are exact: float32 and float64 survive JSON, 64-bit integers are strings.

    python3 tooling/golden/rng.py
"""

import hashlib
import json
import pathlib

import torch
from torch.utils.data import DataLoader

TARGET = pathlib.Path(__file__).parents[2] / "packages/tensor/src/random/golden/rng.json"


def rand(size, dtype=torch.float32):
    return torch.rand(size, dtype=dtype)


def randn(size, dtype=torch.float32):
    return torch.randn(size, dtype=dtype)


def int64():
    return str(torch.empty((), dtype=torch.int64).random_().item())


def fingerprint(tensor):
    return hashlib.sha256(tensor.numpy().tobytes()).hexdigest()


def epochs(size, batch, shuffle, count):
    loader = DataLoader(range(size), batch_size=batch, shuffle=shuffle)
    return [[index for b in loader for index in b.tolist()] for _ in range(count)]


# The draws that a case is made of: a name that the test maps to a function, and what PyTorch does.
DRAWS = {
    "rand": rand,
    "rand64": lambda size: rand(size, torch.float64),
    "uniform": lambda size, low, high: torch.empty(size).uniform_(low, high),
    "randn": randn,
    "randn64": lambda size: randn(size, torch.float64),
    "normal": lambda size, mean, std: torch.empty(size).normal_(mean, std),
    "randint": lambda size, low, high: torch.randint(low, high, (size,)),
    "randperm": torch.randperm,
    "bernoulli": lambda size, p: torch.empty(size).bernoulli_(p),
    "int64": int64,
    "epochs": epochs,
    "randHash": lambda size: fingerprint(rand(size)),
    "randnHash": lambda size: fingerprint(randn(size)),
}

SEQUENCES = [
    [["rand", 5], ["rand", 3], ["rand64", 3]],
    *[[["randn", size], ["randn", 2], ["rand", 1]] for size in (0, 1, 3, 15, 16, 17, 31, 40)],
    [["randn", 1], ["randn", 1], ["randn", 1], ["randn", 16], ["randn", 1]],
    [["randn64", 3], ["randn", 1], ["rand64", 3], ["randn64", 19]],
    [["uniform", 5, -2, 3], ["uniform", 5, 0.1, 0.3], ["normal", 20, 1, 2], ["normal", 3, -1, 0.1]],
    [["randint", 8, 0, 10], ["randint", 8, -5, 1000000], ["randint", 4, -(2**31), 2**31]],
    *[[["randperm", size], ["rand", 1]] for size in (0, 1, 2, 10, 257)],
    [["bernoulli", 12, 0.3], ["rand", 1]],
    [["int64"], ["int64"], ["int64"]],
    [["epochs", 10, 4, True, 2], ["rand", 1]],
    [["epochs", 6, 4, False, 1], ["rand", 1]],
    [["randHash", 5000], ["randnHash", 100000]],
]


def run(seed, sequence):
    torch.manual_seed(seed)
    draws = []
    for name, *arguments in sequence:
        value = DRAWS[name](*arguments)
        draws.append([name, arguments, value.tolist() if isinstance(value, torch.Tensor) else value])
    return {"seed": str(seed), "draws": draws, "state": fingerprint(torch.get_rng_state())[:16]}


cases = [run(seed, sequence) for seed in (0, 42, 2**32 + 5, -1) for sequence in SEQUENCES]
rows = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
TARGET.parent.mkdir(parents=True, exist_ok=True)
TARGET.write_text(f'{{"torch":"{torch.__version__}","cases":[\n{rows}\n]}}\n')
