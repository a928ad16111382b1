import { type ImageDataset, selectImages } from "@mnist/data";
import type { Interpretation } from "../interpretation/interpretation.js";
import { picturePlot } from "./picture-plot.js";
import type { Plot } from "./plot.js";

export interface PlotTopLossesOptions {
  /** @default 9 */
  readonly count?: number;
  /** The highest losses, or the lowest. @default true */
  readonly largest?: boolean;
  readonly title?: string;
}

/**
 * The pictures about which a model is most wrong, each under what it is → what it was taken for, and its loss.
 *
 * @source fastai.interpret.Interpretation.plot_top_losses
 * @example
 * plotTopLosses(await Interpretation.fromLearner(learner), validationSet);
 */
export function plotTopLosses(
  interpretation: Interpretation,
  { source }: ImageDataset,
  {
    count = 9,
    largest = true,
    title = `${largest ? "highest" : "lowest"} losses`,
  }: PlotTopLossesOptions = {},
): Plot {
  const { width, height } = source;
  const pictures = interpretation.topLosses(count, largest).map(({ index, loss, actual, predicted }) => ({
    pixels: selectImages(source, Uint32Array.of(index)).images,
    title: `${actual} → ${predicted}: ${loss.toPrecision(3)}`,
  }));
  return picturePlot(pictures, {
    width,
    height,
    maximum: 255,
    title,
  });
}
