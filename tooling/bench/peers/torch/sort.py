"""Sorting normal numbers, with their places."""
import torch
from serve import milliseconds_often, serve

torch.manual_seed(1)
cases = [(count, torch.randn(count)) for count in (10**4, 10**6)]
serve(lambda: {str(count): milliseconds_often(lambda: x.sort()) for count, x in cases})
