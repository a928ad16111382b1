"""One element at a time, a sum, and copies of a transposed matrix."""
import torch
from serve import milliseconds_often, serve

torch.manual_seed(1)
operations = {
    "add": lambda a, b: a + b,
    "gt": lambda a, b: a > b,
    "mul and sum": lambda a, b: (a * b).sum(),
    "transposed copy": lambda a, b: a.t().contiguous(),
    "exp": lambda a, b: a.exp(),
    "sigmoid": lambda a, b: a.sigmoid(),
    "tanh": lambda a, b: a.tanh(),
    "erf": lambda a, b: a.erf(),
}
cases = [(size, torch.randn(size, size), torch.randn(size, size)) for size in (100, 1000, 3162)]
serve(
    lambda: {
        f"{name}, {size}²": milliseconds_often(lambda: operation(a, b))
        for size, a, b in cases
        for name, operation in operations.items()
    }
)
