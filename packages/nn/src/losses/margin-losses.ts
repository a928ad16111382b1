import { ArgumentError, pairwiseDistance, ShapeError, sub, type Tensor } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { Module } from "../module.js";
import {
  type LossOptions,
  lossOptions,
  reduce,
  requireFloats,
  requireSameRank,
  requireSameShape,
  withWeights,
} from "./reduction.js";
import { bent } from "./regression-losses.js";

export interface HuberOptions extends LossOptions {
  /** The distance at which the square turns into a line, above 0. */
  readonly delta?: number;
}

const huberOptions = { ...lossOptions, delta: null };

/**
 * d²/2 where d = |input − target| < delta, delta·(d − delta/2) beyond; both of one shape.
 *
 * @throws ArgumentError where delta is not above 0; ShapeError where the shapes differ; DTypeError where one is
 * no float.
 * @source torch.nn.functional.huber_loss
 */
export function huberLoss(input: Tensor, target: Tensor, options: HuberOptions = {}): Tensor {
  checkOptions("huberLoss", options, huberOptions);
  const { delta = 1, reduction } = options;
  requireSameShape("huberLoss", input, target);
  requireFloats("huberLoss", input, target);
  if (!(delta > 0)) {
    throw new ArgumentError({
      operation: "huberLoss",
      got: `delta ${delta}`,
      expected: "a distance above 0",
    });
  }
  return reduce(bent(input, target, delta, 0.5, delta), reduction);
}

export interface MarginOptions extends LossOptions {
  readonly margin?: number;
}

const marginOptions = { ...lossOptions, margin: null };

/**
 * max(0, −y·(left − right) + margin): y 1 wants left above right, −1 below. All three have as many axes, and broadcast.
 *
 * @throws ShapeError where they have not.
 * @source torch.nn.functional.margin_ranking_loss
 */
export function marginRankingLoss(
  left: Tensor,
  right: Tensor,
  target: Tensor,
  options: MarginOptions = {},
): Tensor {
  checkOptions("marginRankingLoss", options, marginOptions);
  const { margin = 0, reduction } = options;
  requireSameRank("marginRankingLoss", left, right, target);
  const losses = target.neg().mul(left.sub(right)).add(margin);
  return reduce(losses.clampMin(0), reduction);
}

/** input where the target is 1, max(0, margin − input) where it is −1; shapes broadcast. @source torch.nn.functional.hinge_embedding_loss */
export function hingeEmbeddingLoss(input: Tensor, target: Tensor, options: MarginOptions = {}): Tensor {
  checkOptions("hingeEmbeddingLoss", options, marginOptions);
  const { margin = 1, reduction } = options;
  const apart = sub(margin, input).clampMin(0);
  const losses = target.ne(1).where(apart, 0).add(target.ne(-1).where(input, 0));
  return reduce(losses, reduction);
}

/**
 * 1 − cos(left, right) where the target is 1, max(0, cos − margin) where it is −1. left and right: [batch, features], target
 * [batch]; or [features] and [].
 *
 * @throws ShapeError for other numbers of axes.
 * @source torch.nn.functional.cosine_embedding_loss
 */
export function cosineEmbeddingLoss(
  left: Tensor,
  right: Tensor,
  target: Tensor,
  options: MarginOptions = {},
): Tensor {
  checkOptions("cosineEmbeddingLoss", options, marginOptions);
  const { margin = 0, reduction } = options;
  if (target.ndim > 1 || [left, right].some(({ ndim }) => ndim !== target.ndim + 1)) {
    throw new ShapeError({
      operation: "cosineEmbeddingLoss",
      got: [left, right, target].map(({ shape }) => `[${shape.join(", ")}]`).join(", "),
      expected: "[batch, features] twice and a target [batch], or [features] twice and a target []",
    });
  }
  const eps = 1e-12;
  const product = left.mul(right).sum(-1);
  const lengths = left.square().sum(-1).add(eps).mul(right.square().sum(-1).add(eps)).sqrt();
  const cosine = product.div(lengths);
  const near = sub(1, cosine);
  const far = cosine.sub(margin).clampMin(0);
  const losses = target.eq(1).where(near, 0).add(target.eq(-1).where(far, 0));
  return reduce(losses, reduction);
}

export interface TripletOptions extends MarginOptions {
  /** The norm's degree. */
  readonly p?: number;
  readonly eps?: number;
  /** Whether to take the distance from the positive where that is nearer to the negative. */
  readonly swap?: boolean;
}

const tripletOptions = { ...marginOptions, p: null, eps: null, swap: null };

/**
 * max(0, ‖anchor − positive‖ − ‖anchor − negative‖ + margin); shapes broadcast.
 *
 * @throws ShapeError where the three have not as many axes.
 * @source torch.nn.functional.triplet_margin_loss
 */
export function tripletMarginLoss(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  options: TripletOptions = {},
): Tensor {
  checkOptions("tripletMarginLoss", options, tripletOptions);
  const { margin = 1, p = 2, eps = 1e-6, swap = false, reduction } = options;
  requireSameRank("tripletMarginLoss", anchor, positive, negative);
  const near = pairwiseDistance(anchor, positive, p, eps);
  let far = pairwiseDistance(anchor, negative, p, eps);
  if (swap) far = far.minimum(pairwiseDistance(positive, negative, p, eps));
  return reduce(near.sub(far).add(margin).clampMin(0), reduction);
}

export interface MultiMarginOptions extends MarginOptions {
  /** 1 or 2: the power of what is too near. */
  readonly p?: 1 | 2;
  /** How much each class counts, [classes]. */
  readonly weight?: Tensor;
}

const multiMarginOptions = { ...marginOptions, p: null, weight: null };

/**
 * Σ max(0, margin − input[target] + input[other])ᵖ / classes over the other classes; input [batch, classes], target
 * class indices [batch].
 *
 * @throws ShapeError for other shapes; ArgumentError where p is neither 1 nor 2.
 * @source torch.nn.functional.multi_margin_loss
 */
export function multiMarginLoss(input: Tensor, target: Tensor, options: MultiMarginOptions = {}): Tensor {
  checkOptions("multiMarginLoss", options, multiMarginOptions);
  const { p = 1, margin = 1, weight, reduction } = options;
  if (p !== 1 && p !== 2)
    throw new ArgumentError({ operation: "multiMarginLoss", got: `p ${p}`, expected: "1 or 2" });
  const isOne = input.ndim === 1 && target.ndim < 2 && target.numel() === 1;
  const scores = isOne ? input.unsqueeze(0) : input;
  const index = isOne ? target.reshape([1]) : target;
  if (scores.ndim !== 2 || scores.shape[1] === 0 || index.shape.join() !== String(scores.shape[0])) {
    throw new ShapeError({
      operation: "multiMarginLoss",
      got: `scores [${input.shape.join(", ")}] and a target [${target.shape.join(", ")}]`,
      expected: "scores [batch, classes] and class indices [batch]",
    });
  }
  const classes = scores.shape[1]!;
  if (weight !== undefined && weight.shape.join() !== String(classes)) {
    throw new ShapeError({
      operation: "multiMarginLoss",
      got: `a weight [${weight.shape.join(", ")}]`,
      expected: `one for each class, [${classes}]`,
    });
  }
  const own = scores.gather(1, index.unsqueeze(1));
  // On the margin the slope is 0, where the other losses have 1.
  const near = scores.sub(own).add(margin).relu();
  const powered = p === 1 ? near : near.square();
  const weighed = weight === undefined ? powered : powered.mul(weight.indexSelect(0, index).unsqueeze(1));
  const isOwn = index.unsqueeze(1).eq(placesOf(scores));
  const losses = isOwn.where(0, weighed).sum(1).div(classes);
  return reduce(isOne ? losses.squeeze(0) : losses, reduction);
}

/** For each score the number of its class. */
function placesOf(scores: Tensor): Tensor {
  return scores.detach().mul(0).add(1).cumsum(1).sub(1).to("int32");
}

/** d²/2 near, a line beyond; see `huberLoss`. @source torch.nn.HuberLoss */
export class HuberLoss extends Module {
  static override readonly name: string = "HuberLoss";

  constructor(readonly options: HuberOptions = {}) {
    super();
    checkOptions("HuberLoss", options, huberOptions);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return huberLoss(input, target, this.options);
  }
}

/** See `marginRankingLoss`. @source torch.nn.MarginRankingLoss */
export class MarginRankingLoss extends Module {
  static override readonly name: string = "MarginRankingLoss";

  constructor(readonly options: MarginOptions = {}) {
    super();
    checkOptions("MarginRankingLoss", options, marginOptions);
  }

  override forward(left: Tensor, right: Tensor, target: Tensor): Tensor {
    return marginRankingLoss(left, right, target, this.options);
  }
}

/** See `hingeEmbeddingLoss`. @source torch.nn.HingeEmbeddingLoss */
export class HingeEmbeddingLoss extends Module {
  static override readonly name: string = "HingeEmbeddingLoss";

  constructor(readonly options: MarginOptions = {}) {
    super();
    checkOptions("HingeEmbeddingLoss", options, marginOptions);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return hingeEmbeddingLoss(input, target, this.options);
  }
}

/** See `cosineEmbeddingLoss`. @source torch.nn.CosineEmbeddingLoss */
export class CosineEmbeddingLoss extends Module {
  static override readonly name: string = "CosineEmbeddingLoss";

  constructor(readonly options: MarginOptions = {}) {
    super();
    checkOptions("CosineEmbeddingLoss", options, marginOptions);
  }

  override forward(left: Tensor, right: Tensor, target: Tensor): Tensor {
    return cosineEmbeddingLoss(left, right, target, this.options);
  }
}

/** See `tripletMarginLoss`. @source torch.nn.TripletMarginLoss */
export class TripletMarginLoss extends Module {
  static override readonly name: string = "TripletMarginLoss";

  constructor(readonly options: TripletOptions = {}) {
    super();
    checkOptions("TripletMarginLoss", options, tripletOptions);
  }

  override forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    return tripletMarginLoss(anchor, positive, negative, this.options);
  }
}

/** See `multiMarginLoss`. @source torch.nn.MultiMarginLoss */
export class MultiMarginLoss extends Module {
  static override readonly name: string = "MultiMarginLoss";

  /** How much each class counts, [classes]; part of the state dict, and moved with the module. */
  declare readonly weight: Tensor | undefined;
  readonly options: Omit<MultiMarginOptions, "weight">;

  constructor(given: MultiMarginOptions = {}) {
    super();
    checkOptions("MultiMarginLoss", given, multiMarginOptions);
    const { weight, ...options } = given;
    this.options = options;
    if (weight !== undefined) this.registerBuffer("weight", weight);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return multiMarginLoss(input, target, withWeights(this.options, { weight: this.weight }));
  }
}
