import { ArgumentError } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import type { Optimizer } from "../optim/optimizer.js";
import { Scheduler, type SchedulerState } from "./scheduler.js";

export interface SequentialLROptions {
  /** The schedules in turn, each made for the same optimiser, or functions that make them. */
  readonly schedulers: readonly (Scheduler | ((optimizer: Optimizer) => Scheduler))[];
  /** The steps at which the second schedule, the third, … take over, ascending. */
  readonly milestones: readonly number[];
}

/** Where a sequence of schedules stands. */
export interface SequentialState extends SchedulerState {
  readonly schedulers: readonly SchedulerState[];
}

/**
 * One schedule after another: a warm-up, then a decay.
 *
 * @throws ArgumentError where there is not one milestone less than schedules.
 * @source torch.optim.lr_scheduler.SequentialLR
 * @example
 * const optimizer = new SGD(new Linear(784, 10).parameters(), { lr: 0.1 });
 * const warmUp = new LinearLR(optimizer, { totalIters: 5 });
 * const decay = new CosineAnnealingLR(optimizer, { tMax: 45 });
 * new SequentialLR(optimizer, { schedulers: [warmUp, decay], milestones: [5] });
 */
export class SequentialLR extends Scheduler {
  static override readonly name: string = "SequentialLR";

  readonly #schedulers: readonly Scheduler[];
  readonly #milestones: readonly number[];

  constructor(optimizer: Optimizer, options: SequentialLROptions) {
    super(optimizer);
    checkOptions("SequentialLR", options, { schedulers: null, milestones: null });
    const { schedulers, milestones } = options;
    if (schedulers.length !== milestones.length + 1) {
      throw new ArgumentError({
        operation: "SequentialLR",
        got: `${schedulers.length} schedules and ${milestones.length} milestones`,
        expected: "one milestone between every two schedules",
      });
    }
    this.#milestones = [...milestones];
    this.#schedulers = schedulers.map((each) => (typeof each === "function" ? each(optimizer) : each));
    this.#schedulers[0]?.restart(); // what the others did to the rates when they were made is undone
  }

  /** Hands the step to the schedule whose turn it is; each begins at its own milestone. */
  override step(): void {
    super.step();
    const passed = this.#milestones.filter((milestone) => milestone <= this.lastEpoch).length;
    const scheduler = this.#schedulers[passed];
    if (passed > 0 && this.#milestones[passed - 1] === this.lastEpoch) scheduler?.restart();
    else scheduler?.step();
  }

  override restart(): void {
    super.restart();
    this.#schedulers[0]?.restart();
  }

  override getLastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  override stateDict(): SequentialState {
    return { ...super.stateDict(), schedulers: this.#schedulers.map((each) => each.stateDict()) };
  }

  override loadStateDict(state: SchedulerState & Partial<SequentialState>): void {
    super.loadStateDict(state);
    state.schedulers?.forEach((each, place) => {
      this.#schedulers[place]?.loadStateDict(each);
    });
  }

  protected override nextLr(lr: number): number {
    return lr;
  }
}
