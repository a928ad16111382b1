import type { Optimizer, Scheduler } from "@mnist/nn/optim";
import { ArgumentError } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import type { AnyContext } from "../context.js";
import type { AnyCallback, CallbackState, PlannedFit } from "../events.js";
import { Checked } from "../state/checked.js";
import type { Json } from "../state/json.js";
import { settingsIn } from "../state/plain-settings.js";

/** Makes the schedule of a fit that has so many steps: batches, or epochs where it moves once an epoch. */
export type MakeScheduler = (optimizer: Optimizer, steps: number) => Scheduler;

export interface ParamSchedulerOptions {
  /** When the schedule moves on. @default "batch" */
  readonly every?: "batch" | "epoch";
  /** What schedule it is, in words or numbers: a saved fit goes on only with the same. */
  readonly about?: Json;
}

/**
 * Lets a schedule of @mnist/nn/optim set learning rate and momentum before every batch or every epoch.
 *
 * @source fastai.callback.schedule.ParamScheduler
 * @example
 * const decay = new ParamScheduler((optimizer) => new StepLR(optimizer, { stepSize: 2 }), { every: "epoch" });
 * await learner.fit(6, 0.1, { callbacks: [decay] });
 */
export class ParamScheduler implements AnyCallback {
  static readonly name: string = "ParamScheduler";

  readonly name = ParamScheduler.name;
  readonly order = 60;
  readonly resumesWith: Json;
  readonly #isTold: boolean;
  readonly #every: "batch" | "epoch";
  #scheduler: Scheduler | null = null;
  /** Of the schedule that was made, where nothing was said about it. */
  #settings: Json | null = null;

  constructor(
    readonly make: MakeScheduler,
    options: ParamSchedulerOptions = {},
  ) {
    checkOptions("ParamScheduler", options, { every: ["batch", "epoch"], about: null });
    const { every = "batch", about } = options;
    this.resumesWith = { every, ...(about !== undefined && { about }) };
    this.#every = every;
    this.#isTold = about !== undefined;
  }

  beforeFit({ learner, epochs }: AnyContext): void {
    const { optimizer, loaders } = learner;
    if (optimizer === null) {
      throw new ArgumentError({
        operation: "ParamScheduler",
        got: "no optimiser",
        expected: "a fit under way",
      });
    }
    this.#scheduler = this.make(optimizer, this.#stepsOf(epochs, loaders.train.length));
    this.#settings = settingsIn(this.#scheduler).values;
  }

  #stepsOf(epochs: number, batches: number): number {
    return this.#every === "batch" ? epochs * batches : epochs;
  }

  /** What was said about the schedule is what it has to agree in; else its settings. */
  madeWith(planned?: PlannedFit): Json | null {
    if (this.#isTold) return null;
    if (planned === undefined) return this.#settings;
    const { optimizer, lr, epochs, batches } = planned;
    try {
      return settingsIn(this.make(standInFor(optimizer, lr), this.#stepsOf(epochs, batches))).values;
    } catch {
      return null; // what is wrong is said when the fit makes it
    }
  }

  beforeEpoch({ epoch }: AnyContext): void {
    if (this.#every === "epoch") this.#scheduler?.moveTo(epoch - 1);
  }

  beforeBatch({ training, epoch, batch, batches }: AnyContext): void {
    if (training && this.#every === "batch") this.#scheduler?.moveTo((epoch - 1) * batches + batch);
  }

  stateDict(): CallbackState {
    const state = this.#scheduler?.stateDict();
    return { values: state ? { lastEpoch: state.lastEpoch, baseLrs: state.baseLrs } : null };
  }

  loadStateDict({ values }: CallbackState): void {
    const state = new Checked(values, this.name, "state");
    const baseLrs = state
      .at("baseLrs")
      .list()
      .map((lr) => lr.number());
    this.#scheduler?.loadStateDict({ lastEpoch: state.at("lastEpoch").whole(0), baseLrs });
  }
}

/** An optimiser whose groups a schedule may set as it likes. */
function standInFor(optimizer: Optimizer, lr: number): Optimizer {
  const paramGroups = optimizer.paramGroups.map((group) => ({ ...group, lr }));
  return Object.create(optimizer, { paramGroups: { value: paramGroups } }) as Optimizer;
}
