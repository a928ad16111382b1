export { MissingPackageError } from "./optional-package.js";
export { type MimeBundle, Plot, type TextOptions } from "./plot.js";
export { type Confusable, type ConfusionOptions, plotConfusionMatrix } from "./plot-confusion-matrix.js";
export { type BatchLosses, type PlotLossOptions, plotLoss } from "./plot-loss.js";
export { plotLrFind } from "./plot-lr-find.js";
export { line, plotFunction, type SeriesOptions, scatter, type Values } from "./scatter.js";
export type { Axes, Series } from "./series.js";
export { layer, SeriesPlot } from "./series-plot.js";
export type { VegaLiteSpec } from "./vega-lite-spec.js";
