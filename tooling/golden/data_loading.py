"""Writes packages/data/src/golden/data-loading.json: PyTorch's samplers, splits and loaders, number for number.

Each case seeds the default generator, draws its indices and ends with two more numbers of the stream, so that what was
drawn on the way is seen too.

    python3 tooling/golden/data_loading.py
"""

import json
import pathlib

import torch
from torch.nn.functional import interpolate
from torch.utils.data import DataLoader, RandomSampler, SubsetRandomSampler, WeightedRandomSampler, random_split

TARGET = pathlib.Path(__file__).parents[2] / "packages/data/src/golden/data-loading.json"
WEIGHTS = [0.1, 0.9, 0, 0.4, 0.7, 3.0, 0.6, 1e-3]
STRATUM = [0.5] * 40 + [2.0] * 9


def own(seed):
    return None if seed is None else torch.Generator().manual_seed(seed)


def random_sampler(size, replacement, count, generator_seed):
    """Two passes, and what a generator of the caller's gives next."""
    generator = own(generator_seed)
    sampler = RandomSampler(range(size), replacement, count, generator)
    passes = [list(sampler), list(sampler)]
    return [*passes, [] if generator is None else torch.randint(1000, (2,), generator=generator).tolist()]


def weighted_sampler(weights, count, replacement, generator_seed):
    sampler = WeightedRandomSampler(weights, count, replacement, generator=own(generator_seed))
    return [list(sampler), list(sampler)]


def subset_sampler(indices, generator_seed):
    return [list(SubsetRandomSampler(indices, generator=own(generator_seed)))]


def split(size, lengths):
    return [list(part.indices) for part in random_split(range(size), lengths)]


def loader(size, batch, options):
    """Two passes of a shuffling loader, as one list of batches each."""
    loader = DataLoader(range(size), batch_size=batch, shuffle=True, **options)
    return [[b.tolist() for b in loader] for _ in range(2)]


def loader_weighted(batch):
    sampler = WeightedRandomSampler(WEIGHTS, 12)
    loader = DataLoader(range(len(WEIGHTS)), batch_size=batch, sampler=sampler)
    return [[b.tolist() for b in loader] for _ in range(2)]


CASES = [
    (random_sampler, 10, False, None, None),
    (random_sampler, 10, False, 25, None),
    (random_sampler, 10, False, None, 7),
    (random_sampler, 10, False, 20, 7),
    (random_sampler, 10, False, 4, 7),
    (random_sampler, 10, True, None, None),
    (random_sampler, 10, True, 70, 7),
    (random_sampler, 10, True, 64, 7),
    (weighted_sampler, WEIGHTS, 20, True, None),
    (weighted_sampler, WEIGHTS, 1, True, None),
    (weighted_sampler, WEIGHTS, 20, True, 7),
    (weighted_sampler, WEIGHTS, 6, False, None),
    (weighted_sampler, WEIGHTS, 1, False, None),
    (weighted_sampler, STRATUM, 30, False, 7),
    (subset_sampler, [3, 1, 4, 15, 9, 2, 6], None),
    (subset_sampler, [3, 1, 4, 15, 9, 2, 6], 7),
    (split, 10, [3, 7]),
    (split, 11, [0.3, 0.3, 0.4]),
    (split, 10, [0.7, 0.2, 0.1]),
    (loader, 10, 4, {}),
    (loader, 10, 4, {"drop_last": True}),
    (loader_weighted, 5),
]

RESIZES = [(28, 28, 14, 14), (28, 28, 20, 11), (5, 7, 13, 16), (3, 3, 3, 3), (4, 4, 1, 1)]


def run(seed, function, arguments):
    torch.manual_seed(seed)
    result = function(*arguments)
    return {
        "name": function.__name__,
        "seed": seed,
        "arguments": arguments,
        "result": result,
        "next": torch.randint(1000, (2,)).tolist(),
    }


def resized(height, width, to_height, to_width):
    torch.manual_seed(0)
    picture = torch.rand(1, 2, height, width)
    scaled = interpolate(picture, (to_height, to_width), mode="bilinear", antialias=True)
    return {"from": [height, width], "to": [to_height, to_width], "data": [round(x, 6) for x in scaled.flatten().tolist()]}


cases = [run(seed, function, arguments) for seed in (0, 42) for function, *arguments in CASES]
golden = {"torch": torch.__version__, "cases": cases, "resizes": [resized(*sizes) for sizes in RESIZES]}
rows = [f'"torch":{json.dumps(golden["torch"])}']
for name in ("cases", "resizes"):
    rows.append(f'"{name}":[\n' + ",\n".join(json.dumps(row, separators=(",", ":")) for row in golden[name]) + "\n]")
TARGET.parent.mkdir(parents=True, exist_ok=True)
TARGET.write_text("{" + ",\n".join(rows) + "}\n")
