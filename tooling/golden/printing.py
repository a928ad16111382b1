"""Writes packages/tensor/src/golden/printing.json: tensors and the text that PyTorch prints for them.

PyTorch's int64 stands for int32, the integer type here, and the suffixes are in this project's words before PyTorch
wraps the line, so that the line breaks are those of the shorter text.

    python3 tooling/golden/printing.py
"""

import json
import math
import pathlib

import torch
from torch import _tensor_str as printing
from torch_names import NAMES

TARGET = pathlib.Path(__file__).parents[2] / "packages/tensor/src/golden/printing.json"
inf, nan = math.inf, math.nan
f64 = torch.float64


def text_of(tensor, suffix):
    printed = repr(tensor)
    suffixes = []
    if "size=" in printed:
        suffixes.append(f"size={tuple(tensor.shape)}")
    if "dtype=" in printed:
        suffixes.append(f"dtype={NAMES[tensor.dtype]}")
    if suffix:
        suffixes.append(suffix)
    return printing._add_suffixes("tensor(" + printing._tensor_str(tensor, 7), suffixes, 7, False)


def number(value):
    """JSON has no NaN, no infinity and, for JavaScript's integers, no type: those three go as strings."""
    return value if isinstance(value, bool) or math.isfinite(value) else str(value)


def case(values, shape=None, suffix=None, dtype=None):
    tensor = values if isinstance(values, torch.Tensor) else torch.tensor(values, dtype=dtype)
    tensor = tensor if shape is None else tensor.reshape(shape)
    return tensor, suffix


def ramp(count, divisor=1.0, start=0):
    """The test makes these by the same formula, so that the file stays small."""
    return {"count": count, "divisor": divisor, "start": start}


def ramped(count, shape, divisor=1.0, start=0, dtype=torch.float32, suffix=None):
    values = (torch.arange(count, dtype=f64) + start) / divisor
    return values.to(dtype).reshape(shape), suffix, ramp(count, divisor, start)


GRAD = "requiresGrad=true"
CASES = [
    case([[1.0, 2.0], [3.0, 4.0]]),
    case([1.0, 2.5, -3.0]),
    case([0.1, 0.25, 12.5]),
    case([0.03125, 0.09375, -0.15625, 2.71875]),
    case([0.5]),
    case([[0.0, 0.0]]),
    case([-0.0, 0.0, 1.0]),
    case([-0.0]),
    case([-0.0, 0.5]),
    case([-0.00001, 0.5]),
    case(3.14159),
    case(7.0),
    case(-0.0),
    case(1e-5),
    case(nan),
    case(-inf),
    case(5),
    case(True),
    case(2.0, dtype=f64),
    case([], dtype=torch.float32),
    case([], dtype=torch.int64),
    case([], dtype=torch.bool),
    case([], dtype=f64, suffix=GRAD),
    case(torch.zeros(0, 3)),
    case(torch.zeros(2, 0, 3, dtype=torch.uint8)),
    case([nan, 1.0, inf]),
    case([nan, 1.5, -inf]),
    case([nan, inf]),
    case([nan, 1e-8, -inf, 0.0]),
    case([1.0, 1000.0]),
    case([1.0, 1001.0]),
    case([1e8, 2e8]),
    case([0.0001, 0.05]),
    case([0.00009, 0.05]),
    case([0.5, 500.5]),
    case([0.5, 501.0]),
    case([1e-38, 1e38, -1.0]),
    case([1e300, 1e-300], dtype=f64),
    case([5e-324, 1.7976931348623157e308], dtype=f64),
    case([1.00005e5, 1.00015e5, 1.0], dtype=f64),
    case([102345.0, 102355.0, 1.0, 99999.5]),
    case([1e6, 123456789.0, 3.0]),
    case([99999.0, 100.0]),
    case([0.99995, 0.99996], dtype=f64),
    case([1, 2, 3]),
    case([-1, 20, 300], shape=(3, 1)),
    case([2147483647, -2147483648, 0]),
    case([True, False]),
    case([[True, True], [True, True]]),
    case([1, 255], dtype=torch.uint8),
    case([1.5, 2.5], dtype=f64),
    case([1.5, 2.5], suffix=GRAD),
    case([1.5, 2.5], dtype=f64, suffix=GRAD),
    case(1.5, suffix=GRAD),
    ramped(8, (2, 2, 2)),
    ramped(16, (2, 1, 2, 2, 2), 8.0),
    ramped(40, (40,)),
    ramped(40, (40,), 7.0),
    ramped(30, (2, 15), 3.0, -10, suffix=GRAD),
    ramped(10, (10,), 3.0, dtype=f64, suffix=GRAD),
    *[ramped(count, (count,), 3.0, suffix=GRAD) for count in (5, 6, 7, 8)],
    ramped(7, (7,), 3.0, dtype=f64, suffix=GRAD),
    ramped(60, (60,), dtype=torch.int64),
    ramped(1000, (10, 100), dtype=torch.int64),
    ramped(1001, (1001,), dtype=torch.int64),
    ramped(1001, (1001,)),
    ramped(1001, (1001,), 7.0),
    ramped(2000, (20, 100), 7.0, suffix=GRAD),
    ramped(2000, (4, 5, 100), 100.0, -1000),
    ramped(2000, (100, 4, 5), 100.0, -1000, dtype=f64),
    ramped(2002, (7, 2, 143), 1000.0),
    ramped(1200, (1200, 1), dtype=torch.uint8),
]


def row(tensor, suffix, formula=None):
    data = formula or [number(value) for value in tensor.reshape(-1).tolist()]
    return {
        "dtype": NAMES[tensor.dtype],
        "shape": list(tensor.shape),
        "data": data,
        **({"suffix": suffix} if suffix else {}),
        "text": text_of(tensor, suffix),
    }


rows = ",\n".join(json.dumps(row(*entry)) for entry in CASES)
TARGET.parent.mkdir(parents=True, exist_ok=True)
TARGET.write_text(f'{{"torch":"{torch.__version__}","cases":[\n{rows}\n]}}\n')
