"""Writes apps/examples/src/ports/losses.json: the losses of twenty steps of programs as PyTorch's users know them.

The programs beside that file are the same line for line. Data comes from the random stream, so that nothing is needed.

    python3 tooling/golden/ports.py
"""

import json
import pathlib

import torch
from torch import nn, optim
from torch.nn import functional as F
from torch.optim.lr_scheduler import StepLR

TARGET = pathlib.Path(__file__).parents[2] / "apps/examples/src/ports/losses.json"
STEPS = 20


class Net(nn.Module):
    """https://github.com/pytorch/examples/tree/main/mnist"""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, 1)
        self.conv2 = nn.Conv2d(32, 64, 3, 1)
        self.dropout1 = nn.Dropout(0.25)
        self.dropout2 = nn.Dropout(0.5)
        self.fc1 = nn.Linear(9216, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        x = F.relu(self.conv1(x))
        x = F.relu(self.conv2(x))
        x = self.dropout1(F.max_pool2d(x, 2))
        x = torch.flatten(x, 1)
        x = self.dropout2(F.relu(self.fc1(x)))
        return F.log_softmax(self.fc2(x), dim=1)


def mnist():
    torch.manual_seed(1)
    data, target = torch.rand(8, 1, 28, 28), torch.randint(10, (8,))
    model = Net()
    optimizer = optim.Adadelta(model.parameters(), lr=0.1)
    scheduler = StepLR(optimizer, step_size=5, gamma=0.7)
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = F.nll_loss(model(data), target)
        loss.backward()
        optimizer.step()
        scheduler.step()
        yield loss.item()


class VAE(nn.Module):
    """https://github.com/pytorch/examples/tree/main/vae"""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 400)
        self.fc21 = nn.Linear(400, 20)
        self.fc22 = nn.Linear(400, 20)
        self.fc3 = nn.Linear(20, 400)
        self.fc4 = nn.Linear(400, 784)

    def forward(self, x):
        hidden = F.relu(self.fc1(x))
        mu, logvar = self.fc21(hidden), self.fc22(hidden)
        std = torch.exp(0.5 * logvar)
        z = mu + torch.randn_like(std) * std
        return torch.sigmoid(self.fc4(F.relu(self.fc3(z)))), mu, logvar


def vae():
    torch.manual_seed(1)
    data = torch.rand(16, 784)
    model = VAE()
    optimizer = optim.Adam(model.parameters(), lr=1e-3)
    for _ in range(STEPS):
        optimizer.zero_grad()
        picture, mu, logvar = model(data)
        bce = F.binary_cross_entropy(picture, data, reduction="sum")
        kld = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
        loss = (bce + kld) / 16
        loss.backward()
        optimizer.step()
        yield loss.item()


class GPT(nn.Module):
    def __init__(self, vocabulary, block, width, heads, layers):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(block, width)
        layer = nn.TransformerEncoderLayer(
            width, heads, 4 * width, dropout=0.1, activation="gelu", batch_first=True, norm_first=True
        )
        self.blocks = nn.TransformerEncoder(layer, layers)
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocabulary, bias=False)
        self.register_buffer("mask", torch.triu(torch.ones(block, block), 1).bool())

    def forward(self, index):
        x = self.tokens(index) + self.positions(torch.arange(index.shape[1]))
        return self.head(self.norm(self.blocks(x, self.mask)))


def gpt():
    torch.manual_seed(1)
    text = torch.randint(27, (8, 17))
    x, y = text[:, :-1], text[:, 1:]
    model = GPT(27, 16, 32, 4, 2)
    optimizer = optim.AdamW(model.parameters(), lr=1e-3)
    for _ in range(STEPS):
        scores = model(x)
        loss = F.cross_entropy(scores.reshape(-1, 27), y.reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        yield loss.item()


class CharLSTM(nn.Module):
    def __init__(self, vocabulary, width):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        self.lstm = nn.LSTM(width, 64, num_layers=2, dropout=0.2, batch_first=True)
        self.head = nn.Linear(64, vocabulary)

    def forward(self, index, state=None):
        output, state = self.lstm(self.embedding(index), state)
        return self.head(output), state


def lstm():
    torch.manual_seed(1)
    text = torch.randint(27, (8, 13))
    x, y = text[:, :-1], text[:, 1:]
    model = CharLSTM(27, 16)
    optimizer = optim.SGD(model.parameters(), lr=1, momentum=0.9)
    for _ in range(STEPS):
        scores, (h, c) = model(x)
        loss = F.cross_entropy(scores.transpose(1, 2), y)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.25)
        optimizer.step()
        yield loss.item()


def weights_init(module):
    """https://github.com/pytorch/examples/tree/main/dcgan"""
    name = module.__class__.__name__
    if name.find("Conv") != -1:
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif name.find("BatchNorm") != -1:
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)


def dcgan():
    torch.manual_seed(1)
    real = torch.rand(8, 1, 16, 16) * 2 - 1
    generator = nn.Sequential(
        nn.ConvTranspose2d(10, 16, 4, 1, 0, bias=False),
        nn.BatchNorm2d(16),
        nn.ReLU(True),
        nn.ConvTranspose2d(16, 8, 4, 2, 1, bias=False),
        nn.BatchNorm2d(8),
        nn.ReLU(True),
        nn.ConvTranspose2d(8, 1, 4, 2, 1, bias=False),
        nn.Tanh(),
    )
    critic = nn.Sequential(
        nn.Conv2d(1, 8, 4, 2, 1, bias=False),
        nn.LeakyReLU(0.2),
        nn.Conv2d(8, 16, 4, 2, 1, bias=False),
        nn.BatchNorm2d(16),
        nn.LeakyReLU(0.2),
        nn.Conv2d(16, 1, 4, 1, 0, bias=False),
        nn.Sigmoid(),
    )
    generator.apply(weights_init)
    critic.apply(weights_init)
    criterion = nn.BCELoss()
    optimizer_g = optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999))
    optimizer_d = optim.Adam(critic.parameters(), lr=2e-4, betas=(0.5, 0.999))
    ones, zeros = torch.ones(8), torch.zeros(8)
    for _ in range(STEPS):
        critic.zero_grad()
        loss_real = criterion(critic(real).view(-1), ones)
        loss_real.backward()
        fake = generator(torch.randn(8, 10, 1, 1))
        loss_fake = criterion(critic(fake.detach()).view(-1), zeros)
        loss_fake.backward()
        optimizer_d.step()
        generator.zero_grad()
        loss_g = criterion(critic(fake).view(-1), ones)
        loss_g.backward()
        optimizer_g.step()
        yield (loss_real + loss_fake).item()
        yield loss_g.item()


programs = {"mnist": mnist, "vae": vae, "gpt": gpt, "lstm": lstm, "dcgan": dcgan}
losses = {name: [float(f"{loss:.8g}") for loss in program()] for name, program in programs.items()}
TARGET.write_text(json.dumps({"torch": torch.__version__, **losses}, indent=1) + "\n")
