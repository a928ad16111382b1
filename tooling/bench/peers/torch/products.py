"""Products with batch axes, and the one product of two matrices with as many rows."""
import torch
from serve import milliseconds_often, serve
from torch import nn

torch.manual_seed(1)


def product(left, right):
    a, b = torch.randn(left), torch.randn(right)
    return lambda: a.matmul(b)


linear = nn.Linear(256, 256, bias=False)
batch = torch.randn(8, 256, 256)
works = {
    "2048 × 256 × 256": product((2048, 256), (256, 256)),
    "[8, 256, 256] × [256, 256]": product((8, 256, 256), (256, 256)),
    "[8, 256, 256] × [8, 256, 256]": product((8, 256, 256), (8, 256, 256)),
    "Linear on [8, 256, 256]": lambda: linear(batch),
    "2048 × 8 × 32": product((2048, 8), (8, 32)),
    "[64, 32, 8] × [64, 8, 32]": product((64, 32, 8), (64, 8, 32)),
}
with torch.no_grad():
    serve(lambda: {name: milliseconds_often(work) for name, work in works.items()})
