import { ArgumentError, Tensor } from "@mnist/tensor";
import type { Axes } from "./series.js";
import { SeriesPlot } from "./series-plot.js";

/** Numbers in a row: an array, or a tensor on the CPU. */
export type Values = ArrayLike<number> | Tensor;

/** How a series looks, and what stands at its axes. */
export interface SeriesOptions extends Axes {
  /** What the legend calls it. */
  readonly label?: string;
  /** `#rrggbb` or a name of CSS. @default the next one of the palette */
  readonly color?: string;
}

/**
 * Points. Several such plots go over each other by `layer`.
 *
 * @param x [count]
 * @param y [count]
 * @throws ArgumentError where there are not as many of the one as of the other
 * @source matplotlib.pyplot.scatter
 * @example
 * console.log(`${scatter(time, speed)}`);
 */
export function scatter(x: Values, y: Values, options: SeriesOptions = {}): SeriesPlot {
  return seriesPlot("scatter", "point", x, y, options);
}

/**
 * A line from point to point, in their order.
 *
 * @param x [count]
 * @param y [count]
 * @throws ArgumentError where there are not as many of the one as of the other
 * @source matplotlib.pyplot.plot
 */
export function line(x: Values, y: Values, options: SeriesOptions = {}): SeriesPlot {
  return seriesPlot("line", "line", x, y, options);
}

/**
 * A function of a number, from `min` to `max`. @source fastbook.plot_function
 *
 * @example
 * plotFunction((x) => 1 / (1 + Math.exp(-x)), { min: -4, max: 4, title: "sigmoid" });
 */
export function plotFunction(
  f: (x: number) => number,
  { min = -2, max = 2, ...options }: SeriesOptions & { readonly min?: number; readonly max?: number } = {},
): SeriesPlot {
  const x = Array.from({ length: 101 }, (_, i) => min + ((max - min) * i) / 100);
  return line(x, x.map(f), options);
}

function seriesPlot(
  operation: string,
  mark: "line" | "point",
  x: Values,
  y: Values,
  { label = mark === "line" ? "line" : "points", color, ...axes }: SeriesOptions,
): SeriesPlot {
  const [left, right] = [numbers(x), numbers(y)];
  if (left.length !== right.length) {
    throw new ArgumentError({
      operation,
      got: `${left.length} values of x and ${right.length} of y`,
      expected: "a y for every x",
    });
  }
  return new SeriesPlot(
    [{ name: label, x: left, y: right, mark, ...(color !== undefined && { color }) }],
    axes,
  );
}

function numbers(values: Values): number[] {
  return Array.from(values instanceof Tensor ? values.dataSync() : values);
}
