import { ArgumentError, type Tensor, where } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { Module } from "../module.js";
import { type LossOptions, lossOptions, reduce, requireSameShape } from "./reduction.js";

/** (input − target)²; both of one shape. @throws ShapeError where not. @source torch.nn.functional.mse_loss */
export function mseLoss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkOptions("mseLoss", options, lossOptions);
  requireSameShape("mseLoss", input, target);
  return reduce(input.sub(target).square(), options.reduction);
}

/** |input − target|; both of one shape. @throws ShapeError where not. @source torch.nn.functional.l1_loss */
export function l1Loss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkOptions("l1Loss", options, lossOptions);
  requireSameShape("l1Loss", input, target);
  return reduce(input.sub(target).abs(), options.reduction);
}

export interface SmoothL1Options extends LossOptions {
  /** The distance at which the square turns into a line; from 0 up, 1 unless said. */
  readonly beta?: number;
}

const smoothL1Options = { ...lossOptions, beta: null };

/** near·d² where d = input − target is less than limit, far·(|d| − limit/2) beyond. */
export function bent(input: Tensor, target: Tensor, limit: number, near: number, far: number): Tensor {
  const difference = input.sub(target);
  const distance = difference.abs();
  const isNear = distance.lt(limit);
  // Each part only where it counts: the square's slope is infinite elsewhere, the size's is none at 0.
  const curve = isNear.where(difference, 0).square().mul(near);
  const line = isNear
    .where(0, distance)
    .sub(limit / 2)
    .mul(far);
  return isNear.where(curve, line);
}

/**
 * d²/2β where d = |input − target| < β, d − β/2 beyond.
 *
 * @throws ArgumentError where beta is negative; ShapeError where the shapes differ.
 * @source torch.nn.functional.smooth_l1_loss
 */
export function smoothL1(input: Tensor, target: Tensor, options: SmoothL1Options = {}): Tensor {
  checkOptions("smoothL1", options, smoothL1Options);
  const { beta = 1, reduction } = options;
  requireSameShape("smoothL1", input, target);
  if (!(beta >= 0)) {
    throw new ArgumentError({ operation: "smoothL1", got: `beta ${beta}`, expected: "a distance from 0 up" });
  }
  if (beta > 0) return reduce(bent(input, target, beta, 0.5 / beta, 1), reduction);
  const distance = input.sub(target).abs();
  // PyTorch's slope where both are equal is −1, for the input and for the target.
  const level = input.detach().sub(input).add(target.detach().sub(target));
  return reduce(where(distance.eq(0), level, distance), reduction);
}

/** Mean squared error; see `mseLoss`. @source torch.nn.MSELoss */
export class MSELoss extends Module {
  static override readonly name: string = "MSELoss";

  constructor(readonly options: LossOptions = {}) {
    super();
    checkOptions("MSELoss", options, lossOptions);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return mseLoss(input, target, this.options);
  }
}

/** Mean absolute error; see `l1Loss`. @source torch.nn.L1Loss */
export class L1Loss extends Module {
  static override readonly name: string = "L1Loss";

  constructor(readonly options: LossOptions = {}) {
    super();
    checkOptions("L1Loss", options, lossOptions);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return l1Loss(input, target, this.options);
  }
}

/** A square near zero, a line beyond; see `smoothL1`. @source torch.nn.SmoothL1Loss */
export class SmoothL1Loss extends Module {
  static override readonly name: string = "SmoothL1Loss";

  constructor(readonly options: SmoothL1Options = {}) {
    super();
    checkOptions("SmoothL1Loss", options, smoothL1Options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return smoothL1(input, target, this.options);
  }
}
