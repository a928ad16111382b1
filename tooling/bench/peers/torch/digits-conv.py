"""An epoch of the small convolutional network, over tensors that are indexed batch by batch."""
import torch
from serve import digits, milliseconds, option, serve
from torch import nn

torch.manual_seed(1)
images, y = digits("train")
count = option("images", len(images))
x, y = images[:count].float().reshape(-1, 1, 28, 28) / 255, y[:count]


def block(channels_in, channels_out, size, stride):
    convolution = nn.Conv2d(channels_in, channels_out, size, stride=stride, padding=size // 2)
    return [convolution, nn.BatchNorm2d(channels_out), nn.ReLU()]


model = nn.Sequential(
    *block(1, 8, 5, 2),
    *block(8, 16, 3, 1),
    *block(16, 32, 3, 2),
    *block(32, 32, 3, 2),
    nn.Flatten(),
    nn.Linear(32 * 4 * 4, 10),
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


serve(lambda: {"1,000 pictures": milliseconds(epoch) / len(x) * 1000}, images=len(x))
