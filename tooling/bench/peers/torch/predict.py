"""One picture through the digits network."""
import torch
from serve import milliseconds_often, serve
from torch import nn

torch.manual_seed(1)
model = nn.Sequential(nn.Linear(784, 100), nn.ReLU(), nn.Linear(100, 10)).eval()
picture = torch.rand(1, 784)


def predict():
    with torch.no_grad():
        return torch.softmax(model(picture), 1).tolist()


serve(lambda: {"one picture": milliseconds_often(predict)})
