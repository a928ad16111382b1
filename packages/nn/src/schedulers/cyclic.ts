import { ArgumentError } from "@mnist/tensor";
import type { Optimizer } from "../optim/optimizer.js";
import type { ParameterGroup } from "../optim/parameter-group.js";
import { forEachGroup, requireCount, settled } from "./check-settings.js";
import { hasMomentum, setMomentum } from "./momentum.js";
import { Scheduler } from "./scheduler.js";

/** How high the cycles go: all alike, each half of the last, or by gamma ^ step. */
export type CyclicMode = "triangular" | "triangular2" | "exp_range";

export interface CyclicOptions {
  /** The lowest learning rate, one for all groups or one for each. */
  readonly baseLr: number | readonly number[];
  /** The highest one. */
  readonly maxLr: number | readonly number[];
  readonly stepSizeUp?: number;
  /** As many as up unless said. */
  readonly stepSizeDown?: number;
  readonly mode?: CyclicMode;
  readonly gamma?: number;
  /** A height of one's own in place of the mode's, 0..1, by the cycle from 1 or by the step. */
  readonly scaleFn?: (at: number) => number;
  readonly scaleMode?: "cycle" | "iterations";
  /** Whether momentum falls as the rate rises. */
  readonly cycleMomentum?: boolean;
  readonly baseMomentum?: number | readonly number[];
  readonly maxMomentum?: number | readonly number[];
}

const known = {
  baseLr: "numbers",
  maxLr: "numbers",
  stepSizeUp: "number",
  stepSizeDown: "number",
  mode: null,
  gamma: "number",
  scaleFn: "function",
  scaleMode: ["cycle", "iterations"],
  cycleMomentum: "flag",
  baseMomentum: "numbers",
  maxMomentum: "numbers",
} as const;

/**
 * Up and down in lines between two learning rates; a step is a batch.
 *
 * @throws ArgumentError for an unknown mode, or a momentum that the optimiser hasn't.
 * @source torch.optim.lr_scheduler.CyclicLR
 * @example
 * const optimizer = new SGD(new Linear(784, 10).parameters(), { lr: 0.1, momentum: 0.9 });
 * new CyclicLR(optimizer, { baseLr: 0.01, maxLr: 0.1, stepSizeUp: 470 });
 */
export class CyclicLR extends Scheduler {
  static override readonly name: string = "CyclicLR";

  #hasBegun = false;
  readonly #total: number;
  readonly #ratio: number;
  readonly #scale: (at: number) => number;
  readonly #byCycle: boolean;
  readonly #lrs: readonly (readonly [number, number])[];
  readonly #momentums: readonly (readonly [number, number])[] | null;

  constructor(optimizer: Optimizer, options: CyclicOptions) {
    const given = settled("CyclicLR", options, known, ["baseLr", "maxLr"]);
    const { baseLr, maxLr, stepSizeUp = 2000, stepSizeDown = stepSizeUp, mode = "triangular" } = given;
    const { gamma = 1, scaleFn, cycleMomentum = true, baseMomentum = 0.8, maxMomentum = 0.9 } = given;
    requireCount("CyclicLR", "stepSizeUp", stepSizeUp);
    requireCount("CyclicLR", "stepSizeDown", stepSizeDown);
    const heights: Readonly<Record<CyclicMode, (at: number) => number>> = {
      triangular: () => 1,
      triangular2: (cycle) => 1 / 2 ** (cycle - 1),
      exp_range: (step) => gamma ** step,
    };
    if (scaleFn === undefined && !Object.hasOwn(heights, mode)) {
      const expected = Object.keys(heights).join(", ");
      throw new ArgumentError({ operation: "CyclicLR", got: `mode ${JSON.stringify(mode)}`, expected });
    }
    if (cycleMomentum && !optimizer.paramGroups.every(hasMomentum)) {
      throw new ArgumentError({
        operation: "CyclicLR",
        got: `cycleMomentum for ${optimizer.constructor.name}, which has none`,
        expected: "an optimiser with momentum",
        hint: "Try { cycleMomentum: false }.",
      });
    }
    const groups = optimizer.paramGroups.length;
    const pairs = (name: string, low: number | readonly number[], high: number | readonly number[]) => {
      const highs = forEachGroup("CyclicLR", `max${name}`, high, groups);
      return forEachGroup("CyclicLR", `base${name}`, low, groups).map(
        (value, i) => [value, highs[i]!] as const,
      );
    };
    const lrs = pairs("Lr", baseLr, maxLr);
    const momentums = cycleMomentum ? pairs("Momentum", baseMomentum, maxMomentum) : null;
    for (const [i, group] of optimizer.paramGroups.entries()) group.lr = lrs[i]![0];
    super(optimizer);
    this.#total = stepSizeUp + stepSizeDown;
    this.#ratio = stepSizeUp / this.#total;
    this.#scale = scaleFn ?? heights[mode];
    this.#byCycle = scaleFn === undefined ? mode !== "exp_range" : given.scaleMode !== "iterations";
    this.#lrs = lrs;
    this.#momentums = momentums;
    this.begin({
      lrs,
      momentums,
      stepSizeUp,
      stepSizeDown,
      mode,
      gamma,
      scaleFn,
      scaleMode: given.scaleMode,
    });
    this.#hasBegun = true;
  }

  /** How far up, 0..1, the present step is. */
  #height(): number {
    const cycle = Math.floor(1 + this.lastEpoch / this.#total);
    const x = 1 + this.lastEpoch / this.#total - cycle;
    const share = x <= this.#ratio ? x / this.#ratio : (x - 1) / (this.#ratio - 1);
    return share * this.#scale(this.#byCycle ? cycle : this.lastEpoch);
  }

  protected override nextLr(lr: number, baseLr: number | undefined, position: number): number {
    if (!this.#hasBegun) return baseLr ?? lr; // that of a schedule made before, as in PyTorch
    const pair = this.#lrs[position];
    return pair === undefined ? lr : pair[0] + (pair[1] - pair[0]) * this.#height();
  }

  protected override applyTo(group: ParameterGroup, position: number): void {
    const pair = this.#momentums?.[position];
    if (pair !== undefined) setMomentum(group, pair[1] - (pair[1] - pair[0]) * this.#height());
  }
}
