"""A whole training run on data that the random stream itself draws: python3 run.py > packages/learner/src/golden/run.json

Order of draws after manual_seed: points, the rule that labels them, the network's weights, then for each epoch the
training pass (base seed, shuffle) and the validation pass.
"""
import json
import sys

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED, SAMPLES, HELD_OUT, FEATURES, HIDDEN, CLASSES, BATCH, EPOCHS, LR = 2024, 1000, 200, 20, 16, 3, 32, 5, 0.1

torch.manual_seed(SEED)
points = torch.randn(SAMPLES, FEATURES)
labels = (points @ torch.randn(FEATURES, CLASSES)).argmax(1)
train = DataLoader(TensorDataset(points[HELD_OUT:], labels[HELD_OUT:]), batch_size=BATCH, shuffle=True)
valid = DataLoader(TensorDataset(points[:HELD_OUT], labels[:HELD_OUT]), batch_size=BATCH, shuffle=True)
model = nn.Sequential(nn.Linear(FEATURES, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, CLASSES))
loss_function, optimizer = nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), LR)

epochs = []
for _ in range(EPOCHS):
    losses = []
    for x, y in train:
        loss = loss_function(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    with torch.no_grad():
        results = [(loss_function(model(x), y).item(), (model(x).argmax(1) == y).float().mean().item(), len(x)) for x, y in valid]
    total = sum(size for *_, size in results)
    epochs.append(dict(
        losses=losses,
        train_loss=sum(losses) / len(losses),
        valid_loss=sum(loss * size for loss, _, size in results) / total,
        accuracy=sum(share * size for _, share, size in results) / total,
    ))

settings = dict(seed=SEED, samples=SAMPLES, held_out=HELD_OUT, features=FEATURES, hidden=HIDDEN, classes=CLASSES, batch=BATCH, lr=LR)
bias = model[2].bias.detach().tolist()
json.dump(dict(torch=torch.__version__, **settings, epochs=epochs, final_bias=bias), sys.stdout, indent=1)
print()
