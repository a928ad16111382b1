import type { Optimizer } from "../optim/optimizer.js";
import { forEachGroup, settled } from "./check-settings.js";
import { Scheduler } from "./scheduler.js";

/** A factor of the learning rate after so many steps. */
export type LrLambda = (epoch: number) => number;

interface LambdaOptions {
  /** One function for all groups or one for each. */
  readonly lrLambda: LrLambda | readonly LrLambda[];
}

/**
 * The rate before any schedule times what a function says. Groups that are added later keep their rates.
 * @source torch.optim.lr_scheduler.LambdaLR
 * @example
 * const optimizer = new SGD(new Linear(784, 10).parameters(), { lr: 1 });
 * const decay = new LambdaLR(optimizer, { lrLambda: (epoch) => 0.95 ** epoch });
 * decay.step();
 * optimizer.paramGroups[0].lr; // 0.95
 */
export class LambdaLR extends Scheduler {
  static override readonly name: string = "LambdaLR";

  readonly #lambdas: readonly LrLambda[];

  constructor(optimizer: Optimizer, options: LambdaOptions) {
    super(optimizer);
    const { lrLambda } = settled("LambdaLR", options, { lrLambda: "functions" }, ["lrLambda"]);
    this.#lambdas = forEachGroup("LambdaLR", "lrLambda", lrLambda, optimizer.paramGroups.length);
    this.begin({ lrLambda });
  }

  protected override nextLr(lr: number, baseLr: number | undefined, position: number): number {
    if (baseLr === undefined) return lr;
    return baseLr * (this.#lambdas[position]?.(this.lastEpoch) ?? 1);
  }
}

/** The rate times what a function says, at each step. @source torch.optim.lr_scheduler.MultiplicativeLR */
export class MultiplicativeLR extends Scheduler {
  static override readonly name: string = "MultiplicativeLR";

  readonly #lambdas: readonly LrLambda[];

  constructor(optimizer: Optimizer, options: LambdaOptions) {
    super(optimizer);
    const { lrLambda } = settled("MultiplicativeLR", options, { lrLambda: "functions" }, ["lrLambda"]);
    this.#lambdas = forEachGroup("MultiplicativeLR", "lrLambda", lrLambda, optimizer.paramGroups.length);
    this.begin({ lrLambda });
  }

  protected override nextLr(lr: number, _baseLr: number | undefined, position: number): number {
    return this.lastEpoch === 0 ? lr : lr * (this.#lambdas[position]?.(this.lastEpoch) ?? 1);
  }

  /** Goes on from the rates as they are, which are all that it goes by. */
  override takeOver(): void {
    this.beginHere();
  }
}
