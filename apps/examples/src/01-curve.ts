// Fit a·t² + b·t + c to twenty noisy points: gradient descent with nothing hidden.
import { noGrad } from "@mnist/autograd";
import { arange, manualSeed, randn, type Tensor } from "@mnist/tensor";

manualSeed(42);
const time = arange(0, 20).float();
const speed = time
  .sub(10)
  .pow(2)
  .add(randn([20]).mul(3));

function f(t: Tensor, parameters: Tensor): Tensor {
  const [a, b, c] = parameters;
  return a.mul(t.pow(2)).add(b.mul(t)).add(c);
}

function mse(predictions: Tensor, targets: Tensor): Tensor {
  return predictions.sub(targets).pow(2).mean();
}

export const parameters = randn([3]).mul(20).requiresGrad_();
export const losses: number[] = [];

for (let step = 0; step < 2000; step++) {
  const loss = mse(f(time, parameters), speed);
  loss.backward();
  noGrad(() => parameters.sub_(parameters.grad!.mul(1e-5)));
  parameters.grad = null;
  losses.push(loss.itemSync());
}

console.log(`loss ${losses[0]!.toFixed(1)} → ${losses.at(-1)!.toFixed(1)}`);
console.log(String(parameters));
