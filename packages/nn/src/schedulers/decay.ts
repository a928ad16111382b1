import type { Optimizer } from "../optim/optimizer.js";
import { requireCount, requireShare, requireStep, settled } from "./check-settings.js";
import { Scheduler } from "./scheduler.js";

/** The rate times gamma every stepSize steps. @source torch.optim.lr_scheduler.StepLR */
export class StepLR extends Scheduler {
  static override readonly name: string = "StepLR";

  readonly #stepSize: number;
  readonly #gamma: number;

  constructor(optimizer: Optimizer, options: { readonly stepSize: number; readonly gamma?: number }) {
    super(optimizer);
    const known = { stepSize: "number", gamma: "number" } as const;
    const { stepSize, gamma = 0.1 } = settled("StepLR", options, known, ["stepSize"]);
    requireCount("StepLR", "stepSize", stepSize);
    this.#stepSize = stepSize;
    this.#gamma = gamma;
    this.begin({ stepSize, gamma });
  }

  protected override nextLr(lr: number): number {
    return this.lastEpoch > 0 && this.lastEpoch % this.#stepSize === 0 ? lr * this.#gamma : lr;
  }
}

/** The rate times gamma at each milestone. @source torch.optim.lr_scheduler.MultiStepLR */
export class MultiStepLR extends Scheduler {
  static override readonly name: string = "MultiStepLR";

  readonly #milestones: readonly number[];
  readonly #gamma: number;

  constructor(
    optimizer: Optimizer,
    options: { readonly milestones: readonly number[]; readonly gamma?: number },
  ) {
    super(optimizer);
    const known = { milestones: "list", gamma: "number" } as const;
    const { milestones, gamma = 0.1 } = settled("MultiStepLR", options, known, ["milestones"]);
    for (const milestone of milestones) requireStep("MultiStepLR", "milestone", milestone);
    this.#milestones = [...milestones];
    this.#gamma = gamma;
    this.begin({ milestones: this.#milestones, gamma });
  }

  protected override nextLr(lr: number): number {
    return lr * this.#gamma ** this.#milestones.filter((milestone) => milestone === this.lastEpoch).length;
  }
}

/** The rate times gamma at each step. @source torch.optim.lr_scheduler.ExponentialLR */
export class ExponentialLR extends Scheduler {
  static override readonly name: string = "ExponentialLR";

  readonly #gamma: number;

  constructor(optimizer: Optimizer, options: { readonly gamma: number }) {
    super(optimizer);
    const { gamma } = settled("ExponentialLR", options, { gamma: "number" }, ["gamma"]);
    this.#gamma = gamma;
    this.begin({ gamma });
  }

  protected override nextLr(lr: number): number {
    return this.lastEpoch === 0 ? lr : lr * this.#gamma;
  }
}

export interface FactorOptions {
  /** The share of the learning rate until the last step, 0..1. */
  readonly factor?: number;
  /** The steps after which the rate is whole again. */
  readonly totalIters?: number;
}

/** A share of the rate for some steps, then all of it. @source torch.optim.lr_scheduler.ConstantLR */
export class ConstantLR extends Scheduler {
  static override readonly name: string = "ConstantLR";

  readonly #factor: number;
  readonly #totalIters: number;

  constructor(optimizer: Optimizer, options: FactorOptions = {}) {
    super(optimizer);
    const known = { factor: "number", totalIters: "number" } as const;
    const { factor = 1 / 3, totalIters = 5 } = settled("ConstantLR", options, known);
    requireShare("ConstantLR", "factor", factor);
    this.#factor = factor;
    this.#totalIters = totalIters;
    this.begin({ factor, totalIters });
  }

  protected override nextLr(lr: number): number {
    if (this.lastEpoch === 0) return lr * this.#factor;
    return this.lastEpoch === this.#totalIters ? lr / this.#factor : lr;
  }
}

export interface LinearLROptions {
  /** The share of the learning rate at the first step, above 0 to 1. */
  readonly startFactor?: number;
  /** The share from the last step on. */
  readonly endFactor?: number;
  /** Steps from the one to the other. */
  readonly totalIters?: number;
}

/** A warm-up: the rate times a factor that rises in a line, then stays. @source torch.optim.lr_scheduler.LinearLR */
export class LinearLR extends Scheduler {
  static override readonly name: string = "LinearLR";

  readonly #startFactor: number;
  readonly #endFactor: number;
  readonly #totalIters: number;

  constructor(optimizer: Optimizer, options: LinearLROptions = {}) {
    super(optimizer);
    const known = { startFactor: "number", endFactor: "number", totalIters: "number" } as const;
    const { startFactor = 1 / 3, endFactor = 1, totalIters = 5 } = settled("LinearLR", options, known);
    requireShare("LinearLR", "startFactor", startFactor, "above 0");
    requireShare("LinearLR", "endFactor", endFactor);
    this.#startFactor = startFactor;
    this.#endFactor = endFactor;
    this.#totalIters = totalIters;
    this.begin({ startFactor, endFactor, totalIters });
  }

  protected override nextLr(lr: number): number {
    const [start, rise, total] = [this.#startFactor, this.#endFactor - this.#startFactor, this.#totalIters];
    if (this.lastEpoch === 0) return lr * start;
    if (this.lastEpoch > total) return lr;
    return lr * (1 + rise / (total * start + (this.lastEpoch - 1) * rise));
  }
}

export interface PolynomialLROptions {
  /** Steps until the rate is 0. */
  readonly totalIters?: number;
  readonly power?: number;
}

/** lr · (1 − step / totalIters) ^ power, then 0. @source torch.optim.lr_scheduler.PolynomialLR */
export class PolynomialLR extends Scheduler {
  static override readonly name: string = "PolynomialLR";

  readonly #totalIters: number;
  readonly #power: number;

  constructor(optimizer: Optimizer, options: PolynomialLROptions = {}) {
    super(optimizer);
    const known = { totalIters: "number", power: "number" } as const;
    const { totalIters = 5, power = 1 } = settled("PolynomialLR", options, known);
    this.#totalIters = totalIters;
    this.#power = power;
    this.begin({ totalIters, power });
  }

  protected override nextLr(lr: number): number {
    if (this.lastEpoch === 0 || this.lastEpoch > this.#totalIters) return lr;
    const left = (epoch: number) => 1 - epoch / this.#totalIters;
    return lr * (left(this.lastEpoch) / left(this.lastEpoch - 1)) ** this.#power;
  }
}
