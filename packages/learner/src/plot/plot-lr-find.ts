import type { LrFinding } from "../schedule/lr-find.js";
import type { Axes, Series } from "./series.js";
import { SeriesPlot } from "./series-plot.js";
import { tickLabel } from "./text/ticks.js";

/**
 * The loss over the learning rate, and on it the rates to try. @source fastai.learner.Recorder.plot_lr_find
 *
 * @example
 * console.log(`${plotLrFind(await learner.lrFind())}`);
 */
export function plotLrFind(
  { lrs, losses, suggestions }: LrFinding,
  { skipEnd = 5, ...axes }: Axes & { readonly skipEnd?: number } = {},
): SeriesPlot {
  const end = losses.length > 2 * skipEnd ? losses.length - skipEnd : losses.length;
  const curve: Series = { name: "loss", x: lrs.slice(0, end), y: losses.slice(0, end), mark: "line" };
  const points = Object.entries(suggestions).flatMap(([name, lr]: [string, number | null]): Series[] =>
    lr === null
      ? []
      : [
          {
            name: `${name} ${tickLabel(Number(lr.toPrecision(3)))}`,
            x: [lr],
            y: [lossAt(lr, lrs, losses)],
            mark: "point",
          },
        ],
  );
  return new SeriesPlot([curve, ...points], {
    title: "learning rate finder",
    xTitle: "learning rate",
    yTitle: "loss",
    xScale: "log",
    ...axes,
  });
}

/** The loss at the tried rate next to a rate. */
function lossAt(lr: number, lrs: readonly number[], losses: readonly number[]): number {
  const distance = (each: number): number => Math.abs(Math.log(each / lr));
  const nearest = lrs.reduce((best, each, i) => (distance(each) < distance(lrs[best]!) ? i : best), 0);
  return losses[nearest]!;
}
