"""An epoch of the small convolutional network, over tensors that are indexed batch by batch."""
import torch
from serve import digits, milliseconds, option, serve
from torch import nn

torch.manual_seed(1)
images, y = digits("train")
count = option("images", len(images))
x, y = images[:count].float().reshape(-1, 1, 28, 28) / 255, y[:count]
model = nn.Sequential(
    nn.Conv2d(1, 16, 5, stride=2, padding=2, bias=False),
    nn.BatchNorm2d(16),
    nn.ReLU(),
    nn.Conv2d(16, 32, 3, stride=2, padding=1, bias=False),
    nn.BatchNorm2d(32),
    nn.ReLU(),
    nn.Flatten(),
    nn.Linear(32 * 7 * 7, 10),
)
optimizer = torch.optim.Adam(model.parameters(), 0.01)
loss_function = nn.CrossEntropyLoss()


def epoch():
    order = torch.randperm(len(x))
    for start in range(0, len(x), 128):
        rows = order[start : start + 128]
        loss_function(model(x[rows]), y[rows]).backward()
        optimizer.step()
        optimizer.zero_grad()


serve(lambda: {"epoch": milliseconds(epoch)}, images=len(x))
