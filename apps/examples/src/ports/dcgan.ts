// PyTorch's DCGAN (https://github.com/pytorch/examples/tree/main/dcgan) at 16 × 16, on pictures of noise.
import {
  type AnyModule,
  BatchNorm2d,
  BCELoss,
  Conv2d,
  ConvTranspose2d,
  LeakyReLU,
  normal_,
  ReLU,
  Sequential,
  Sigmoid,
  Tanh,
  zeros_,
} from "@mnist/nn";
import { Adam } from "@mnist/nn/optim";
import { manualSeed, ones, rand, randn, zeros } from "@mnist/tensor";

function drawWeights(module: AnyModule): void {
  if (module instanceof Conv2d || module instanceof ConvTranspose2d) normal_(module.weight, 0, 0.02);
  if (!(module instanceof BatchNorm2d) || module.weight === null || module.bias === null) return;
  normal_(module.weight, 1, 0.02);
  zeros_(module.bias);
}

export function dcgan(steps: number): number[] {
  manualSeed(1);
  const real = rand([8, 1, 16, 16]).mul(2).sub(1);
  const generator = new Sequential(
    new ConvTranspose2d(10, 16, 4, { bias: false }),
    new BatchNorm2d(16),
    new ReLU(),
    new ConvTranspose2d(16, 8, 4, { stride: 2, padding: 1, bias: false }),
    new BatchNorm2d(8),
    new ReLU(),
    new ConvTranspose2d(8, 1, 4, { stride: 2, padding: 1, bias: false }),
    new Tanh(),
  );
  const critic = new Sequential(
    new Conv2d(1, 8, 4, { stride: 2, padding: 1, bias: false }),
    new LeakyReLU(0.2),
    new Conv2d(8, 16, 4, { stride: 2, padding: 1, bias: false }),
    new BatchNorm2d(16),
    new LeakyReLU(0.2),
    new Conv2d(16, 1, 4, { bias: false }),
    new Sigmoid(),
  );
  generator.apply(drawWeights);
  critic.apply(drawWeights);
  const criterion = new BCELoss();
  const optimizerG = new Adam(generator.parameters(), { lr: 2e-4, betas: [0.5, 0.999] });
  const optimizerD = new Adam(critic.parameters(), { lr: 2e-4, betas: [0.5, 0.999] });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    critic.zeroGrad();
    const lossReal = criterion(critic(real).view([-1]), ones([8]));
    lossReal.backward();
    const fake = generator(randn([8, 10, 1, 1]));
    const lossFake = criterion(critic(fake.detach()).view([-1]), zeros([8]));
    lossFake.backward();
    optimizerD.step();
    generator.zeroGrad();
    const lossG = criterion(critic(fake).view([-1]), ones([8]));
    lossG.backward();
    optimizerG.step();
    losses.push(lossReal.add(lossFake).itemSync(), lossG.itemSync());
  }
  return losses;
}
