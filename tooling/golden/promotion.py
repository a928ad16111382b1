"""Writes packages/tensor/src/golden/promotion.json: the dtype that PyTorch gives the result of two operands.

For each operation and each pair of kinds (a tensor with axes, a scalar tensor, a plain number) a table by the dtypes of
left and right, null where PyTorch refuses. Its int64 stands for int32, the integer type here.

    python3 tooling/golden/promotion.py
"""

import json
import pathlib

import torch

TARGET = pathlib.Path(__file__).parents[2] / "packages/tensor/src/golden/promotion.json"
DTYPES = {
    "float32": torch.float32,
    "float64": torch.float64,
    "int32": torch.int64,
    "uint8": torch.uint8,
    "bool": torch.bool,
}
NAMES = {dtype: name for name, dtype in DTYPES.items()}
OPERATIONS = {
    "add": torch.add,
    "mul": torch.mul,
    "div": torch.div,
    "pow": torch.pow,
    "remainder": torch.remainder,
    "maximum": torch.maximum,
    "lt": torch.lt,
    "eq": torch.eq,
}
TENSORS = {name: torch.ones(2, dtype=dtype) for name, dtype in DTYPES.items()}
SCALARS = {name: torch.ones((), dtype=dtype) for name, dtype in DTYPES.items()}
NUMBERS = {"2": 2, "0.5": 0.5}
KINDS = {"tensor": TENSORS, "scalar": SCALARS, "number": NUMBERS}
PAIRS = [("tensor", "tensor"), ("tensor", "scalar"), ("scalar", "tensor"), ("scalar", "scalar")]
PAIRS += [("tensor", "number"), ("scalar", "number")]


def result(operation, left, right):
    try:
        return NAMES[operation(left, right).dtype]
    except (RuntimeError, TypeError):
        return None


tables = {
    name: {
        f"{left} {right}": {
            a: {b: result(operation, x, y) for b, y in KINDS[right].items()} for a, x in KINDS[left].items()
        }
        for left, right in PAIRS
    }
    for name, operation in OPERATIONS.items()
}
rows = ",\n".join(f"{json.dumps(name)}:{json.dumps(table, separators=(',', ':'))}" for name, table in tables.items())
TARGET.write_text(f'{{"torch":"{torch.__version__}","operations":{{\n{rows}\n}}}}\n')
