// A small character transformer of nn's layers, on letters drawn at random.
import {
  crossEntropy,
  Embedding,
  LayerNorm,
  Linear,
  Module,
  TransformerEncoder,
  TransformerEncoderLayer,
} from "@mnist/nn";
import { AdamW } from "@mnist/nn/optim";
import { arange, manualSeed, ones, randint, type Tensor } from "@mnist/tensor";

class GPT extends Module {
  readonly tokens: Embedding;
  readonly positions: Embedding;
  readonly blocks: TransformerEncoder;
  readonly norm: LayerNorm;
  readonly head: Linear;
  declare mask: Tensor;

  constructor(vocabulary: number, block: number, width: number, heads: number, layers: number) {
    super();
    this.tokens = new Embedding(vocabulary, width);
    this.positions = new Embedding(block, width);
    const layer = new TransformerEncoderLayer(width, heads, {
      dimFeedforward: 4 * width,
      dropout: 0.1,
      activation: "gelu",
      batchFirst: true,
      normFirst: true,
    });
    this.blocks = new TransformerEncoder(layer, layers);
    this.norm = new LayerNorm(width);
    this.head = new Linear(width, vocabulary, { bias: false });
    this.registerBuffer("mask", ones([block, block]).triu(1).gt(0));
  }

  override forward(index: Tensor): Tensor {
    const x = this.tokens(index).add(this.positions(arange(index.shape[1] ?? 0)));
    return this.head(this.norm(this.blocks(x, { mask: this.mask })));
  }
}

export function gpt(steps: number): number[] {
  manualSeed(1);
  const text = randint(0, 27, [8, 17]);
  const [x, y] = [text.narrow(1, 0, 16), text.narrow(1, 1, 16)];
  const model = new GPT(27, 16, 32, 4, 2);
  const optimizer = new AdamW(model.parameters(), { lr: 1e-3 });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const scores = model(x);
    const loss = crossEntropy(scores.reshape([-1, 27]), y.reshape([-1]));
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    losses.push(loss.itemSync());
  }
  return losses;
}
