import { type EpochRecord, figureOf } from "../epoch-record.js";
import { scaleOf } from "./plot-loss.js";
import type { Axes, Series } from "./series.js";
import { SeriesPlot } from "./series-plot.js";

/**
 * The same figure of several runs, epoch by epoch: `validLoss` unless said otherwise, `trainLoss`, or a metric.
 *
 * @example
 * plotRuns({ "lr 0.1": await slow.fit(5, 0.1), "lr 1": await fast.fit(5, 1) }, { figure: "accuracy" });
 */
export function plotRuns(
  runs: Readonly<Record<string, readonly EpochRecord[]>>,
  { figure = "validLoss", ...axes }: Axes & { readonly figure?: string } = {},
): SeriesPlot {
  const series = Object.entries(runs).map(
    ([name, records]): Series => ({
      name,
      x: records.map(({ epoch }) => epoch),
      y: records.map((record) => figureOf(record, figure)),
      mark: records.length === 1 ? "point" : "line",
    }),
  );
  const isLoss = figure === "validLoss" || figure === "trainLoss";
  return new SeriesPlot(series, {
    title: figure,
    xTitle: "epoch",
    yTitle: figure,
    yScale: isLoss ? scaleOf(series) : "linear",
    ...axes,
  });
}
