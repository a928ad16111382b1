import { ArgumentError } from "@mnist/tensor";
import { shown } from "@mnist/tensor/internal";
import type { Optimizer } from "../optim/optimizer.js";
import { requireCount, settled } from "./check-settings.js";
import { Scheduler, type SchedulerState } from "./scheduler.js";

/** From `start` to `end` along half a cosine, as `share` goes from 0 to 1. */
export function alongCosine(start: number, end: number, share: number): number {
  return end + ((start - end) / 2) * (1 + Math.cos(Math.PI * share));
}

export interface CosineAnnealingOptions {
  /** Steps from the learning rate down to the least. */
  readonly tMax: number;
  /** The least learning rate. */
  readonly etaMin?: number;
}

/** Down half a cosine in tMax steps, and up again in as many. @source torch.optim.lr_scheduler.CosineAnnealingLR */
export class CosineAnnealingLR extends Scheduler {
  static override readonly name: string = "CosineAnnealingLR";

  readonly #tMax: number;
  readonly #etaMin: number;

  constructor(optimizer: Optimizer, options: CosineAnnealingOptions) {
    super(optimizer);
    const known = { tMax: "number", etaMin: "number" } as const;
    const { tMax, etaMin = 0 } = settled("CosineAnnealingLR", options, known, ["tMax"]);
    requireCount("CosineAnnealingLR", "tMax", tMax);
    this.#tMax = tMax;
    this.#etaMin = etaMin;
    this.begin({ tMax, etaMin });
  }

  protected override nextLr(lr: number, baseLr: number | undefined): number {
    const [epoch, tMax, etaMin] = [this.lastEpoch, this.#tMax, this.#etaMin];
    if (epoch === 0) return lr;
    // At its lowest the rate says nothing of the one before, by which the others are found; a group added later stays there.
    if ((epoch - 1 - tMax) % (2 * tMax) === 0)
      return baseLr === undefined ? lr : lr + ((baseLr - etaMin) * (1 - Math.cos(Math.PI / tMax))) / 2;
    const height = (at: number) => 1 + Math.cos((Math.PI * at) / tMax);
    return (height(epoch) / height(epoch - 1)) * (lr - etaMin) + etaMin;
  }
}

export interface WarmRestartsOptions {
  /** Steps of the first cycle. */
  readonly t0: number;
  /** By how much each cycle is longer than the last; a whole number. */
  readonly tMult?: number;
  /** The learning rate that a cycle ends near. */
  readonly etaMin?: number;
}

/** Where the schedule stands; `share` is how far past a step, 0 unless said. */
interface WarmRestartsState extends SchedulerState {
  readonly share?: number;
}

/**
 * Down half a cosine, then at once up to the learning rate again. Groups that are added later keep their rates.
 * @source torch.optim.lr_scheduler.CosineAnnealingWarmRestarts
 */
export class CosineAnnealingWarmRestarts extends Scheduler {
  static override readonly name: string = "CosineAnnealingWarmRestarts";

  /** How far the schedule is between two steps. */
  #share = 0;
  readonly #t0: number;
  readonly #tMult: number;
  readonly #etaMin: number;

  constructor(optimizer: Optimizer, options: WarmRestartsOptions) {
    super(optimizer);
    const known = { t0: "number", tMult: "number", etaMin: "number" } as const;
    const given = settled("CosineAnnealingWarmRestarts", options, known, ["t0"]);
    const { t0, tMult = 1, etaMin = 0 } = given;
    requireCount("CosineAnnealingWarmRestarts", "t0", t0);
    requireCount("CosineAnnealingWarmRestarts", "tMult", tMult);
    this.#t0 = t0;
    this.#tMult = tMult;
    this.#etaMin = etaMin;
    this.begin({ t0, tMult, etaMin });
  }

  /** One step further, or to a step that need not be whole: `step(epoch + batch / batches)`. */
  override step(epoch?: number): void {
    if (epoch === undefined) super.step();
    else this.moveTo(epoch);
  }

  override moveTo(epoch: number): void {
    if (!Number.isFinite(epoch) || epoch < 0) {
      const got = `step ${shown(epoch)}`;
      throw new ArgumentError({
        operation: "CosineAnnealingWarmRestarts",
        got,
        expected: "a number from 0 up",
      });
    }
    this.#share = epoch - Math.floor(epoch);
    this.goTo(Math.floor(epoch));
  }

  override beginHere(): void {
    this.#share = 0;
    super.beginHere();
  }

  override stateDict(): WarmRestartsState {
    return { ...super.stateDict(), ...(this.#share > 0 && { share: this.#share }) };
  }

  override loadStateDict(state: WarmRestartsState): void {
    super.loadStateDict(state);
    this.#share = state.share ?? 0;
  }

  protected override nextLr(lr: number, baseLr: number | undefined): number {
    if (baseLr === undefined) return lr;
    let [length, done] = [this.#t0, this.lastEpoch + this.#share];
    while (done >= length) {
      done -= length;
      length *= this.#tMult;
    }
    return alongCosine(baseLr, this.#etaMin, done / length);
  }
}
