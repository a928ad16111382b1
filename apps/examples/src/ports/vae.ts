// PyTorch's variational autoencoder (https://github.com/pytorch/examples/tree/main/vae), on pictures of noise.
import { bceLoss, Linear, Module } from "@mnist/nn";
import { Adam } from "@mnist/nn/optim";
import { manualSeed, rand, randnLike, type Tensor } from "@mnist/tensor";

class VAE extends Module {
  readonly fc1 = new Linear(784, 400);
  readonly fc21 = new Linear(400, 20);
  readonly fc22 = new Linear(400, 20);
  readonly fc3 = new Linear(20, 400);
  readonly fc4 = new Linear(400, 784);

  override forward(x: Tensor): [picture: Tensor, mu: Tensor, logvar: Tensor] {
    const hidden = this.fc1(x).relu();
    const [mu, logvar] = [this.fc21(hidden), this.fc22(hidden)];
    const std = logvar.mul(0.5).exp();
    const z = mu.add(randnLike(std).mul(std));
    return [this.fc4(this.fc3(z).relu()).sigmoid(), mu, logvar];
  }
}

export function vae(steps: number): number[] {
  manualSeed(1);
  const data = rand([16, 784]);
  const model = new VAE();
  const optimizer = new Adam(model.parameters(), { lr: 1e-3 });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    optimizer.zeroGrad();
    const [picture, mu, logvar] = model(data);
    const bce = bceLoss(picture, data, { reduction: "sum" });
    const kld = logvar.add(1).sub(mu.pow(2)).sub(logvar.exp()).sum().mul(-0.5);
    const loss = bce.add(kld).div(16);
    loss.backward();
    optimizer.step();
    losses.push(loss.itemSync());
  }
  return losses;
}
