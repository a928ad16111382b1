import { fromData, GradientError, randn, type Tensor, zerosLike } from "@mnist/tensor";
import { grad } from "./grad.js";
import { enableGrad, withMode } from "./grad-mode.js";

export interface GradcheckOptions {
  /** Step of the central difference. */
  readonly eps?: number;
  /** Absolute tolerance. */
  readonly atol?: number;
  /** Relative tolerance. */
  readonly rtol?: number;
}

type Function_ = (...inputs: Tensor[]) => Tensor;

function nudged(input: Tensor, place: number, by: number): Tensor {
  const values = Float64Array.from(input.dataSync());
  values[place]! += by;
  return fromData(values, input.shape, { dtype: "float64", device: input.device });
}

function compare(
  analytic: number,
  numeric: number,
  where: string,
  { atol = 1e-5, rtol = 1e-3 }: GradcheckOptions,
): void {
  if (Math.abs(analytic - numeric) <= atol + rtol * Math.abs(numeric)) return;
  throw new GradientError({
    operation: "gradcheck",
    got: `${analytic} for ${where}`,
    expected: `${numeric}, as central differences give`,
  });
}

/**
 * Compares the gradients of `f` with central differences, in float64 and along a random direction of the output.
 * Integer inputs are held fixed.
 *
 * @throws GradientError where one is off by more than atol + rtol·|numeric|, or an input is not float64.
 * @source torch.autograd.gradcheck
 */
export function gradcheck(f: Function_, inputs: readonly Tensor[], options: GradcheckOptions = {}): true {
  const { eps = 1e-6 } = options;
  const varying = inputs.map((input) => input.dtype === "float64");
  if (!varying.includes(true)) {
    throw new GradientError({
      operation: "gradcheck",
      got: `inputs of dtype ${inputs.map((input) => input.dtype).join(", ")}`,
      expected: "at least one of float64, as differences drown in float32's rounding",
    });
  }
  const leaves = inputs.map((input, i) => (varying[i] ? input.detach().clone().requiresGrad_() : input));
  const output = f(...leaves);
  const direction = randn(output.shape, { dtype: "float64", device: output.device });
  const wanted = leaves.filter((_, i) => varying[i]);
  const analytic = output.requiresGrad
    ? grad(output, wanted, { gradient: direction, allowUnused: true })
    : wanted.map((input) => zerosLike(input)); // a step function's, as its gradient's
  const along = (changed: readonly Tensor[]): number =>
    withMode(false, () =>
      f(...changed)
        .mul(direction)
        .sum()
        .itemSync(),
    );
  let which = 0;
  inputs.forEach((input, i) => {
    if (!varying[i]) return;
    const slopes = analytic[which++]!.dataSync();
    for (let place = 0; place < input.numel(); place++) {
      const [above, below] = [eps, -eps].map((by) => along(inputs.with(i, nudged(input, place, by))));
      compare(slopes[place]!, (above! - below!) / (2 * eps), `element ${place} of input ${i}`, options);
    }
  });
  return true;
}

/**
 * The same for the gradients of `f`, weighed at random, so that second derivatives are checked.
 *
 * @source torch.autograd.gradgradcheck
 */
export function gradgradcheck(f: Function_, inputs: readonly Tensor[], options: GradcheckOptions = {}): true {
  const floats = inputs.map((input) => input.dtype === "float64");
  const random = (like: Tensor): Tensor => randn(like.shape, { dtype: "float64", device: like.device });
  const weights = inputs.map(random);
  const gradients = (...given: Tensor[]): Tensor =>
    enableGrad(() => {
      const direction = given.at(-1)!;
      const leaves = inputs.map((_, i) => (floats[i] ? given[i]!.requiresGrad_() : given[i]!));
      const wanted = leaves.filter((_, i) => floats[i]);
      const found = grad(f(...leaves), wanted, { gradient: direction, createGraph: true, allowUnused: true });
      const weighed = found.map((each, i) => each.mul(weights[leaves.indexOf(wanted[i]!)]!).sum());
      return weighed.reduce((sum, each) => sum.add(each));
    });
  return gradcheck(gradients, [...inputs, random(f(...inputs))], options);
}
