import { FitOneCycle } from "@mnist/nn/optim";
import type { Tensor } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { type MakeScheduler, ParamScheduler } from "../callbacks/param-scheduler.js";
import { type FitOptions, fitOptions } from "../fit-options.js";
import type { Json } from "../state/json.js";
import { momentumOf } from "./momentum.js";

export interface FitOneCycleOptions<Input = Tensor, Target = Tensor, Output = Tensor>
  extends FitOptions<Input, Target, Output> {
  /** The highest rate over the first one. @default 25 */
  readonly divStart?: number;
  /** The highest rate over the last one. @default 1e5 */
  readonly divFinal?: number;
  /** The share of the batches on which the rate rises. @default 0.25 */
  readonly pctStart?: number;
  /**
   * Momentum at the start, at the highest rate and at the end; null leaves it. [0.95, 0.85, 0.95] unless said, but for
   * an optimiser made without momentum, which stays so.
   */
  readonly moms?: readonly [number, number, number] | null;
}

export interface FitFlatCosOptions<Input = Tensor, Target = Tensor, Output = Tensor>
  extends FitOptions<Input, Target, Output> {
  /** The rate over the last one. @default 1e5 */
  readonly divFinal?: number;
  /** The share of the batches before the rate falls. @default 0.75 */
  readonly pctStart?: number;
}

/** How the rate goes over a fit, and what is said of it. */
interface Schedule {
  readonly make: MakeScheduler;
  readonly about: Json;
}

/** One cycle over a fit's batches. */
export function oneCycle(options: Omit<FitOneCycleOptions, keyof FitOptions>): Schedule {
  const known = { divStart: null, divFinal: null, pctStart: null, moms: null };
  checkOptions<FitOneCycleOptions>("fitOneCycle", options, { ...fitOptions, ...known });
  const { divStart: div = 25, divFinal = 1e5, pctStart = 0.25, moms } = options;
  const make: MakeScheduler = (optimizer, totalSteps) => {
    const isPlain = optimizer.paramGroups.every((group) => momentumOf(group) === 0);
    const usual = isPlain ? null : ([0.95, 0.85, 0.95] as const);
    return new FitOneCycle(optimizer, {
      totalSteps,
      div,
      divFinal,
      pctStart,
      moms: moms === undefined ? usual : moms,
    });
  };
  return { make, about: { name: "one-cycle", div, divFinal, pctStart, ...(moms !== undefined && { moms }) } };
}

/** A flat rate that falls at the end. */
export function flatCos(options: Omit<FitFlatCosOptions, keyof FitOptions>): Schedule {
  const known = { divFinal: null, pctStart: null };
  checkOptions<FitFlatCosOptions>("fitFlatCos", options, { ...fitOptions, ...known });
  const { divFinal = 1e5, pctStart = 0.75 } = options;
  const make: MakeScheduler = (optimizer, totalSteps) =>
    new FitOneCycle(optimizer, { totalSteps, div: 1, divFinal, pctStart, moms: null });
  return { make, about: { name: "flat-cos", divFinal, pctStart } };
}

/** The options of a fit with a schedule among its callbacks. */
export function withSchedule<Input, Target, Output>(
  options: FitOptions<Input, Target, Output>,
  schedule: Schedule,
): FitOptions<Input, Target, Output> {
  const { make, about } = schedule;
  const given = Object.entries(options).filter(([name]) => Object.hasOwn(fitOptions, name));
  const callbacks = [...(options.callbacks ?? []), new ParamScheduler(make, { about })];
  return { ...Object.fromEntries(given), callbacks };
}
