import { ArgumentError } from "@mnist/tensor";
import type { Optimizer } from "../optim/optimizer.js";
import { Scheduler } from "./scheduler.js";

/** From `start` to `end` along half a cosine, as `share` goes from 0 to 1. */
export function alongCosine(start: number, end: number, share: number): number {
  return end + ((start - end) / 2) * (1 + Math.cos(Math.PI * share));
}

function requirePositive(operation: string, name: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new ArgumentError({
    operation,
    got: `${name} ${value}`,
    expected: "a whole number of steps from 1 up",
  });
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

  constructor(optimizer: Optimizer, { tMax, etaMin = 0 }: CosineAnnealingOptions) {
    super(optimizer);
    requirePositive("CosineAnnealingLR", "tMax", tMax);
    this.#tMax = tMax;
    this.#etaMin = etaMin;
    this.moveTo(0);
  }

  protected override lrAt(epoch: number, baseLr: number): number {
    return alongCosine(baseLr, this.#etaMin, epoch / this.#tMax);
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

/** Down half a cosine, then at once up to the learning rate again. @source torch.optim.lr_scheduler.CosineAnnealingWarmRestarts */
export class CosineAnnealingWarmRestarts extends Scheduler {
  static override readonly name: string = "CosineAnnealingWarmRestarts";

  readonly #t0: number;
  readonly #tMult: number;
  readonly #etaMin: number;

  constructor(optimizer: Optimizer, { t0, tMult = 1, etaMin = 0 }: WarmRestartsOptions) {
    super(optimizer);
    requirePositive("CosineAnnealingWarmRestarts", "t0", t0);
    requirePositive("CosineAnnealingWarmRestarts", "tMult", tMult);
    this.#t0 = t0;
    this.#tMult = tMult;
    this.#etaMin = etaMin;
    this.moveTo(0);
  }

  protected override lrAt(epoch: number, baseLr: number): number {
    let [length, done] = [this.#t0, epoch];
    while (done >= length) {
      done -= length;
      length *= this.#tMult;
    }
    return alongCosine(baseLr, this.#etaMin, done / length);
  }
}
