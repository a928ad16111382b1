import type { Optimizer } from "../optim/optimizer.js";
import type { ParameterGroup } from "../optim/parameter-group.js";
import { refuseState } from "./check-settings.js";

/** Where a schedule stands. */
export interface SchedulerState {
  /** Steps taken. */
  readonly lastEpoch: number;
  /** Each group's learning rate before any schedule. */
  readonly baseLrs: readonly number[];
}

/** The learning rates that groups had before the first schedule was made for them. */
const initialLrs = new WeakMap<ParameterGroup, number>();

/** Sets the rate that later schedules take a group to have had before any. @source PyTorch's group["initial_lr"] */
export function setInitialLr(group: ParameterGroup, lr: number | undefined): void {
  if (lr === undefined) initialLrs.delete(group);
  else initialLrs.set(group, lr);
}

/** The rate that later schedules take a group to have had before any; undefined where there was none. */
export function initialLrOf(group: ParameterGroup): number | undefined {
  return initialLrs.get(group);
}

function initialLr(group: ParameterGroup): number {
  const known = initialLrOf(group);
  if (known !== undefined) return known;
  initialLrs.set(group, group.lr);
  return group.lr;
}

/**
 * Sets the learning rates of an optimiser's groups from step to step: call `step()` after the optimiser's, once an epoch
 * or once a batch, as the schedule is meant. Most schedules make each rate from the one that the group has, so that
 * several on one optimiser multiply, a rate that was changed by hand stays changed, and groups added later take part.
 *
 * @source torch.optim.lr_scheduler
 * @example
 * const optimizer = new SGD(new Linear(784, 10).parameters(), { lr: 1 });
 * const schedules = [new LinearLR(optimizer, { startFactor: 0.5 }), new ExponentialLR(optimizer, { gamma: 0.9 })];
 * for (const schedule of schedules) schedule.step(); // after each epoch
 * optimizer.paramGroups[0].lr.toFixed(2); // "0.54", 0.6 of the warm-up times 0.9
 */
export abstract class Scheduler {
  static readonly name: string = "Scheduler";

  #lastEpoch = 0;
  #baseLrs: readonly number[];
  #lastLrs: readonly number[];
  /** What it was made with, by name, with what nothing was said of. */
  settings: Readonly<Record<string, unknown>> = {};

  constructor(readonly optimizer: Optimizer) {
    this.#baseLrs = optimizer.paramGroups.map(initialLr);
    this.#lastLrs = optimizer.paramGroups.map((group) => group.lr);
  }

  /**
   * A group's learning rate at `lastEpoch`, from the one that it has. `baseLr` is its rate before any schedule,
   * undefined where the group was added later.
   */
  protected abstract nextLr(lr: number, baseLr: number | undefined, position: number): number;

  /** Sets what else the schedule rules in a group, such as momentum. */
  protected applyTo(_group: ParameterGroup, _position: number): void {}

  /** Sets the rates of the first step, and the settings; what a schedule's constructor ends with. */
  protected begin(settings: object = {}): void {
    this.settings = { ...settings };
    this.#apply();
  }

  #apply(): void {
    const { paramGroups } = this.optimizer;
    const rates = paramGroups.map((group, position) =>
      this.nextLr(group.lr, this.#baseLrs[position], position),
    );
    paramGroups.forEach((group, position) => {
      group.lr = rates[position]!;
      this.applyTo(group, position);
    });
    this.#lastLrs = rates;
  }

  /** Steps taken so far. */
  get lastEpoch(): number {
    return this.#lastEpoch;
  }

  /** One step further. */
  step(): void {
    this.#lastEpoch++;
    this.#apply();
  }

  /** To a step, at once, of a schedule whose rates don't go by the last ones. */
  protected goTo(epoch: number): void {
    this.#lastEpoch = epoch;
    this.#apply();
  }

  /** To the beginning again, from the rates before any schedule. */
  restart(): void {
    this.optimizer.paramGroups.forEach((group, position) => {
      group.lr = this.#baseLrs[position] ?? group.lr;
    });
    this.beginHere();
  }

  /** To the beginning again, from the rates as they are. */
  beginHere(): void {
    this.goTo(0);
  }

  /** Begins where another schedule ended. */
  takeOver(): void {
    this.restart();
  }

  /** Goes by the rates that later schedules take the groups to have had, as those made since may have set them. */
  protected rebase(): void {
    this.#baseLrs = this.optimizer.paramGroups.map(initialLr);
  }

  /** To where the schedule stands after that many steps; one step is that, more begin anew. */
  moveTo(epoch: number): void {
    if (epoch === this.#lastEpoch + 1) this.step();
    else if (epoch !== this.#lastEpoch) {
      this.restart();
      while (this.#lastEpoch < epoch) this.step();
    }
  }

  /** The learning rates that the latest step set. @source torch.optim.lr_scheduler.LRScheduler.get_last_lr */
  getLastLr(): number[] {
    return [...this.#lastLrs];
  }

  /** Where the schedule stands. @source torch.optim.lr_scheduler.LRScheduler.state_dict */
  stateDict(): SchedulerState {
    return { lastEpoch: this.#lastEpoch, baseLrs: this.#baseLrs };
  }

  /** Goes on where another schedule of the same kind stood; the rates themselves are in the optimiser's state. */
  loadStateDict(state: SchedulerState): void {
    const { lastEpoch, baseLrs } = state ?? {};
    if (typeof lastEpoch !== "number" || !Array.isArray(baseLrs)) {
      refuseState(this.constructor.name, state, "{ lastEpoch, baseLrs }");
    }
    this.#lastEpoch = lastEpoch;
    this.#baseLrs = [...baseLrs];
    this.#lastLrs = this.optimizer.paramGroups.map((group) => group.lr);
  }
}
