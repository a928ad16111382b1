import type { LabelledImages } from "@mnist/data";
import { picturePlot } from "./picture-plot.js";
import type { Plot } from "./plot.js";

export interface PlotBatchOptions {
  /** How many pictures, from the first on. @default 9 */
  readonly count?: number;
  /** How many stand side by side. @default 3 of 9, as many as make the grid square */
  readonly columns?: number;
  /** What a model took each picture for; a wrong one is titled `7 → 1`. */
  readonly predictions?: ArrayLike<number>;
  /** The level that is shown as white. @default 255 */
  readonly maximum?: number;
  readonly title?: string;
}

/**
 * The first pictures of a set, each under its class. As text alone: `showBatch` of \@mnist/data.
 *
 * @source fastai.data.core.TfmdDL.show_batch
 * @example
 * await writeFile("batch.svg", await plotBatch(strokes({ count: 9, seed: 42 })).toSVG());
 */
export function plotBatch(
  { images, labels, width, height, classes }: LabelledImages,
  { count = 9, columns, predictions, maximum = 255, title }: PlotBatchOptions = {},
): Plot {
  const shown = Math.min(count, labels.length);
  const area = width * height;
  const name = (label: number): string => classes?.[label] ?? String(label);
  const pictures = Array.from({ length: shown }, (_, i) => {
    const [label, guess] = [labels[i]!, predictions?.[i]];
    const isWrong = guess !== undefined && guess !== label;
    return {
      pixels: Array.from({ length: area }, (_, pixel) => images[i * area + pixel]!),
      title: name(label) + (isWrong ? ` → ${name(guess)}` : ""),
    };
  });
  return picturePlot(pictures, {
    width,
    height,
    maximum,
    columns,
    ...(title !== undefined && { title }),
  });
}
