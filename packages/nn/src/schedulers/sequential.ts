import { ArgumentError } from "@mnist/tensor";
import { shown } from "@mnist/tensor/internal";
import type { Optimizer } from "../optim/optimizer.js";
import { requireStep, settled } from "./check-settings.js";
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
 * @throws ArgumentError where there is not one milestone less than schedules, where milestones do not ascend, and for
 * schedules of another optimiser or that go by a figure.
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
    const known = { schedulers: "list", milestones: "list" } as const;
    const { schedulers, milestones } = settled("SequentialLR", options, known, ["schedulers", "milestones"]);
    if (schedulers.length !== milestones.length + 1) {
      throw new ArgumentError({
        operation: "SequentialLR",
        got: `${schedulers.length} schedules and ${milestones.length} milestones`,
        expected: "one milestone between every two schedules",
      });
    }
    for (const [i, milestone] of milestones.entries()) {
      requireStep("SequentialLR", "milestone", milestone);
      if (i === 0 || milestone >= milestones[i - 1]!) continue;
      const got = `milestones ${shown(milestones)}`;
      throw new ArgumentError({ operation: "SequentialLR", got, expected: "ascending steps" });
    }
    this.#milestones = [...milestones];
    this.#schedulers = schedulers.map((each) => (typeof each === "function" ? each(optimizer) : each));
    for (const each of this.#schedulers) requireOf(each, optimizer);
    this.settings = { schedulers: this.#schedulers, milestones: this.#milestones };
    this.rebase();
    this.restart(); // what the others did to the rates when they were made is undone
  }

  /** Hands the step to the schedule whose turn it is; each begins at its own milestone. */
  override step(): void {
    super.step();
    const passed = this.#milestones.filter((milestone) => milestone <= this.lastEpoch).length;
    const scheduler = this.#schedulers[passed];
    const since = this.#milestones[passed - 1];
    if (since === this.lastEpoch) scheduler?.takeOver();
    // One whose milestone is 0 was never begun: its first step is its beginning, from the rates as they are.
    else if (since === 0 && this.lastEpoch === 1) scheduler?.beginHere();
    else scheduler?.step();
  }

  override beginHere(): void {
    super.beginHere();
    this.#schedulers[0]?.beginHere();
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

/** @throws ArgumentError unless `value` is a schedule of that optimiser */
function requireOf(value: unknown, optimizer: Optimizer): void {
  if (value instanceof Scheduler && value.optimizer === optimizer) return;
  const name = value instanceof Object ? value.constructor.name : shown(value);
  throw new ArgumentError({
    operation: "SequentialLR",
    got: value instanceof Scheduler ? `${name} of another optimiser` : `${name} in place of a schedule`,
    expected: "schedules of the optimiser that it is made for, whose steps take no figure",
  });
}
