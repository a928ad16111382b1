import "@mnist/autograd";
import { crossEntropy, Embedding, GELU, LayerNorm, Linear, Module, ModuleList, Sequential } from "@mnist/nn";
import { Adam } from "@mnist/nn/optim";
import { arange, compile, manualSeed, ones, randint, type Tensor, tril } from "@mnist/tensor";
import { serve } from "./serve.js";
import { timed } from "./timing.js";

/** A training step of a character transformer: transformer [eager]. peers/torch/transformer.py has the same network. */
const [batch, time, width, heads, characters] = [32, 64, 128, 4, 65];

class Attention extends Module {
  readonly projection = new Linear(width, 3 * width);
  readonly output = new Linear(width, width);
  readonly hidden = tril(ones([time, time])).eq(0);

  override forward(x: Tensor): Tensor {
    const [query, key, value] = this.projection(x)
      .chunk(3, -1)
      .map((each) => each.reshape([batch, time, heads, width / heads]).transpose(1, 2)) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    const scores = query.matmul(key.transpose(-2, -1)).mul((width / heads) ** -0.5);
    const weights = scores.maskedFill(this.hidden, Number.NEGATIVE_INFINITY).softmax(-1);
    return this.output(weights.matmul(value).transpose(1, 2).reshape([batch, time, width]));
  }
}

class Block extends Module {
  readonly attentionNorm = new LayerNorm(width);
  readonly attention = new Attention();
  readonly mlpNorm = new LayerNorm(width);
  readonly mlp = new Sequential(new Linear(width, 4 * width), new GELU(), new Linear(4 * width, width));

  override forward(x: Tensor): Tensor {
    const attended = x.add(this.attention(this.attentionNorm(x)));
    return attended.add(this.mlp(this.mlpNorm(attended)));
  }
}

class CharacterTransformer extends Module {
  readonly embedding = new Embedding(characters, width);
  readonly position = new Embedding(time, width);
  readonly blocks = new ModuleList([new Block(), new Block()]);
  readonly norm = new LayerNorm(width);
  readonly head = new Linear(width, characters);
  readonly positions = arange(time, { dtype: "int32" });

  override forward(characters: Tensor): Tensor {
    let x = this.embedding(characters).add(this.position(this.positions));
    for (const block of this.blocks) x = (block as Block)(x);
    return this.head(this.norm(x));
  }
}

manualSeed(1);
const model = new CharacterTransformer();
const optimizer = new Adam(model.parameters(), { lr: 1e-3 });
const text = randint(0, characters, [batch, time + 1]).int();
const [input, target] = [text.narrow(1, 0, time).contiguous(), text.narrow(1, 1, time).contiguous()];

function step(input: Tensor, target: Tensor): Tensor[] {
  const loss = crossEntropy(model(input).flatten(0, 1), target.flatten());
  loss.backward();
  optimizer.step();
  optimizer.zeroGrad();
  return [loss.detach()];
}

const recorded = compile(step);
const run = process.argv.includes("eager") ? step : recorded;
let loss = Number.NaN;

function train(): void {
  loss = run(input, target)[0]!.itemSync();
}

for (let i = 0; i < 3; i++) train();
if (process.argv.includes("explain")) console.log(recorded.explain());

await serve({
  round: async () => {
    let fastest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 5; i++) fastest = Math.min(fastest, await timed(train));
    return { "a step": fastest };
  },
  about: { loss },
});
