"""How PyTorch's dtypes and names are written in the golden files."""

import re

import torch

NAMES = {
    torch.float32: "float32",
    torch.float64: "float64",
    torch.int64: "int32",
    torch.int32: "int32",
    torch.uint8: "uint8",
    torch.bool: "bool",
}


def camel(name):
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name)
