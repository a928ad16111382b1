// PyTorch's MNIST example (https://github.com/pytorch/examples/tree/main/mnist), on pictures of noise.
import { Conv2d, Dropout, Linear, Module, nllLoss } from "@mnist/nn";
import { Adadelta, StepLR } from "@mnist/nn/optim";
import { manualSeed, maxPool2d, rand, randint, type Tensor } from "@mnist/tensor";

class Net extends Module {
  readonly conv1 = new Conv2d(1, 32, 3);
  readonly conv2 = new Conv2d(32, 64, 3);
  readonly dropout1 = new Dropout(0.25);
  readonly dropout2 = new Dropout(0.5);
  readonly fc1 = new Linear(9216, 128);
  readonly fc2 = new Linear(128, 10);

  override forward(input: Tensor): Tensor {
    let x = this.conv1(input).relu();
    x = this.conv2(x).relu();
    x = this.dropout1(maxPool2d(x, 2));
    x = x.flatten(1);
    x = this.dropout2(this.fc1(x).relu());
    return this.fc2(x).logSoftmax(1);
  }
}

export function mnist(steps: number): number[] {
  manualSeed(1);
  const [data, target] = [rand([8, 1, 28, 28]), randint(0, 10, [8])];
  const model = new Net();
  const optimizer = new Adadelta(model.parameters(), { lr: 0.1 });
  const scheduler = new StepLR(optimizer, { stepSize: 5, gamma: 0.7 });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    optimizer.zeroGrad();
    const loss = nllLoss(model(data), target);
    loss.backward();
    optimizer.step();
    scheduler.step();
    losses.push(loss.itemSync());
  }
  return losses;
}
