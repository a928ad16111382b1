import { ArgumentError, cat, full, fullLike, ShapeError, stack, sub, type Tensor } from "@mnist/tensor";
import { checkOptions, peek } from "@mnist/tensor/internal";
import { Module } from "../module.js";
import { type LossOptions, lossOptions, reduce } from "./reduction.js";

export interface PoissonNLLOptions extends LossOptions {
  /** Whether the input is the logarithm of the rate. */
  readonly logInput?: boolean;
  /** Whether to add Stirling's approximation of ln target!, for targets above 1. */
  readonly full?: boolean;
  readonly eps?: number;
}

const poissonOptions = { ...lossOptions, logInput: null, full: null, eps: null };

/** e^input − target·input, or input − target·ln(input + eps); shapes broadcast. @source torch.nn.functional.poisson_nll_loss */
export function poissonNllLoss(input: Tensor, target: Tensor, options: PoissonNLLOptions = {}): Tensor {
  checkOptions("poissonNllLoss", options, poissonOptions);
  const { logInput = true, full: isFull = false, eps = 1e-8, reduction } = options;
  const fitted = logInput ? input.exp().sub(target.mul(input)) : input.sub(target.mul(input.add(eps).log()));
  if (!isFull) return reduce(fitted, reduction);
  const stirling = target
    .mul(target.log())
    .sub(target)
    .add(
      target
        .mul(2 * Math.PI)
        .log()
        .mul(0.5),
    );
  return reduce(fitted.add(target.gt(1).where(stirling, 0)), reduction);
}

export interface GaussianNLLOptions extends LossOptions {
  /** Whether to add ln(2π)/2. */
  readonly full?: boolean;
  /** The least variance. */
  readonly eps?: number;
}

const gaussianOptions = { ...lossOptions, full: null, eps: null };

/**
 * (ln variance + (input − target)² / variance) / 2. variance: one number, or of input's shape, or without its last axis, or 1
 * there.
 *
 * @throws ShapeError for another shape of the variance; ArgumentError for one below 0, where the device answers at once.
 * @source torch.nn.functional.gaussian_nll_loss
 */
export function gaussianNllLoss(
  input: Tensor,
  target: Tensor,
  spread: Tensor | number,
  options: GaussianNLLOptions = {},
): Tensor {
  checkOptions("gaussianNllLoss", options, gaussianOptions);
  const { full: isFull = false, eps = 1e-6, reduction } = options;
  const variance = typeof spread === "number" ? fullLike(input, spread) : spread;
  const negative = peek(variance)?.find((value) => value < 0);
  if (negative !== undefined) {
    const got = `a variance of ${negative}`;
    throw new ArgumentError({ operation: "gaussianNllLoss", got, expected: "variances from 0 up" });
  }
  const lead = input.shape.slice(0, -1).join();
  const shape = variance.shape.join();
  const isShort = shape === lead;
  if (shape !== input.shape.join() && !isShort && shape !== [...input.shape.slice(0, -1), 1].join()) {
    throw new ShapeError({
      operation: "gaussianNllLoss",
      got: `a variance of shape [${variance.shape.join(", ")}]`,
      expected: `[${input.shape.join(", ")}], or one without its last axis, or with 1 there`,
    });
  }
  const given = isShort && shape !== input.shape.join() ? variance.unsqueeze(-1) : variance;
  // Below eps the variance is eps, and yet has its gradient, as in PyTorch.
  const missing = given.lt(eps).where(sub(eps, given.detach()), 0);
  const bounded = given.add(missing);
  const losses = bounded.log().add(input.sub(target).square().div(bounded)).mul(0.5);
  return reduce(isFull ? losses.add(0.5 * Math.log(2 * Math.PI)) : losses, reduction);
}

export interface CTCOptions extends LossOptions {
  /** The class that stands for no label. */
  readonly blank?: number;
  /** Whether losses that are infinite, where the input is too short, count 0. */
  readonly zeroInfinity?: boolean;
}

const ctcOptions = { ...lossOptions, blank: null, zeroInfinity: null };

/**
 * −ln of the probability that a sequence of classes, with blanks and repetitions left out, is the target.
 * logProbabilities: [time, batch, classes]; targets: [batch, length] of int32; inputLengths and targetLengths: of each
 * sample. The mean is over samples, each loss divided by its target's length.
 *
 * @throws ShapeError or ArgumentError where they do not fit together.
 * @source torch.nn.functional.ctc_loss; Graves et al., "Connectionist Temporal Classification", 2006
 */
export function ctcLoss(
  logProbabilities: Tensor,
  targets: Tensor,
  inputLengths: readonly number[],
  targetLengths: readonly number[],
  options: CTCOptions = {},
): Tensor {
  checkOptions("ctcLoss", options, ctcOptions);
  const { blank = 0, zeroInfinity = false, reduction = "mean" } = options;
  const [time, batch, classes] = logProbabilities.shape as [number, number, number];
  const fits = logProbabilities.ndim === 3 && targets.ndim === 2 && targets.shape[0] === batch;
  if (!fits || inputLengths.length !== batch || targetLengths.length !== batch) {
    throw new ShapeError({
      operation: "ctcLoss",
      got: `[${logProbabilities.shape.join(", ")}], targets [${targets.shape.join(", ")}] and ${inputLengths.length} and ${targetLengths.length} lengths`,
      expected: "[time, batch, classes], targets [batch, length] and a length of each for every sample",
    });
  }
  if (!Number.isInteger(blank) || blank < 0 || blank >= classes) {
    throw new ArgumentError({
      operation: "ctcLoss",
      got: `blank ${blank}`,
      expected: `a class, 0 to ${classes - 1}`,
    });
  }
  const labels = targets.dataSync();
  const width = targets.shape[1]!;
  const losses = inputLengths.map((steps, sample) => {
    const length = targetLengths[sample]!;
    const isWhole = Number.isInteger(steps) && Number.isInteger(length);
    if (!isWhole || steps < 0 || length < 0 || steps > time || length > width) {
      throw new ArgumentError({
        operation: "ctcLoss",
        got: `lengths ${steps} and ${length} of sample ${sample}`,
        expected: `whole numbers from 0, at most ${time} and ${width}`,
      });
    }
    const target = Array.from(labels.subarray(sample * width, sample * width + length));
    const wrong = target.find((label) => !Number.isInteger(label) || label < 0 || label >= classes);
    if (wrong !== undefined)
      throw new ArgumentError({
        operation: "ctcLoss",
        got: `the label ${wrong}`,
        expected: `0 to ${classes - 1}`,
      });
    return lossOf(logProbabilities.select(1, sample), target, steps, blank);
  });
  const all = stack(losses);
  const finite = all.gt(-impossible / 2).where(zeroInfinity ? 0 : Number.POSITIVE_INFINITY, all);
  if (reduction !== "mean") return reduce(finite, reduction);
  return stack(
    targetLengths.map((length, sample) => finite.select(0, sample).div(Math.max(length, 1))),
  ).mean();
}

/** The logarithm of a probability of 0: finite, so that gradients beside it are numbers. */
const impossible = -1e30;

/** One sample: the probabilities of all ways through blanks and labels, step by step (their logarithms). */
function lossOf(logs: Tensor, target: readonly number[], steps: number, blank: number): Tensor {
  const { device, dtype } = logs;
  // No step spells the empty target and no other; what is summed keeps the loss a function of the input.
  if (steps === 0)
    return logs
      .slice(0, 0, 0)
      .sum()
      .add(target.length === 0 ? 0 : -impossible);
  const path = target.flatMap((label) => [label, blank]);
  path.unshift(blank);
  const never = (count: number) => full([count], impossible, { device, dtype });
  const along = cat(
    path.map((label) => logs.slice(1, label, label + 1)),
    1,
  );
  // A label may follow the one before it directly, unless they are equal: then a blank has to be between.
  const mayLeap = path.map((label, place) => place >= 2 && label !== blank && label !== path[place - 2]);
  const leap = stack(mayLeap.map((may) => full([], may ? 0 : impossible, { device, dtype })));
  const first = along.select(0, 0);
  const begin = Math.min(2, path.length);
  let alpha = cat([first.slice(0, 0, begin), never(path.length - begin)]);
  for (let step = 1; step < steps; step++) {
    const stay = alpha;
    const next = cat([never(1), alpha.slice(0, 0, path.length - 1)]);
    const over = cat([never(begin), alpha.slice(0, 0, path.length - begin)]).add(leap);
    alpha = stack([stay, next, over]).logsumexp(0).add(along.select(0, step));
  }
  const last = alpha.slice(0, Math.max(path.length - 2, 0), path.length);
  return last.logsumexp(0).neg();
}

/** See `poissonNllLoss`. @source torch.nn.PoissonNLLLoss */
export class PoissonNLLLoss extends Module {
  static override readonly name: string = "PoissonNLLLoss";

  constructor(readonly options: PoissonNLLOptions = {}) {
    super();
    checkOptions("PoissonNLLLoss", options, poissonOptions);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return poissonNllLoss(input, target, this.options);
  }
}

/** See `gaussianNllLoss`. @source torch.nn.GaussianNLLLoss */
export class GaussianNLLLoss extends Module {
  static override readonly name: string = "GaussianNLLLoss";

  constructor(readonly options: GaussianNLLOptions = {}) {
    super();
    checkOptions("GaussianNLLLoss", options, gaussianOptions);
  }

  override forward(input: Tensor, target: Tensor, variance: Tensor | number): Tensor {
    return gaussianNllLoss(input, target, variance, this.options);
  }
}

/** See `ctcLoss`. @source torch.nn.CTCLoss */
export class CTCLoss extends Module {
  static override readonly name: string = "CTCLoss";

  constructor(readonly options: CTCOptions = {}) {
    super();
    checkOptions("CTCLoss", options, ctcOptions);
  }

  override forward(
    logProbabilities: Tensor,
    targets: Tensor,
    inputLengths: readonly number[],
    targetLengths: readonly number[],
  ): Tensor {
    return ctcLoss(logProbabilities, targets, inputLengths, targetLengths, this.options);
  }
}
