import type { Scale } from "./text/ticks.js";

/** Pairs of numbers, drawn as points or as a line through them in their order. */
export interface Series {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly mark: "line" | "point";
  /** `#rrggbb` or a name of CSS. @default the next one of the palette */
  readonly color?: string;
}

/** What stands at a plot's axes. */
export interface Axes {
  readonly title?: string;
  readonly xTitle?: string;
  readonly yTitle?: string;
  /** @default "linear" */
  readonly xScale?: Scale;
  /** @default "linear" */
  readonly yScale?: Scale;
  /** @default from the lowest to the highest x */
  readonly xDomain?: readonly [from: number, to: number];
  /** @default from the lowest to the highest y */
  readonly yDomain?: readonly [from: number, to: number];
}

/** Whether all x are whole numbers, as epochs and batches are. */
export const isWhole = (series: readonly Series[]): boolean =>
  series.every(({ x }) => x.every((value) => Number.isInteger(value)));
