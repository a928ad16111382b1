import { noGrad } from "@mnist/autograd";
import { type CurveSettings, quadratic } from "@mnist/learner";
import { arange, manualSeed, randn } from "@mnist/tensor";
import type { CurveHistory } from "./protocol.js";

/** `fitCurve`'s loop, with the curve and its loss noted down at every step. */
export function traceCurve({ steps, lr, seed }: CurveSettings & { readonly seed: number }): CurveHistory {
  manualSeed(seed);
  const time = arange(0, 20).float();
  const speed = time
    .sub(10)
    .pow(2)
    .add(randn([20]).mul(3));
  const weights = randn([3]).mul(20).requiresGrad_();
  const parameters = new Float32Array((steps + 1) * 3);
  const losses = new Float32Array(steps + 1);
  for (let step = 0; step <= steps; step++) {
    const loss = speed.sub(quadratic(time, weights)).pow(2).mean();
    parameters.set(weights.detach().dataSync(), step * 3);
    losses[step] = loss.itemSync();
    if (step === steps) break;
    loss.backward();
    noGrad(() => weights.sub_(weights.grad!.mul(lr)));
    weights.grad = null;
  }
  return { time: [...time.dataSync()], speed: [...speed.dataSync()], parameters, losses };
}
