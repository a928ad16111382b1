// A character model of two LSTM layers, on letters drawn at random.
import { crossEntropy, Embedding, Linear, LSTM, Module } from "@mnist/nn";
import { clipGradNorm_, SGD } from "@mnist/nn/optim";
import { manualSeed, randint, type Tensor } from "@mnist/tensor";

class CharLSTM extends Module {
  readonly embedding: Embedding;
  readonly lstm: LSTM;
  readonly head: Linear;

  constructor(vocabulary: number, width: number) {
    super();
    this.embedding = new Embedding(vocabulary, width);
    this.lstm = new LSTM(width, 64, { numLayers: 2, dropout: 0.2, batchFirst: true });
    this.head = new Linear(64, vocabulary);
  }

  override forward(
    index: Tensor,
    given?: [h: Tensor, c: Tensor],
  ): [scores: Tensor, state: [h: Tensor, c: Tensor]] {
    const [output, state] = this.lstm(this.embedding(index), given);
    return [this.head(output), state];
  }
}

export function lstm(steps: number): number[] {
  manualSeed(1);
  const text = randint(0, 27, [8, 13]);
  const [x, y] = [text.narrow(1, 0, 12), text.narrow(1, 1, 12)];
  const model = new CharLSTM(27, 16);
  const optimizer = new SGD(model.parameters(), { lr: 1, momentum: 0.9 });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const [scores] = model(x);
    const loss = crossEntropy(scores.transpose(1, 2), y);
    optimizer.zeroGrad();
    loss.backward();
    clipGradNorm_(model.parameters(), 0.25);
    optimizer.step();
    losses.push(loss.itemSync());
  }
  return losses;
}
