import { noGradNow } from "@mnist/autograd/internal";
import { ArgumentError, GradientError, stack, Tensor, zeros } from "@mnist/tensor";
import { checkOptions, readNow, shown } from "@mnist/tensor/internal";

export interface ClipNormOptions {
  /** 2 is the length, 1 the sum of sizes, 0 how many are not 0, ±Infinity the largest and the smallest size. */
  readonly normType?: number;
  /** Throw rather than scale by a norm that is NaN or infinite; this reads the norm at once, which WebGPU refuses. */
  readonly errorIfNonfinite?: boolean;
}

function norm(values: Tensor, type: number): Tensor {
  const sizes = values.abs();
  if (type === Number.POSITIVE_INFINITY) return sizes.amax();
  if (type === Number.NEGATIVE_INFINITY) return sizes.amin();
  if (type === 0) return values.ne(0).to(values.dtype).sum();
  if (type === 2) return values.square().sum().sqrt();
  return type === 1
    ? sizes.sum()
    : sizes
        .pow(type)
        .sum()
        .pow(1 / type);
}

/** The parameters among these, or the one, that have a gradient. */
function having(parameters: Iterable<Tensor> | Tensor): Tensor[] {
  const all = parameters instanceof Tensor ? [parameters] : [...parameters];
  return all.filter((parameter) => parameter.grad !== null);
}

/**
 * Scales all gradients by one factor so that together they are no longer than maxNorm. Answers their norm before.
 *
 * @throws ArgumentError where maxNorm or normType is out of range; GradientError where the norm is not finite and
 * `errorIfNonfinite`.
 * @source torch.nn.utils.clip_grad_norm_
 */
export function clipGradNorm_(
  parameters: Iterable<Tensor> | Tensor,
  maxNorm: number,
  options: ClipNormOptions = {},
): Tensor {
  checkOptions("clipGradNorm_", options, { normType: null, errorIfNonfinite: [true, false] });
  const { normType = 2, errorIfNonfinite = false } = options;
  if (!(maxNorm >= 0) || typeof normType !== "number" || Number.isNaN(normType)) {
    throw new ArgumentError({
      operation: "clipGradNorm_",
      got: `maxNorm ${maxNorm} and normType ${shown(normType)}`,
      expected: "a norm from 0 up, and a number as its type",
    });
  }
  return noGradNow(() => {
    const clipped = having(parameters);
    if (clipped.length === 0) return zeros([]);
    const total = norm(stack(clipped.map((parameter) => norm(parameter.grad!, normType))), normType);
    const length = errorIfNonfinite ? readNow(total, "clipGradNorm_")[0]! : 0;
    if (!Number.isFinite(length)) {
      throw new GradientError({
        operation: "clipGradNorm_",
        got: `gradients of norm ${length}`,
        expected: "a finite norm",
        hint: "Is the learning rate too high, or a loss NaN?",
      });
    }
    const share = total.add(1e-6).reciprocal().mul(maxNorm).minimum(1);
    // New tensors: a gradient may be a view, or one tensor that two parameters share.
    for (const parameter of clipped) parameter.grad = parameter.grad!.mul(share);
    return total;
  });
}

/** Keeps every element of every gradient within ±limit. @source torch.nn.utils.clip_grad_value_ */
export function clipGradValue_(parameters: Iterable<Tensor> | Tensor, limit: number): void {
  noGradNow(() => {
    for (const parameter of having(parameters)) parameter.grad = parameter.grad!.clamp(-limit, limit);
  });
}
