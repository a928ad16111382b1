"""An epoch of 784 - hidden - ReLU - 10 by SGD, over tensors that are indexed batch by batch."""
import torch
from serve import digits, milliseconds, option, serve
from torch import nn

torch.manual_seed(1)
images, y = digits("train")
count = option("images", len(images))
x, y = images[:count].float() / 255, y[:count]
hidden = option("hidden", 100)
model = nn.Sequential(nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10))
optimizer = torch.optim.SGD(model.parameters(), 0.1)
loss_function = nn.CrossEntropyLoss()


def epoch():
    order = torch.randperm(len(x))
    for start in range(0, len(x), 256):
        rows = order[start : start + 256]
        loss_function(model(x[rows]), y[rows]).backward()
        optimizer.step()
        optimizer.zero_grad()


serve(lambda: {"epoch": milliseconds(epoch)}, images=len(x), hidden=hidden)
