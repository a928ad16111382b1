import { ArgumentError } from "@mnist/tensor";
import type { Optimizer } from "../optim/optimizer.js";
import { forEachGroup, refuseState, settled } from "./check-settings.js";

export interface ReduceLROnPlateauOptions {
  /** Whether smaller figures are better, as losses are, or larger ones. */
  readonly mode?: "min" | "max";
  /** What the rate is multiplied by, below 1. */
  readonly factor?: number;
  /** Steps without an improvement that are borne. */
  readonly patience?: number;
  /** By how much a figure has to be better: a share of the best one, or an amount. */
  readonly threshold?: number;
  readonly thresholdMode?: "rel" | "abs";
  /** Steps after a reduction on which nothing is counted. */
  readonly cooldown?: number;
  /** The least rate, one for all groups or one for each. */
  readonly minLr?: number | readonly number[];
  /** Reductions smaller than this are left out. */
  readonly eps?: number;
}

/** Where the schedule stands. */
export interface PlateauState {
  readonly best: number;
  readonly badEpochs: number;
  readonly cooldownCounter: number;
  readonly lastEpoch: number;
}

/**
 * Reduces the learning rates when a figure has stopped improving: call `step(figure)` after each validation.
 *
 * @throws ArgumentError for a factor of 1 or more, an unknown mode, or minLr of another length than the groups.
 * @source torch.optim.lr_scheduler.ReduceLROnPlateau
 * @example
 * const optimizer = new SGD(new Linear(784, 10).parameters(), { lr: 0.1 });
 * const plateau = new ReduceLROnPlateau(optimizer, { patience: 0 });
 * for (const loss of [1, 1, 1]) plateau.step(loss);
 * optimizer.paramGroups[0].lr.toFixed(4); // "0.0010"
 */
export class ReduceLROnPlateau {
  static readonly name: string = "ReduceLROnPlateau";

  readonly #settings: Required<Omit<ReduceLROnPlateauOptions, "minLr">>;
  readonly #minLrs: readonly number[];
  #best: number;
  #badEpochs = 0;
  #cooldownCounter = 0;
  #lastEpoch = 0;

  constructor(
    readonly optimizer: Optimizer,
    options: ReduceLROnPlateauOptions = {},
  ) {
    const given = settled("ReduceLROnPlateau", options, {
      mode: ["min", "max"],
      factor: "number",
      patience: "number",
      threshold: "number",
      thresholdMode: ["rel", "abs"],
      cooldown: "number",
      eps: "number",
      minLr: "numbers",
    });
    const { minLr = 0, ...settings } = given;
    this.#settings = {
      mode: "min",
      factor: 0.1,
      patience: 10,
      threshold: 1e-4,
      thresholdMode: "rel",
      cooldown: 0,
      eps: 1e-8,
      ...settings,
    };
    const { factor, mode } = this.#settings;
    if (!(factor < 1)) {
      const got = `factor ${factor}`;
      throw new ArgumentError({ operation: "ReduceLROnPlateau", got, expected: "a number below 1" });
    }
    this.#minLrs = forEachGroup("ReduceLROnPlateau", "minLr", minLr, optimizer.paramGroups.length);
    this.#best = mode === "min" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }

  #isBetter(figure: number): boolean {
    const { mode, threshold, thresholdMode } = this.#settings;
    const sign = mode === "min" ? -1 : 1;
    const margin =
      thresholdMode === "rel" ? this.#best * (1 + sign * threshold) : this.#best + sign * threshold;
    return mode === "min" ? figure < margin : figure > margin;
  }

  /** Takes in a figure. */
  step(figure: number): void {
    this.#lastEpoch++;
    if (this.#isBetter(figure)) {
      this.#best = figure;
      this.#badEpochs = 0;
    } else this.#badEpochs++;
    if (this.#cooldownCounter > 0) {
      this.#cooldownCounter--;
      this.#badEpochs = 0;
    }
    if (this.#badEpochs <= this.#settings.patience) return;
    this.#reduce();
    this.#cooldownCounter = this.#settings.cooldown;
    this.#badEpochs = 0;
  }

  #reduce(): void {
    const { factor, eps } = this.#settings;
    this.optimizer.paramGroups.forEach((group, position) => {
      const lr = Math.max(group.lr * factor, this.#minLrs[position] ?? 0);
      if (group.lr - lr > eps) group.lr = lr;
    });
  }

  /** Steps taken so far. */
  get lastEpoch(): number {
    return this.#lastEpoch;
  }

  getLastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  stateDict(): PlateauState {
    return {
      best: this.#best,
      badEpochs: this.#badEpochs,
      cooldownCounter: this.#cooldownCounter,
      lastEpoch: this.#lastEpoch,
    };
  }

  loadStateDict(state: PlateauState): void {
    const { best, badEpochs, cooldownCounter, lastEpoch } = state ?? {};
    if ([badEpochs, cooldownCounter, lastEpoch].some((each) => typeof each !== "number")) {
      refuseState("ReduceLROnPlateau", state, "{ best, badEpochs, cooldownCounter, lastEpoch }");
    }
    this.#best = best;
    this.#badEpochs = badEpochs;
    this.#cooldownCounter = cooldownCounter;
    this.#lastEpoch = lastEpoch;
  }
}
