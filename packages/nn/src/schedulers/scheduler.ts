import type { Optimizer } from "../optim/optimizer.js";
import type { ParameterGroup } from "../optim/parameter-group.js";

/** Where a schedule stands. */
export interface SchedulerState {
  /** Steps taken. */
  readonly lastEpoch: number;
  /** Each group's learning rate before the schedule. */
  readonly baseLrs: readonly number[];
}

/**
 * Sets the learning rates of an optimiser's groups from step to step: call `step()` after the optimiser's, once an epoch
 * or once a batch, as the schedule is meant. The rates that it starts from are those the groups have when it is made.
 *
 * @source torch.optim.lr_scheduler
 */
export abstract class Scheduler {
  static readonly name: string = "Scheduler";

  #lastEpoch = 0;
  #baseLrs: readonly number[];

  constructor(protected readonly optimizer: Optimizer) {
    this.#baseLrs = optimizer.paramGroups.map((group) => group.lr);
  }

  /** A group's learning rate after `epoch` steps. */
  protected abstract lrAt(epoch: number, baseLr: number, position: number): number;

  /** Sets what the schedule rules in one group; its learning rate, unless overridden. */
  protected applyTo(group: ParameterGroup, epoch: number, baseLr: number, position: number): void {
    group.lr = this.lrAt(epoch, baseLr, position);
  }

  /** Steps taken so far. */
  get lastEpoch(): number {
    return this.#lastEpoch;
  }

  /** One step further. */
  step(): void {
    this.moveTo(this.#lastEpoch + 1);
  }

  /** To where the schedule stands after that many steps. */
  moveTo(epoch: number): void {
    this.#lastEpoch = epoch;
    this.optimizer.paramGroups.forEach((group, position) => {
      this.applyTo(group, epoch, this.#baseLrs[position] ?? group.lr, position);
    });
  }

  /** The learning rates of the groups as they are now. @source torch.optim.lr_scheduler.LRScheduler.get_last_lr */
  getLastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  stateDict(): SchedulerState {
    return { lastEpoch: this.#lastEpoch, baseLrs: this.#baseLrs };
  }

  /** Goes on where another schedule of the same kind stood. */
  loadStateDict({ lastEpoch, baseLrs }: SchedulerState): void {
    this.#baseLrs = [...baseLrs];
    this.moveTo(lastEpoch);
  }
}
