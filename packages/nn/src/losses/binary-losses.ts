import { customGradient } from "@mnist/autograd";
import { ArgumentError, sub, type Tensor, where } from "@mnist/tensor";
import { checkOptions, peek } from "@mnist/tensor/internal";
import { Module } from "../module.js";
import { requireWithin } from "../within-shape.js";
import {
  type LossOptions,
  lossOptions,
  reduce,
  requireFloats,
  requireSameShape,
  withWeights,
} from "./reduction.js";

export interface BCEOptions extends LossOptions {
  /** How much each element counts; broadcasts to input. */
  readonly weight?: Tensor;
}

const bceOptions = { ...lossOptions, weight: null };

/** −(t·ln p + (1 − t)·ln(1 − p)), both logarithms from −100 up; the gradient stays finite at p = 0 and 1. */
const binaryCrossEntropy = customGradient(
  (p: Tensor, target: Tensor) => {
    const yes = p.log().clamp(-100);
    const no = p.neg().log1p().clamp(-100);
    return target.sub(1).mul(no).sub(target.mul(yes));
  },
  (outputGradient, [p, target]) => {
    const spread = p.mul(sub(1, p)).clamp(1e-12);
    const slope = p.sub(target).div(spread);
    return [outputGradient.mul(slope), outputGradient.mul(p.neg().log1p().sub(p.log()))];
  },
);

/**
 * −(t·ln p + (1 − t)·ln(1 − p)) of probabilities p = input, 0..1, and targets t, 0..1; both of one shape.
 *
 * @throws ShapeError where the shapes differ, or a weight has another; DTypeError where one is no float; ArgumentError for an input beyond 0..1,
 * where the device answers at once.
 * @source torch.nn.functional.binary_cross_entropy
 */
export function bceLoss(input: Tensor, target: Tensor, options: BCEOptions = {}): Tensor {
  checkOptions("bceLoss", options, bceOptions);
  const { weight, reduction } = options;
  requireSameShape("bceLoss", input, target);
  requireFloats("bceLoss", input, target);
  if (weight !== undefined) requireWithin("bceLoss", "a weight", weight, input.shape);
  const beyond = peek(input)?.find((p) => !(p >= 0 && p <= 1));
  if (beyond !== undefined) {
    throw new ArgumentError({
      operation: "bceLoss",
      got: `an input of ${beyond}`,
      expected: "probabilities, 0..1",
      hint: "Try input.sigmoid(), or bceWithLogits for scores.",
    });
  }
  const losses = binaryCrossEntropy(input, target.to(input.dtype));
  return reduce(weight === undefined ? losses : losses.mul(weight), reduction);
}

export interface BCEWithLogitsOptions extends BCEOptions {
  /** How much the target's ones count; broadcasts to input. */
  readonly posWeight?: Tensor;
}

const bceWithLogitsOptions = { ...bceOptions, posWeight: null };

/**
 * `bceLoss` of sigmoid(input) without its rounding: w·t·ln(1 + e⁻ˣ) + (1 − t)·ln(1 + eˣ), w being posWeight. Neither
 * part cancels, so that small losses and their gradients are right in all their digits.
 *
 * @throws ShapeError where the shapes differ, or a weight has another; DTypeError where one is no float.
 * @source torch.nn.functional.binary_cross_entropy_with_logits
 */
export function bceWithLogits(input: Tensor, target: Tensor, options: BCEWithLogitsOptions = {}): Tensor {
  checkOptions("bceWithLogits", options, bceWithLogitsOptions);
  const { weight, posWeight, reduction } = options;
  requireSameShape("bceWithLogits", input, target);
  requireFloats("bceWithLogits", input, target);
  if (weight !== undefined) requireWithin("bceWithLogits", "a weight", weight, input.shape);
  if (posWeight !== undefined) requireWithin("bceWithLogits", "a posWeight", posWeight, input.shape);
  const t = target.to(input.dtype);
  const yes = input.logSigmoid().mul(posWeight === undefined ? t : t.mul(posWeight));
  const no = input.neg().logSigmoid().mul(sub(1, t));
  const losses = yes.add(no).neg();
  return reduce(weight === undefined ? losses : losses.mul(weight), reduction);
}

/**
 * The notes' loss, 1 − p where the target is 1 and p where it is 0, averaged. predictions: sigmoids 0..1, [batch, 1];
 * targets: 0 or 1, of that shape.
 *
 * @throws ShapeError where the shapes differ.
 * @source https://github.com/fastai/fastbook, chapter 4, mnist_loss
 */
export function mnistLoss(predictions: Tensor, targets: Tensor): Tensor {
  requireSameShape("mnistLoss", predictions, targets);
  return where(targets.eq(1), sub(1, predictions), predictions).mean();
}

/** Binary cross-entropy of probabilities; see `bceLoss`. @source torch.nn.BCELoss */
export class BCELoss extends Module {
  static override readonly name: string = "BCELoss";

  /** How much each element counts; part of the state dict, and moved with the module. */
  declare readonly weight: Tensor | undefined;
  readonly options: LossOptions;

  constructor(given: BCEOptions = {}) {
    super();
    checkOptions("BCELoss", given, bceOptions);
    const { weight, ...options } = given;
    this.options = options;
    if (weight !== undefined) this.registerBuffer("weight", weight);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return bceLoss(input, target, withWeights(this.options, { weight: this.weight }));
  }
}

/** Binary cross-entropy of scores; see `bceWithLogits`. @source torch.nn.BCEWithLogitsLoss */
export class BCEWithLogitsLoss extends Module {
  static override readonly name: string = "BCEWithLogitsLoss";

  /** How much each element counts; part of the state dict, and moved with the module. */
  declare readonly weight: Tensor | undefined;
  /** How much the target's ones count; saved as pos_weight. */
  declare readonly posWeight: Tensor | undefined;
  readonly options: LossOptions;

  constructor(given: BCEWithLogitsOptions = {}) {
    super();
    checkOptions("BCEWithLogitsLoss", given, bceWithLogitsOptions);
    const { weight, posWeight, ...options } = given;
    this.options = options;
    if (weight !== undefined) this.registerBuffer("weight", weight);
    if (posWeight !== undefined) this.registerBuffer("posWeight", posWeight, { savedAs: "pos_weight" });
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    const { weight, posWeight } = this;
    return bceWithLogits(input, target, withWeights(this.options, { weight, posWeight }));
  }
}

/** The notes' loss as a module; see `mnistLoss`. */
export class MnistLoss extends Module {
  static override readonly name: string = "MnistLoss";

  override forward(predictions: Tensor, targets: Tensor): Tensor {
    return mnistLoss(predictions, targets);
  }
}
