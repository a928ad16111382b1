"""Writes docs/pytorch-missing.md: PyTorch's public functions that have no counterpart here, with what to use instead.

What is there is read from docs/pytorch-coverage.md, so bring that up to date first, and from @mnist/nn's golden values.

    python3 tooling/docs/pytorch_missing.py
"""

import inspect
import json
import pathlib
import re

import torch
import torch.nn.functional as F

ROOT = pathlib.Path(__file__).parents[2]
COVERED = set(re.findall(r"^\| `([\w.]+)`", (ROOT / "docs/pytorch-coverage.md").read_text(), re.M))
# What @mnist/nn has of torch.nn.functional, by the golden values that its tests read.
FUNCTIONAL = json.loads((ROOT / "packages/nn/src/golden/functional.json").read_text())["cases"]
COVERED |= {"torch.nn.functional." + re.sub(r"(?=[A-Z])", "_", case["function"]).lower() for case in FUNCTIONAL}
PLACES = {"torch": torch, "torch.linalg": torch.linalg, "torch.special": torch.special, "torch.nn.functional": F}
# The first pattern that fits a name says what to do without it.
INSTEAD = [
    (r"cudnn|miopen|mkldnn|cuda|hip|xla|vulkan|native_|batch_norm_|is_.*_tensor|storage|dlpack|numpy|from_file", "belongs to PyTorch's own backends"),
    (r"complex|conj|^real$|imag|angle|polar|resolve_|view_as_real|isreal", "complex numbers are not there"),
    (r"sparse|coo|csr|csc|bsr|bsc|dense|crow|ccol|col_indices|row_indices|coalesce", "sparse tensors are not there"),
    (r"quant(?!ile)|fake_|fbgemm|int_repr|q_", "quantised tensors are not there"),
    (r"fft|stft|istft|_window$", "signal processing is not there"),
    (r"eigvals$|^eig$|geqrf|ormqr|orgqr|householder|lobpcg|svd_lowrank|pca_lowrank|ldl|^lu", "`linalg.qr`, `linalg.svd`, `linalg.solve`"),
    (r"_ex$", "the function of the same name without `Ex`, which throws"),
    (r"bessel|i0|i1|airy|zeta|polygamma|gammainc|igamma|chebyshev|hermite|laguerre|legendre|erfcx|log_ndtr", "no counterpart; a composite of `exp`, `log` and `erfc`"),
    (r"jit|script|vmap|fork|wait|autocast|deterministic|default_|num_threads|anomaly|inference|warn|printoptions|seed|rng|compile", "a setting of PyTorch's own; see `manualSeed`, `setNumThreads`, `compile`"),
    (r"^is_grad_enabled$", "`isGradEnabled` of `@mnist/autograd`"),
    (r"^(load|save)$", "`loadSafetensors` and `saveSafetensors` of `@mnist/nn/formats`"),
    (r"^(as_tensor|asarray|scalar_tensor)$", "`tensor`, `fromData`"),
    (r"^(ger|vdot|range)$", "`outer`, `dot`, `arange`"),
    (r"^(Callable|List|Optional|Tuple|Union)$|^assert_|boolean_dispatch|torch_function|^parse_|import_ir|type_list|type_comment|typename|vital", "belongs to PyTorch's own machinery"),
    (r"entropy|kl_div|dropout|rnn|gru|lstm|_loss$|loss|embedding|norm$|linear|conv|pool|attention|pad|unfold|fold|shuffle|grid|upsample|bilinear", "`@mnist/nn`'s layer or function of that name, where it has one"),
    (r"copy$|_scatter$", "the function without `_copy`, or `put`"),
    (r"names|align|rename|refine", "named axes are not there; use `einsum`"),
    (r"random_|cauchy|geometric|log_normal|poisson|binomial|gumbel|dirichlet|gamma", "`uniform_`, `normal_`, `exponential_` and arithmetic on them"),
    (r"histogram|bincount", "`histc`, `bincount`, `searchsorted`"),
    (r"half|bfloat16|short|char", "`float`, `double`, `int`, `byte`, `bool`"),
    (r"_$", "the function without the underscore, and `copy_`"),
]


def public(place):
    names = getattr(place, "__all__", None) or dir(place)
    return [name for name in names if not name.startswith("_") and callable(getattr(place, name, None)) and not inspect.isclass(getattr(place, name))]


def instead(name):
    for pattern, text in INSTEAD:
        if re.search(pattern, name):
            return text
    return "no counterpart"


def is_covered(place, name):
    return any(f"{each}.{name}" in COVERED for each in (place, "torch", "torch.Tensor", "torch.special", "torch.linalg", "torch.nn.functional"))


sections = []
for place, module in PLACES.items():
    missing = sorted({name for name in public(module) if not is_covered(place, name)})
    by_text = {}
    for name in missing:
        by_text.setdefault(instead(name), []).append(f"`{name}`")
    rows = [f"- {text}: {', '.join(names)}." for text, names in sorted(by_text.items())]
    sections.append(f"## {place}\n\n{len(missing)} without a counterpart.\n\n" + "\n".join(rows))

(ROOT / "docs/pytorch-missing.md").write_text(
    f"""# PyTorch's functions that are not here

Of PyTorch {torch.__version__}'s public functions these have no counterpart of their own that is compared with PyTorch; behind
each kind stands what to use instead. [What there is](pytorch-coverage.md). int64 has none either: int32 stands for it, and
`long()` makes it.

Made by `python3 tooling/docs/pytorch_missing.py` from the coverage document.

"""
    + "\n\n".join(sections)
    + "\n"
)
