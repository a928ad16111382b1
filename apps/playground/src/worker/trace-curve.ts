import { noGrad } from "@mnist/autograd";
import { breathe, quadratic } from "@mnist/learner";
import { arange, manualSeed, randn, tensor, zerosLike } from "@mnist/tensor";
import { type Dials, timeCentre, timeSpread, toPlain, toScaled } from "../curve/time-scale.js";
import type { CurveHistory, CurveRequest } from "./protocol.js";

/** `fitCurve`'s loop, with the curve and its loss noted down at every step. */
export async function traceCurve(
  { steps, lr, seed, speed: given, start, momentum, scaled }: CurveRequest,
  signal: AbortSignal,
): Promise<CurveHistory> {
  manualSeed(seed);
  const time = arange(0, 20).float();
  const drawn = time
    .sub(10)
    .pow(2)
    .add(randn([20]).mul(3));
  const speed = given === null ? drawn : tensor([...given]);
  const first = [...(await randn([3]).mul(20).data())];
  const plain: Dials = start ?? [first[0]!, first[1]!, first[2]!];
  const weights = tensor([...(scaled ? toScaled(plain) : plain)]).requiresGrad_();
  const across = scaled ? time.sub(timeCentre).div(timeSpread) : time;
  let velocity = zerosLike(weights);
  const parameters = new Float64Array((steps + 1) * 3);
  const losses = new Float64Array(steps + 1);
  for (let step = 0; step <= steps; step++) {
    const loss = speed.sub(quadratic(across, weights)).pow(2).mean();
    const [a = 0, b = 0, c = 0] = await weights.detach().data();
    parameters.set(scaled ? toPlain([a, b, c]) : [a, b, c], step * 3);
    losses[step] = await loss.item();
    if (step === steps) break;
    loss.backward();
    noGrad(() => {
      velocity = momentum > 0 ? velocity.mul(momentum).add(weights.grad!) : weights.grad!;
      weights.sub_(velocity.mul(lr));
    });
    weights.grad = null;
    await breathe();
    signal.throwIfAborted();
  }
  return { speed: [...(await speed.data())], parameters, losses };
}
