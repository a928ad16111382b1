import { ArgumentError, DTypeError, isFloat, ShapeError, type Tensor } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { Module } from "../module.js";
import { type LossOptions, lossOptions, type Reduction, reduce, withWeights } from "./reduction.js";

export interface NLLOptions extends LossOptions {
  /** How much each class counts: [classes]. The mean is then the weighted one. */
  readonly weight?: Tensor;
  /** Targets that count nothing; −100 unless said. */
  readonly ignoreIndex?: number;
}

export interface CrossEntropyOptions extends NLLOptions {
  /** The share of the target, 0..1, that is spread evenly over all classes. */
  readonly labelSmoothing?: number;
}

const nllOptions = { ...lossOptions, weight: null, ignoreIndex: null };
const crossEntropyOptions = { ...nllOptions, labelSmoothing: null };

/** Where the classes lie: [batch, classes, …], or [classes] of a single sample. */
function classAxis(input: Tensor): number {
  return input.ndim === 1 ? 0 : 1;
}

function requireIndices(operation: string, input: Tensor, target: Tensor): void {
  if (isFloat(target.dtype) || target.dtype === "bool") {
    throw new DTypeError({
      operation,
      got: `a target of dtype ${target.dtype}`,
      expected: "class indices, int32 or uint8",
      hint: 'Try target.to("int32").',
    });
  }
  const expected = input.shape.toSpliced(classAxis(input), 1);
  if (input.ndim > 0 && target.shape.join() === expected.join()) return;
  throw new ShapeError({
    operation,
    got: `scores [${input.shape.join(", ")}] and a target [${target.shape.join(", ")}]`,
    expected: "scores [batch, classes, …] and one class index for each: a target [batch, …]",
    ...(target.numel() === input.shape[0] && { hint: "Try target.flatten()." }),
  });
}

/** Refuses options that fit no scores [batch, classes, …]. */
function checkWeighing(operation: string, input: Tensor, options: CrossEntropyOptions): void {
  const { weight, labelSmoothing = 0 } = options;
  const classes = input.shape[classAxis(input)];
  if (weight !== undefined && weight.shape.join() !== String(classes)) {
    throw new ShapeError({
      operation,
      got: `a weight [${weight.shape.join(", ")}] for ${classes} classes`,
      expected: `one number for each class: [${classes}]`,
    });
  }
  if (weight !== undefined && weight.dtype !== input.dtype) {
    const got = `a weight of ${weight.dtype} for scores of ${input.dtype}`;
    throw new DTypeError({ operation, got, expected: "one dtype", hint: `Try weight.to("${input.dtype}").` });
  }
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    const got = `labelSmoothing ${labelSmoothing}`;
    throw new ArgumentError({ operation, got, expected: "a share, 0..1" });
  }
}

/** Losses of the samples, each with how much it counts; null where all count 1. */
interface Weighed {
  readonly losses: Tensor;
  readonly weights: Tensor | null;
}

function reduceWeighed({ losses, weights }: Weighed, reduction: Reduction = "mean"): Tensor {
  if (weights === null || reduction !== "mean") return reduce(losses, reduction);
  return losses.sum().div(weights.sum());
}

/** Each sample's entry of its own class. */
function pickClasses(operation: string, logProbabilities: Tensor, index: Tensor, axis: number): Tensor {
  try {
    return logProbabilities.gather(axis, index.unsqueeze(axis)).squeeze(axis);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    const classes = logProbabilities.shape[axis]!;
    throw new ShapeError(
      {
        operation,
        got: `a target with a class that scores [${logProbabilities.shape.join(", ")}] lack`,
        expected: `classes from 0 to ${classes - 1}`,
        hint: "Does the last layer have as many outputs as there are classes?",
      },
      { cause: error },
    );
  }
}

/** Bytes cannot be −100, which is what is ignored unless another number is asked for. */
const ignoredUnlessSaid = -100;

function indexLosses(
  operation: string,
  logProbabilities: Tensor,
  target: Tensor,
  { weight, ignoreIndex = ignoredUnlessSaid, labelSmoothing = 0 }: CrossEntropyOptions,
): Weighed {
  const axis = classAxis(logProbabilities);
  const ignored = ignoreIndex < 0 && target.dtype === "uint8" ? null : target.eq(ignoreIndex);
  const index = ignored === null ? target : ignored.where(0, target);
  let losses = pickClasses(operation, logProbabilities, index, axis).neg();
  let weights: Tensor | null = null;
  if (weight !== undefined) {
    weights = weight.indexSelect(0, index.flatten()).reshape(index.shape);
    losses = losses.mul(weights);
  }
  if (labelSmoothing > 0) {
    const classes = logProbabilities.shape[axis]!;
    const spread = weighClasses(logProbabilities, weight, axis).sum(axis).neg();
    losses = losses.mul(1 - labelSmoothing).add(spread.mul(labelSmoothing / classes));
  }
  if (ignored !== null) {
    losses = ignored.where(0, losses);
    weights = ignored.where(0, weights ?? 1);
  }
  return { losses, weights };
}

function weighClasses(input: Tensor, weight: Tensor | undefined, axis: number): Tensor {
  if (weight === undefined) return input;
  return input.mul(weight.reshape(input.shape.map((_, each) => (each === axis ? -1 : 1))));
}

/** Soft targets: the mean is over samples, however much their classes weigh. */
function softLosses(input: Tensor, target: Tensor, options: CrossEntropyOptions): Tensor {
  const { weight, labelSmoothing = 0, reduction } = options;
  const axis = classAxis(input);
  const classes = input.shape[axis]!;
  const shares = labelSmoothing > 0 ? target.mul(1 - labelSmoothing).add(labelSmoothing / classes) : target;
  return reduce(weighClasses(input.logSoftmax(axis), weight, axis).mul(shares).sum(axis).neg(), reduction);
}

/**
 * −ln softmax(input)[target] in nats. input: scores [batch, classes, …] (or [classes]); target: class indices
 * [batch, …], int32 or uint8, or shares of the classes, a float tensor of input's shape.
 *
 * @throws ShapeError or DTypeError where target is neither, or weight has another length than there are classes;
 * ArgumentError for a labelSmoothing outside 0..1, or an ignoreIndex from 0 up with shares.
 * @source torch.nn.functional.cross_entropy
 * @example
 * crossEntropy(tensor([[2, 0, 0]]), tensor([0], { dtype: "int32" })).itemSync() // 0.2395
 */
export function crossEntropy(input: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  checkOptions("crossEntropy", options, crossEntropyOptions);
  checkWeighing("crossEntropy", input, options);
  if (isFloat(target.dtype) && target.shape.join() === input.shape.join()) {
    const { ignoreIndex = ignoredUnlessSaid } = options;
    if (ignoreIndex < 0) return softLosses(input, target, options);
    throw new ArgumentError({
      operation: "crossEntropy",
      got: `ignoreIndex ${ignoreIndex} with a target of shares`,
      expected: "class indices, of which one can be ignored",
    });
  }
  requireIndices("crossEntropy", input, target);
  const losses = indexLosses("crossEntropy", input.logSoftmax(classAxis(input)), target, options);
  return reduceWeighed(losses, options.reduction);
}

/**
 * −input[target], for log-probabilities [batch, classes, …] and class indices [batch, …].
 *
 * @throws ShapeError or DTypeError where target is not one index a sample.
 * @source torch.nn.functional.nll_loss
 */
export function nllLoss(input: Tensor, target: Tensor, options: NLLOptions = {}): Tensor {
  checkOptions("nllLoss", options, nllOptions);
  requireIndices("nllLoss", input, target);
  checkWeighing("nllLoss", input, options);
  const { weight, ignoreIndex, reduction } = options;
  const chosen = { ...(weight && { weight }), ...(ignoreIndex !== undefined && { ignoreIndex }) };
  return reduceWeighed(indexLosses("nllLoss", input, target, chosen), reduction);
}

/** Cross-entropy of scores; see `crossEntropy`. @source torch.nn.CrossEntropyLoss */
export class CrossEntropyLoss extends Module {
  static override readonly name: string = "CrossEntropyLoss";

  /** How much each class counts, [classes]; part of the state dict, and moved with the module. */
  declare readonly weight: Tensor | undefined;
  readonly options: Omit<CrossEntropyOptions, "weight">;

  constructor(given: CrossEntropyOptions = {}) {
    super();
    checkOptions("CrossEntropyLoss", given, crossEntropyOptions);
    const { weight, ...options } = given;
    this.options = options;
    if (weight !== undefined) this.registerBuffer("weight", weight);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return crossEntropy(input, target, withWeights(this.options, { weight: this.weight }));
  }
}

/** Negative log-likelihood of log-probabilities; see `nllLoss`. @source torch.nn.NLLLoss */
export class NLLLoss extends Module {
  static override readonly name: string = "NLLLoss";

  /** How much each class counts, [classes]; part of the state dict, and moved with the module. */
  declare readonly weight: Tensor | undefined;
  readonly options: Omit<NLLOptions, "weight">;

  constructor(given: NLLOptions = {}) {
    super();
    checkOptions("NLLLoss", given, nllOptions);
    const { weight, ...options } = given;
    this.options = options;
    if (weight !== undefined) this.registerBuffer("weight", weight);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return nllLoss(input, target, withWeights(this.options, { weight: this.weight }));
  }
}
