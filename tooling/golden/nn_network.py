"""Writes packages/nn/src/golden/network.json: two epochs of a convolutional network with batch norm, dropout (p = 0),
momentum and one-cycle, by PyTorch. All is drawn after one seed, in the order images, labels, weights.

    python3 tooling/golden/nn_network.py
"""

import json
import pathlib

import torch
from torch import nn

TARGET = pathlib.Path(__file__).parents[2] / "packages/nn/src/golden/network.json"
SEED, SAMPLES, BATCH, EPOCHS = 11, 128, 16, 2


def number(value):
    return float(f"{value:.9g}")


def dump(tensor):
    data = [number(v) for v in tensor.detach().reshape(-1).tolist()]
    return {"dtype": "float32" if tensor.is_floating_point() else "int32", "shape": list(tensor.shape), "data": data}


torch.manual_seed(SEED)
images = torch.randn(SAMPLES, 1, 12, 12)
labels = torch.randint(0, 4, (SAMPLES,))
images[:, 0, 0, 0] += labels * 2
model = nn.Sequential(
    nn.Conv2d(1, 6, 3, padding=1, bias=False),
    nn.BatchNorm2d(6),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(6, 8, 3, stride=2, padding=1),
    nn.BatchNorm2d(8),
    nn.ReLU(),
    nn.Dropout(0.0),
    nn.AdaptiveAvgPool2d(1),
    nn.Flatten(),
    nn.Linear(8, 4),
)
rule = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-3)
schedule = torch.optim.lr_scheduler.OneCycleLR(rule, max_lr=0.3, total_steps=EPOCHS * SAMPLES // BATCH)
losses = []
for _ in range(EPOCHS):
    for start in range(0, SAMPLES, BATCH):
        loss = nn.functional.cross_entropy(model(images[start : start + BATCH]), labels[start : start + BATCH])
        rule.zero_grad()
        loss.backward()
        rule.step()
        schedule.step()
        losses.append(number(loss.item()))
model.eval()
with torch.no_grad():
    valid = nn.functional.cross_entropy(model(images), labels).item()
golden = {
    "torch": torch.__version__,
    "seed": SEED,
    "samples": SAMPLES,
    "batch": BATCH,
    "epochs": EPOCHS,
    "losses": losses,
    "evaluated": number(valid),
    "text": repr(model),
    "state": {name: dump(value) for name, value in model.state_dict().items()},
}
TARGET.write_text(json.dumps(golden, indent=1).replace("\n  ", " ") + "\n")
