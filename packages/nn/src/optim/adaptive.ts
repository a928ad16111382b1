import { type Tensor, zerosLike } from "@mnist/tensor";
import { Optimizer } from "./optimizer.js";
import { type ParametersOrGroups, requireBetas, requireRange } from "./parameter-group.js";
import type { ParameterState } from "./parameter-state.js";

export interface AdadeltaSettings {
  /** What each change is multiplied by, from 0 up. */
  lr: number;
  /** The share of the running means of squares that is kept, 0..1. */
  rho: number;
  /** Added to both means, against division by 0. */
  eps: number;
  /** The share of the parameter that is added to its gradient. */
  weightDecay: number;
  /** Go up the gradient. */
  maximize: boolean;
}

/** The gradient with its sign turned where asked, and a share of the parameter added. */
function decayed(
  parameter: Tensor,
  given: Tensor,
  { maximize = false, weightDecay }: { readonly maximize?: boolean; readonly weightDecay: number },
): Tensor {
  const upward = maximize ? given.neg() : given;
  return weightDecay === 0 ? upward : upward.add(parameter.mul(weightDecay));
}

/**
 * Adadelta: each element moves by its gradient times the ratio of how far it moved lately to how large its gradients
 * were, so that no rate has to be found.
 *
 * @throws ArgumentError where a setting is out of range.
 * @source torch.optim.Adadelta, https://arxiv.org/abs/1212.5701
 */
export class Adadelta extends Optimizer<AdadeltaSettings> {
  static override readonly name: string = "Adadelta";

  constructor(parameters: ParametersOrGroups<AdadeltaSettings>, options: Partial<AdadeltaSettings> = {}) {
    super(parameters, { lr: 1, rho: 0.9, eps: 1e-6, weightDecay: 0, maximize: false }, options);
  }

  protected override check({ lr, rho, eps, weightDecay }: AdadeltaSettings): void {
    requireRange("Adadelta", "rho", rho, [0, 1]);
    for (const [name, value] of Object.entries({ lr, eps, weightDecay }))
      requireRange("Adadelta", name, value);
  }

  protected override updateParameter(
    parameter: Tensor,
    given: Tensor,
    state: ParameterState,
    settings: AdadeltaSettings,
  ): void {
    const { lr, rho, eps } = settings;
    const gradient = decayed(parameter, given, settings);
    const squares = state.tensor("square_avg", () => zerosLike(parameter));
    const moves = state.tensor("acc_delta", () => zerosLike(parameter));
    squares.mul_(rho).add_(gradient.square().mul(1 - rho));
    const delta = moves.add(eps).sqrt().div(squares.add(eps).sqrt()).mul(gradient);
    moves.mul_(rho).add_(delta.square().mul(1 - rho));
    parameter.sub_(delta.mul(lr));
  }
}

export interface AdamaxSettings {
  /** The learning rate, from 0 up. */
  lr: number;
  /** The shares of the running mean of gradients and of their largest size that are kept, 0..1. */
  betas: readonly [number, number];
  /** Added to sizes, against division by 0. */
  eps: number;
  /** The share of the parameter that is added to its gradient. */
  weightDecay: number;
  /** Go up the gradient. */
  maximize: boolean;
}

/**
 * Adam with the largest size of the gradients, fading, in place of their mean square.
 *
 * @throws ArgumentError where a setting is out of range.
 * @source torch.optim.Adamax, https://arxiv.org/abs/1412.6980
 */
export class Adamax extends Optimizer<AdamaxSettings> {
  static override readonly name: string = "Adamax";

  constructor(parameters: ParametersOrGroups<AdamaxSettings>, options: Partial<AdamaxSettings> = {}) {
    super(
      parameters,
      {
        lr: 2e-3,
        betas: [0.9, 0.999],
        eps: 1e-8,
        weightDecay: 0,
        maximize: false,
      },
      options,
    );
  }

  protected override check({ lr, betas, eps, weightDecay }: AdamaxSettings): void {
    requireBetas("Adamax", betas);
    for (const [name, value] of Object.entries({ lr, eps, weightDecay })) requireRange("Adamax", name, value);
  }

  protected override updateParameter(
    parameter: Tensor,
    given: Tensor,
    state: ParameterState,
    settings: AdamaxSettings,
  ): void {
    const {
      lr,
      betas: [first, second],
      eps,
    } = settings;
    const gradient = decayed(parameter, given, settings);
    const mean = state.tensor("exp_avg", () => zerosLike(parameter));
    const largest = state.tensor("exp_inf", () => zerosLike(parameter));
    mean.mul_(first).add_(gradient.mul(1 - first));
    largest.copy_(largest.mul(second).maximum(gradient.abs().add(eps)));
    parameter.sub_(mean.div(largest).mul(lr / (1 - first ** state.step)));
  }
}

export interface RAdamSettings {
  /** The learning rate, from 0 up. */
  lr: number;
  /** The shares of the running means of gradients and of their squares that are kept, 0..1. */
  betas: readonly [number, number];
  /** Added to the root of the mean square, against division by 0. */
  eps: number;
  /** The share of the parameter that is added to its gradient. */
  weightDecay: number;
}

/**
 * Adam that goes by the mean alone until the mean square has seen enough gradients to be trusted.
 *
 * @throws ArgumentError where a setting is out of range.
 * @source torch.optim.RAdam, https://arxiv.org/abs/1908.03265
 */
export class RAdam extends Optimizer<RAdamSettings> {
  static override readonly name: string = "RAdam";

  constructor(parameters: ParametersOrGroups<RAdamSettings>, options: Partial<RAdamSettings> = {}) {
    super(parameters, { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 }, options);
  }

  protected override check({ lr, betas, eps, weightDecay }: RAdamSettings): void {
    requireBetas("RAdam", betas);
    for (const [name, value] of Object.entries({ lr, eps, weightDecay })) requireRange("RAdam", name, value);
  }

  protected override updateParameter(
    parameter: Tensor,
    given: Tensor,
    state: ParameterState,
    settings: RAdamSettings,
  ): void {
    const {
      lr,
      betas: [first, second],
      eps,
    } = settings;
    const { step } = state;
    const gradient = decayed(parameter, given, settings);
    const mean = state.tensor("exp_avg", () => zerosLike(parameter));
    const meanSquare = state.tensor("exp_avg_sq", () => zerosLike(parameter));
    mean.mul_(first).add_(gradient.mul(1 - first));
    meanSquare.mul_(second).add_(gradient.square().mul(1 - second));
    const corrected = mean.div(1 - first ** step);
    const longest = 2 / (1 - second) - 1;
    const length = longest - (2 * step * second ** step) / (1 - second ** step);
    if (length <= 5) {
      parameter.sub_(corrected.mul(lr));
      return;
    }
    const trust = Math.sqrt(
      ((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length),
    );
    const root = Math.sqrt(1 - second ** step);
    parameter.sub_(corrected.mul(lr * trust * root).div(meanSquare.sqrt().add(eps)));
  }
}

export interface NAdamSettings extends RAdamSettings {
  /** How fast the momentum grows to its full size. */
  momentumDecay: number;
}

/** How much of the momentum counts at a step. */
function schedule(step: number, first: number, decay: number): number {
  return first * (1 - 0.5 * 0.96 ** (step * decay));
}

/**
 * Adam that looks one step ahead along its momentum, as Nesterov's does.
 *
 * @throws ArgumentError where a setting is out of range.
 * @source torch.optim.NAdam
 */
export class NAdam extends Optimizer<NAdamSettings> {
  static override readonly name: string = "NAdam";

  constructor(parameters: ParametersOrGroups<NAdamSettings>, options: Partial<NAdamSettings> = {}) {
    super(
      parameters,
      {
        lr: 2e-3,
        betas: [0.9, 0.999],
        eps: 1e-8,
        weightDecay: 0,
        momentumDecay: 4e-3,
      },
      options,
    );
  }

  /** The product of the momenta of all steps so far; those of before are taken to be today's where it isn't known. */
  #product({ step, numbers }: ParameterState, { betas: [first], momentumDecay }: NAdamSettings): number {
    let product = numbers.get("muProduct");
    for (let at = product === undefined ? 1 : step; at <= step; at++)
      product = (product ?? 1) * schedule(at, first, momentumDecay);
    numbers.set("muProduct", product!);
    return product!;
  }

  protected override check({ lr, betas, eps, weightDecay, momentumDecay }: NAdamSettings): void {
    requireBetas("NAdam", betas);
    for (const [name, value] of Object.entries({ lr, eps, weightDecay, momentumDecay }))
      requireRange("NAdam", name, value);
  }

  protected override updateParameter(
    parameter: Tensor,
    given: Tensor,
    state: ParameterState,
    settings: NAdamSettings,
  ): void {
    const {
      lr,
      betas: [first, second],
      eps,
      momentumDecay,
    } = settings;
    const { step } = state;
    const gradient = decayed(parameter, given, settings);
    const mean = state.tensor("exp_avg", () => zerosLike(parameter));
    const meanSquare = state.tensor("exp_avg_sq", () => zerosLike(parameter));
    const [now, next] = [schedule(step, first, momentumDecay), schedule(step + 1, first, momentumDecay)];
    const product = this.#product(state, settings);
    mean.mul_(first).add_(gradient.mul(1 - first));
    meanSquare.mul_(second).add_(gradient.square().mul(1 - second));
    const scale = meanSquare
      .div(1 - second ** step)
      .sqrt()
      .add(eps);
    parameter.sub_(gradient.mul((lr * (1 - now)) / (1 - product)).div(scale));
    // The latest momentum counts twice, as it does in PyTorch.
    parameter.sub_(mean.mul((lr * next) / (1 - product * now * next)).div(scale));
  }
}
