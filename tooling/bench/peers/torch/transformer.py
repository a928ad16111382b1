"""A training step of a character transformer: the network of src/ours/transformer.ts."""
import torch
from serve import milliseconds, serve
from torch import nn

BATCH, TIME, WIDTH, HEADS, CHARACTERS = 32, 64, 128, 4, 65


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.projection = nn.Linear(WIDTH, 3 * WIDTH)
        self.output = nn.Linear(WIDTH, WIDTH)
        self.hidden = torch.tril(torch.ones(TIME, TIME)) == 0

    def forward(self, x):
        query, key, value = (
            each.reshape(BATCH, TIME, HEADS, WIDTH // HEADS).transpose(1, 2) for each in self.projection(x).chunk(3, -1)
        )
        scores = query.matmul(key.transpose(-2, -1)) * (WIDTH // HEADS) ** -0.5
        weights = scores.masked_fill(self.hidden, float("-inf")).softmax(-1)
        return self.output(weights.matmul(value).transpose(1, 2).reshape(BATCH, TIME, WIDTH))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention_norm = nn.LayerNorm(WIDTH)
        self.attention = Attention()
        self.mlp_norm = nn.LayerNorm(WIDTH)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))

    def forward(self, x):
        x = x + self.attention(self.attention_norm(x))
        return x + self.mlp(self.mlp_norm(x))


class CharacterTransformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(CHARACTERS, WIDTH)
        self.position = nn.Embedding(TIME, WIDTH)
        self.blocks = nn.ModuleList([Block(), Block()])
        self.norm = nn.LayerNorm(WIDTH)
        self.head = nn.Linear(WIDTH, CHARACTERS)
        self.positions = torch.arange(TIME)

    def forward(self, characters):
        x = self.embedding(characters) + self.position(self.positions)
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x))


torch.manual_seed(1)
model = CharacterTransformer()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
text = torch.randint(0, CHARACTERS, (BATCH, TIME + 1))
x, y = text[:, :TIME].contiguous(), text[:, 1:].contiguous()


def train():
    loss = nn.functional.cross_entropy(model(x).flatten(0, 1), y.flatten())
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


for _ in range(3):
    loss = train()
serve(lambda: {"a step": min(milliseconds(train) for _ in range(5))}, loss=loss)
