import { ArgumentError } from "@mnist/tensor";
import type { Optimizer } from "../optim/optimizer.js";
import { Scheduler } from "./scheduler.js";

export interface SequentialLROptions {
  /** Makes each schedule in turn, as each has to be made with the optimiser's own learning rates. */
  readonly schedulers: readonly ((optimizer: Optimizer) => Scheduler)[];
  /** The steps at which the second schedule, the third, … take over, ascending. */
  readonly milestones: readonly number[];
}

/**
 * One schedule after another: a warm-up, then a decay.
 *
 * @throws ArgumentError where there is not one milestone less than schedules.
 * @source torch.optim.lr_scheduler.SequentialLR
 * @example
 * const optimizer = new SGD(new Linear(784, 10).parameters(), { lr: 0.1 });
 * const warmUp = (optimizer: Optimizer) => new LinearLR(optimizer, { totalIters: 5 });
 * const decay = (optimizer: Optimizer) => new CosineAnnealingLR(optimizer, { tMax: 45 });
 * new SequentialLR(optimizer, { schedulers: [warmUp, decay], milestones: [5] });
 */
export class SequentialLR extends Scheduler {
  static override readonly name: string = "SequentialLR";

  readonly #schedulers: readonly Scheduler[];
  readonly #milestones: readonly number[];

  constructor(optimizer: Optimizer, { schedulers, milestones }: SequentialLROptions) {
    super(optimizer);
    if (schedulers.length !== milestones.length + 1) {
      throw new ArgumentError({
        operation: "SequentialLR",
        got: `${schedulers.length} schedules and ${milestones.length} milestones`,
        expected: "one milestone between every two schedules",
      });
    }
    const { baseLrs } = this.stateDict();
    this.#milestones = [...milestones];
    this.#schedulers = schedulers.map((make) => {
      optimizer.paramGroups.forEach((group, i) => {
        group.lr = baseLrs[i] ?? group.lr;
      });
      return make(optimizer);
    });
    this.moveTo(0);
  }

  /** Hands the step to the schedule whose turn it is; each counts from its own milestone. */
  override moveTo(epoch: number): void {
    super.moveTo(epoch);
    const passed = this.#milestones.filter((milestone) => milestone <= epoch).length;
    this.#schedulers[passed]?.moveTo(epoch - (this.#milestones[passed - 1] ?? 0));
  }

  protected override lrAt(_epoch: number, baseLr: number): number {
    return baseLr;
  }
}
