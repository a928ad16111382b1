import { ArgumentError } from "@mnist/tensor";
import type { Optimizer } from "../optim/optimizer.js";
import { Scheduler } from "./scheduler.js";

/** lr · gamma ^ ⌊step / stepSize⌋. @source torch.optim.lr_scheduler.StepLR */
export class StepLR extends Scheduler {
  static override readonly name: string = "StepLR";

  readonly #stepSize: number;
  readonly #gamma: number;

  constructor(
    optimizer: Optimizer,
    { stepSize, gamma = 0.1 }: { readonly stepSize: number; readonly gamma?: number },
  ) {
    super(optimizer);
    if (!(Number.isInteger(stepSize) && stepSize > 0)) {
      throw new ArgumentError({
        operation: "StepLR",
        got: `stepSize ${stepSize}`,
        expected: "a whole number from 1 up",
      });
    }
    this.#stepSize = stepSize;
    this.#gamma = gamma;
    this.moveTo(0);
  }

  protected override lrAt(epoch: number, baseLr: number): number {
    return baseLr * this.#gamma ** Math.floor(epoch / this.#stepSize);
  }
}

/** lr · gamma ^ (milestones reached). @source torch.optim.lr_scheduler.MultiStepLR */
export class MultiStepLR extends Scheduler {
  static override readonly name: string = "MultiStepLR";

  readonly #milestones: readonly number[];
  readonly #gamma: number;

  constructor(
    optimizer: Optimizer,
    { milestones, gamma = 0.1 }: { readonly milestones: readonly number[]; readonly gamma?: number },
  ) {
    super(optimizer);
    this.#milestones = [...milestones];
    this.#gamma = gamma;
    this.moveTo(0);
  }

  protected override lrAt(epoch: number, baseLr: number): number {
    return baseLr * this.#gamma ** this.#milestones.filter((milestone) => milestone <= epoch).length;
  }
}

/** lr · gammaˢᵗᵉᵖ. @source torch.optim.lr_scheduler.ExponentialLR */
export class ExponentialLR extends Scheduler {
  static override readonly name: string = "ExponentialLR";

  readonly #gamma: number;

  constructor(optimizer: Optimizer, { gamma }: { readonly gamma: number }) {
    super(optimizer);
    this.#gamma = gamma;
    this.moveTo(0);
  }

  protected override lrAt(epoch: number, baseLr: number): number {
    return baseLr * this.#gamma ** epoch;
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

/** A warm-up: lr times a factor that rises in a line, then stays. @source torch.optim.lr_scheduler.LinearLR */
export class LinearLR extends Scheduler {
  static override readonly name: string = "LinearLR";

  readonly #startFactor: number;
  readonly #endFactor: number;
  readonly #totalIters: number;

  constructor(
    optimizer: Optimizer,
    { startFactor = 1 / 3, endFactor = 1, totalIters = 5 }: LinearLROptions = {},
  ) {
    super(optimizer);
    if (!(startFactor > 0 && startFactor <= 1 && endFactor >= 0 && endFactor <= 1)) {
      throw new ArgumentError({
        operation: "LinearLR",
        got: `factors from ${startFactor} to ${endFactor}`,
        expected: "shares of the learning rate, 0..1, the first above 0",
      });
    }
    this.#startFactor = startFactor;
    this.#endFactor = endFactor;
    this.#totalIters = totalIters;
    this.moveTo(0);
  }

  protected override lrAt(epoch: number, baseLr: number): number {
    const done = Math.min(epoch / this.#totalIters, 1);
    return baseLr * (this.#startFactor + (this.#endFactor - this.#startFactor) * done);
  }
}
