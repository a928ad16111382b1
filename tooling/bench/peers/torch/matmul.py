"""Dense products of square matrices, into a matrix that is there."""
import torch
from serve import milliseconds_often, serve

torch.manual_seed(1)
cases = [(size, torch.randn(size, size), torch.randn(size, size), torch.empty(size, size)) for size in (64, 128, 256, 512, 1024)]
serve(lambda: {f"{size}³": milliseconds_often(lambda: torch.mm(a, b, out=out)) for size, a, b, out in cases})
