"""The notes' runs in PyTorch: python3 notes.py MNIST_HOME > packages/learner/src/golden/notes.json

MNIST class by class, each class in the files' order. Draws after manual_seed: weights (and bias), then for each epoch the
training pass (base seed, shuffle) and the validation pass (the same, as it is shuffled too).
"""
import gzip
import json
import sys

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader

home = sys.argv[1]
BATCH = 256


def read(name, header):
    return torch.from_numpy(np.frombuffer(gzip.open(f"{home}/{name}.gz").read()[header:], np.uint8).copy())


def part(prefix, digits):
    images, labels = read(f"{prefix}-images-idx3-ubyte", 16).reshape(-1, 784), read(f"{prefix}-labels-idx1-ubyte", 8).long()
    order = torch.cat([(labels == digit).nonzero().squeeze(1) for digit in digits])
    return images[order].float(), labels[order]


def loader(x, y):
    return DataLoader(list(zip(x, y)), batch_size=BATCH, shuffle=True)


def curve(seed):
    torch.manual_seed(seed)
    time = torch.arange(0, 20).float()
    speed = (time - 10) ** 2 + torch.randn(20) * 3
    parameters = (torch.randn(3) * 20).requires_grad_()
    initial, losses = parameters.tolist(), []
    for step in range(2000):
        a, b, c = parameters
        loss = ((speed - (a * time**2 + b * time + c)) ** 2).mean()
        loss.backward()
        parameters.data -= 1e-5 * parameters.grad.data
        parameters.grad = None
        if step % 500 == 0 or step == 1999:
            losses.append(dict(step=step, loss=loss.item()))
    return dict(seed=seed, speed=speed.tolist(), initial=initial, final=parameters.tolist(), losses=losses)


def threes_sevens(seed, epochs):
    torch.manual_seed(seed)
    loaders = []
    for prefix in ("train", "t10k"):
        x, y = part(prefix, (3, 7))
        loaders.append(loader(x / 255, (y == 7).long().unsqueeze(1)))
    train, valid = loaders
    weights, bias = torch.randn((784, 1)).requires_grad_(), torch.randn(1).requires_grad_()
    history = []
    for _ in range(epochs):
        losses = []
        for x, y in train:
            p = (x @ weights + bias).sigmoid()
            loss = torch.where(y == 1, 1 - p, p).mean()
            loss.backward()
            losses.append(loss.item())
            for parameter in (weights, bias):
                parameter.data -= parameter.grad
                parameter.grad = None
        shares = [(((x @ weights + bias).sigmoid() > 0.5).float() == y).float().mean() for x, y in valid]
        history.append(dict(train_loss=sum(losses) / len(losses), accuracy=torch.stack(shares).mean().item()))
    return dict(seed=seed, epochs=history)


def digits(seed, epochs, scale, lr):
    torch.manual_seed(seed)
    (x, y), (vx, vy) = part("train", range(10)), part("t10k", range(10))
    train, valid = loader(x / scale, y), loader(vx / scale, vy)
    model = nn.Sequential(nn.Linear(784, 100), nn.ReLU(), nn.Linear(100, 10))
    loss_function, optimizer = nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr)
    history = []
    for _ in range(epochs):
        losses = []
        for xb, yb in train:
            loss = loss_function(model(xb), yb)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            losses.append(loss.item())
        with torch.no_grad():
            right = sum((model(xb).argmax(1) == yb).sum().item() for xb, yb in valid)
        history.append(dict(train_loss=sum(losses) / len(losses), accuracy=right / len(vx)))
    return dict(seed=seed, lr=lr, raw_pixels=scale == 1, epochs=history)


json.dump(
    dict(
        torch=torch.__version__,
        curve=curve(42),
        threes_sevens=[threes_sevens(42, 20), threes_sevens(7, 20)],
        digits=[digits(42, 5, 255, 0.1), digits(42, 5, 1, 1e-3)],
    ),
    sys.stdout,
    indent=1,
)
print()
