import type { EpochRecord } from "../epoch-record.js";
import { smoothed } from "../schedule/smooth-loss.js";
import type { Axes, Series } from "./series.js";
import { SeriesPlot } from "./series-plot.js";

/** The losses of a fit's batches; a `Recorder` has them. */
export interface BatchLosses {
  readonly losses: readonly number[];
}

export interface PlotLossOptions extends Axes {
  /** The epochs of that fit, for the validation's losses beside those of batches. */
  readonly history?: readonly EpochRecord[];
  /** Batches at the beginning to leave out. @default 5 */
  readonly skipStart?: number;
}

/** From this ratio between highest and lowest loss on, the axis is logarithmic. */
const wide = 1000;

/**
 * How the loss fell: of a recorder's batches, smoothed, or of epochs, in training and in validation.
 *
 * @source fastai.learner.Recorder.plot_loss
 * @example
 * const recorder = new Recorder();
 * await learner.fit(5, 0.1, { callbacks: [recorder] });
 * await writeFile("loss.svg", await plotLoss(recorder, { history: learner.history }).toSVG());
 */
export function plotLoss(
  losses: BatchLosses | readonly EpochRecord[],
  { history = [], skipStart = 5, ...axes }: PlotLossOptions = {},
): SeriesPlot {
  const [series, xTitle] = isEpochs(losses)
    ? [ofEpochs(losses), "epoch"]
    : [ofBatches(losses.losses, history, skipStart), "batch"];
  return new SeriesPlot(series, {
    title: "loss",
    xTitle,
    yTitle: "loss",
    yScale: scaleOf(series),
    ...axes,
  });
}

const isEpochs = (losses: BatchLosses | readonly EpochRecord[]): losses is readonly EpochRecord[] =>
  Array.isArray(losses);

function ofEpochs(epochs: readonly EpochRecord[]): Series[] {
  const x = epochs.map(({ epoch }) => epoch);
  const mark = x.length === 1 ? "point" : "line";
  const train: Series = { name: "train", x, y: epochs.map(({ trainLoss }) => trainLoss), mark };
  return withValid(train, { name: "valid", x, y: epochs.map(({ validLoss }) => validLoss), mark });
}

function ofBatches(losses: readonly number[], epochs: readonly EpochRecord[], skipStart: number): Series[] {
  const all = smoothed(losses);
  const skipped = all.length > 2 * skipStart ? skipStart : 0;
  const x = all.map((_, batch) => batch + 1).slice(skipped);
  const train: Series = { name: "train", x, y: all.slice(skipped), mark: "line" };
  const ends = epochs.map((_, i) => ((i + 1) * losses.length) / epochs.length);
  const mark = ends.length === 1 ? "point" : "line";
  return withValid(train, { name: "valid", x: ends, y: epochs.map(({ validLoss }) => validLoss), mark });
}

const withValid = (train: Series, valid: Series): Series[] =>
  valid.y.some((loss) => !Number.isNaN(loss)) ? [train, valid] : [train];

/** Losses that fall by powers of ten are told apart on a logarithmic axis alone. */
export function scaleOf(series: readonly Series[]): "linear" | "log" {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const loss of series.flatMap(({ y }) => y)) {
    if (!Number.isFinite(loss)) continue;
    lowest = Math.min(lowest, loss);
    highest = Math.max(highest, loss);
  }
  return lowest > 0 && highest / lowest >= wide ? "log" : "linear";
}
