import { ArgumentError } from "@mnist/tensor";
import type { Optimizer } from "../optim/optimizer.js";
import type { ParameterGroup } from "../optim/parameter-group.js";
import { forEachGroup, requireCount, requireShare, settled } from "./check-settings.js";
import { alongCosine } from "./cosine.js";
import { hasMomentum, setMomentum } from "./momentum.js";
import { Scheduler, setInitialLr } from "./scheduler.js";

/** A stretch of a cycle: which of its values it goes from and to, and the step it ends at. */
interface Phase {
  readonly end: number;
  readonly lr: readonly [number, number];
  readonly momentum: readonly [number, number];
}

function alongLine(start: number, end: number, share: number): number {
  return start + (end - start) * share;
}

export interface OneCycleOptions {
  /** The highest learning rate, one for all groups or one for each. */
  readonly maxLr: number | readonly number[];
  /** Steps of the whole cycle: epochs × batches. */
  readonly totalSteps: number;
  /** The share of the steps on which the rate rises. */
  readonly pctStart?: number;
  readonly annealStrategy?: "cos" | "linear";
  /** Whether momentum (Adam's first beta) falls as the rate rises, and rises as it falls. */
  readonly cycleMomentum?: boolean;
  readonly baseMomentum?: number;
  readonly maxMomentum?: number;
  /** The highest rate over the first one. */
  readonly divFactor?: number;
  /** The first rate over the last one. */
  readonly finalDivFactor?: number;
  /** Fall as long as the rise, then to the last rate. */
  readonly threePhase?: boolean;
}

const known = {
  maxLr: "numbers",
  totalSteps: "number",
  pctStart: "number",
  annealStrategy: ["cos", "linear"],
  cycleMomentum: "flag",
  baseMomentum: "number",
  maxMomentum: "number",
  divFactor: "number",
  finalDivFactor: "number",
  threePhase: "flag",
} as const;

/** What a cycle goes between in one group: that of the schedule made last, which PyTorch keeps in the group itself. */
interface Bounds {
  readonly highest: number;
  readonly first: number;
  readonly last: number;
  readonly momentum: readonly [low: number, high: number];
}

const boundsOf = new WeakMap<ParameterGroup, Bounds>();

/**
 * The learning rate up to its highest and far down, momentum the other way round; a step is a batch.
 *
 * @throws ArgumentError where a setting is out of range, or for steps beyond the last.
 * @source torch.optim.lr_scheduler.OneCycleLR
 * @example
 * const optimizer = new SGD(new Linear(784, 10).parameters(), { lr: 0.1 });
 * const schedule = new OneCycleLR(optimizer, { maxLr: 0.1, totalSteps: 5 * 235 }); // five epochs of 235 batches
 */
export class OneCycleLR extends Scheduler {
  static override readonly name: string = "OneCycleLR";

  readonly #settings: Required<OneCycleOptions> & { readonly maxLr: readonly number[] };

  constructor(optimizer: Optimizer, options: OneCycleOptions) {
    const given = settled("OneCycleLR", options, known, ["maxLr", "totalSteps"]);
    const maxLr = forEachGroup("OneCycleLR", "maxLr", given.maxLr, optimizer.paramGroups.length);
    super(optimizer);
    this.#settings = {
      pctStart: 0.3,
      annealStrategy: "cos",
      cycleMomentum: true,
      baseMomentum: 0.85,
      maxMomentum: 0.95,
      divFactor: 25,
      finalDivFactor: 1e4,
      threePhase: false,
      ...given,
      maxLr,
    };
    const { pctStart, totalSteps, cycleMomentum } = this.#settings;
    requireCount("OneCycleLR", "totalSteps", totalSteps);
    requireShare("OneCycleLR", "pctStart", pctStart);
    for (const [stretch, { end }] of this.#phases(0).entries()) {
      const start = stretch === 0 ? 0 : this.#phases(0)[stretch - 1]!.end;
      if (end > start || (stretch === 0 && end !== 0)) continue;
      throw new ArgumentError({
        operation: "OneCycleLR",
        got: `pctStart ${pctStart} of ${totalSteps} steps, a stretch of none`,
        expected: "steps on which the rate rises and steps on which it falls",
        hint: "Take pctStart nearer to 0.3, or more steps.",
      });
    }
    if (cycleMomentum && !optimizer.paramGroups.every(hasMomentum)) {
      throw new ArgumentError({
        operation: "OneCycleLR",
        got: `cycleMomentum for ${optimizer.constructor.name}, which has none`,
        expected: "an optimiser with momentum or betas",
        hint: "Try { cycleMomentum: false }.",
      });
    }
    for (const [position, group] of optimizer.paramGroups.entries()) {
      const bounds = this.#ownBounds(position);
      const momentum = cycleMomentum ? undefined : boundsOf.get(group)?.momentum;
      boundsOf.set(group, { ...bounds, ...(momentum !== undefined && { momentum }) });
      setInitialLr(group, bounds.first);
    }
    this.rebase();
    this.begin(this.#settings);
  }

  #ownBounds(position: number): Bounds {
    const { maxLr, divFactor, finalDivFactor, baseMomentum, maxMomentum } = this.#settings;
    const highest = maxLr[position] ?? 0;
    const first = highest / divFactor;
    return { highest, first, last: first / finalDivFactor, momentum: [baseMomentum, maxMomentum] };
  }

  #phases(position: number): readonly Phase[] {
    const { totalSteps, pctStart } = this.#settings;
    const known = boundsOf.get(this.optimizer.paramGroups[position]!);
    const { highest, first, last, momentum } = known ?? this.#ownBounds(position);
    const [low, high] = momentum;
    const rise: Phase = { end: pctStart * totalSteps - 1, lr: [first, highest], momentum: [high, low] };
    if (!this.#settings.threePhase) {
      return [rise, { end: totalSteps - 1, lr: [highest, last], momentum: [low, high] }];
    }
    return [
      rise,
      { end: 2 * pctStart * totalSteps - 2, lr: [highest, first], momentum: [low, high] },
      { end: totalSteps - 1, lr: [first, last], momentum: [high, high] },
    ];
  }

  #value(position: number, of: "lr" | "momentum"): number {
    const { totalSteps, annealStrategy } = this.#settings;
    const epoch = this.lastEpoch;
    if (epoch > totalSteps) {
      throw new ArgumentError({
        operation: "OneCycleLR",
        got: `step ${epoch}`,
        expected: `at most ${totalSteps} steps, as totalSteps says`,
      });
    }
    const phases = this.#phases(position);
    const found = phases.findIndex((phase) => epoch <= phase.end);
    const index = found === -1 ? phases.length - 1 : found;
    const [start, phase] = [index === 0 ? 0 : phases[index - 1]!.end, phases[index]!];
    const along = annealStrategy === "cos" ? alongCosine : alongLine;
    return along(...phase[of], (epoch - start) / (phase.end - start));
  }

  protected override nextLr(lr: number, _baseLr: number | undefined, position: number): number {
    return position < this.#settings.maxLr.length ? this.#value(position, "lr") : lr;
  }

  protected override applyTo(group: ParameterGroup, position: number): void {
    if (this.#settings.cycleMomentum && position < this.#settings.maxLr.length)
      setMomentum(group, this.#value(position, "momentum"));
  }
}

export interface FitOneCycleOptions {
  /** Steps of the whole cycle: epochs × batches. */
  readonly totalSteps: number;
  /** The highest learning rate; each group's own unless said. */
  readonly lrMax?: number;
  /** The highest rate over the first one. */
  readonly div?: number;
  /** The highest rate over the last one. */
  readonly divFinal?: number;
  /** The share of the steps on which the rate rises. */
  readonly pctStart?: number;
  /** Momentum (Adam's first beta) at the start, at the highest rate and at the end; null leaves it. */
  readonly moms?: readonly [number, number, number] | null;
}

/**
 * The one-cycle schedule in fastai's shape: up half a cosine to lrMax on a quarter of the steps, down another to
 * lrMax / 100,000. Made before the first batch, and stepped after each.
 *
 * @throws ArgumentError where totalSteps is no whole number from 1 up.
 * @source fastai.callback.schedule.Learner.fit_one_cycle
 */
export class FitOneCycle extends Scheduler {
  static override readonly name: string = "FitOneCycle";

  readonly #settings: Required<Omit<FitOneCycleOptions, "lrMax">> & { readonly lrMax: number | undefined };

  constructor(optimizer: Optimizer, options: FitOneCycleOptions) {
    super(optimizer);
    const known = {
      totalSteps: "number",
      lrMax: "number",
      div: "number",
      divFinal: "number",
      pctStart: "number",
      moms: null,
    } as const;
    const {
      totalSteps,
      lrMax,
      div = 25,
      divFinal = 1e5,
      pctStart = 0.25,
      moms = [0.95, 0.85, 0.95],
    } = settled("FitOneCycle", options, known, ["totalSteps"]);
    requireCount("FitOneCycle", "totalSteps", totalSteps);
    this.#settings = { totalSteps, lrMax, div, divFinal, pctStart, moms };
    this.begin(this.#settings);
  }

  #along([start, middle, end]: readonly [number, number, number]): number {
    const { totalSteps, pctStart } = this.#settings;
    const share = Math.min(this.lastEpoch / totalSteps, 1);
    if (share < pctStart) return alongCosine(start, middle, share / pctStart);
    return pctStart < 1 ? alongCosine(middle, end, (share - pctStart) / (1 - pctStart)) : middle;
  }

  protected override nextLr(lr: number, baseLr = lr): number {
    const { lrMax = baseLr, div, divFinal } = this.#settings;
    return this.#along([lrMax / div, lrMax, lrMax / divFinal]);
  }

  protected override applyTo(group: ParameterGroup): void {
    const { moms } = this.#settings;
    if (moms !== null) setMomentum(group, this.#along(moms));
  }
}
