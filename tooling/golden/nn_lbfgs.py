"""Writes packages/nn/src/golden/lbfgs.json: the losses of LBFGS's steps, by PyTorch.

    python3 tooling/golden/nn_lbfgs.py
"""

import json
import pathlib
import re

import torch

TARGET = pathlib.Path(__file__).parents[2] / "packages/nn/src/golden/lbfgs.json"
CASES = [
    {"max_iter": 8},
    {"lr": 0.5, "max_iter": 4},
    {"history_size": 2, "max_iter": 6, "lr": 0.8},
    {"line_search_fn": "strong_wolfe"},
    {"line_search_fn": "strong_wolfe", "max_iter": 3, "history_size": 3, "lr": 0.1},
    {"max_eval": 3, "lr": 0.3},
]


def case(kwargs):
    """The draws are in the order x, y, w, b; the loss is the mean of (tanh(x·w + b) − y)².

    In float64, as what it does next hangs on small differences of what it did before.
    """
    torch.manual_seed(5)
    x, y, w, b = (torch.randn(shape).double() for shape in ((16, 3), (16, 4), (3, 4), (4,)))
    w.requires_grad_(), b.requires_grad_()
    rule = torch.optim.LBFGS([w, b], **kwargs)
    calls = 0

    def closure():
        nonlocal calls
        calls += 1
        rule.zero_grad()
        loss = ((x @ w + b).tanh() - y).square().mean()
        loss.backward()
        return loss

    losses = [float(f"{rule.step(closure).item():.12g}") for _ in range(5)]
    options = {re.sub(r"_(\w)", lambda m: m[1].upper(), key): value for key, value in kwargs.items()}
    return {"options": options, "losses": losses, "calls": calls}


rows = ",\n".join(json.dumps(case(each)) for each in CASES)
TARGET.write_text(f'{{"torch":"{torch.__version__}","cases":[\n{rows}\n]}}\n')
