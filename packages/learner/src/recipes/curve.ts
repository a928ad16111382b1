import { noGrad } from "@mnist/autograd";
import { arange, randn, type Tensor } from "@mnist/tensor";
import { breathe } from "../breathe.js";

export interface CurveSettings {
  readonly steps: number;
  readonly lr: number;
}

export const curveDefaults: CurveSettings = { steps: 2000, lr: 1e-5 };

export interface CurveFit {
  /** Seconds 0 … 19. */
  readonly time: readonly number[];
  /** The noisy speeds (t − 10)² + 3·randn. */
  readonly speed: readonly number[];
  readonly initial: readonly number[];
  /** a, b, c of a·t² + b·t + c. */
  readonly final: readonly number[];
  /** The loss before every hundredth step and before the last. */
  readonly losses: readonly { readonly step: number; readonly loss: number }[];
}

/** A fit under way: its points, and a, b, c as they are now. */
export type CurveSoFar = Pick<CurveFit, "time" | "speed" | "final">;

/** The curve a·t² + b·t + c. */
export function quadratic(time: Tensor, parameters: Tensor): Tensor {
  const [a, b, c] = parameters;
  return a!.mul(time.pow(2)).add(b!.mul(time)).add(c!);
}

/** The notes' first job: fit a·t² + b·t + c to twenty noisy points by SGD on the mean squared error. */
export async function fitCurve(
  { steps, lr }: CurveSettings = curveDefaults,
  { signal, onStep }: { signal?: AbortSignal; onStep?: (step: number, soFar: CurveSoFar) => void } = {},
): Promise<CurveFit> {
  const time = arange(0, 20).float();
  const speed = time
    .sub(10)
    .pow(2)
    .add(randn([20]).mul(3));
  const parameters = randn([3]).mul(20).requiresGrad_();
  const initial = [...(await parameters.data())];
  const soFar = async (): Promise<CurveSoFar> => ({
    time: [...(await time.data())],
    speed: [...(await speed.data())],
    final: [...(await parameters.data())],
  });
  const losses: { step: number; loss: number }[] = [];
  for (let step = 0; step < steps && !signal?.aborted; step++) {
    const loss = speed.sub(quadratic(time, parameters)).pow(2).mean();
    loss.backward();
    noGrad(() => parameters.sub_(parameters.grad!.mul(lr)));
    parameters.grad = null;
    if (step % 100 === 0 || step === steps - 1) {
      losses.push({ step, loss: await loss.item() });
      onStep?.(step + 1, await soFar());
      await breathe();
    }
  }
  return { ...(await soFar()), initial, losses };
}
