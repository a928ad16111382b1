import { ArgumentError } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { type ColorDepth, colorDepth } from "./color-depth.js";
import { imageLines } from "./terminal.js";

/** Pictures one after another with their classes; a DigitImages is one. */
export interface LabelledImages {
  readonly images: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  /** The names of the classes; the labels' numbers where there are none. */
  readonly classes?: readonly string[];
}

export interface ShowBatchOptions {
  /** How many pictures, from the first on. @default 12 */
  readonly count?: number;
  /** How many stand side by side; a picture of 28 pixels is 28 characters wide. @default 4 */
  readonly columns?: number;
  /** What a model took each picture for; a wrong one is shown as `7 → 1`. */
  readonly predictions?: ArrayLike<number>;
  /** The level that is shown as white. @default 255 */
  readonly maximum?: number;
  /** @default what standard output shows */
  readonly colors?: ColorDepth;
}

const gap = "  ";

function centred(text: string, width: number): string {
  const cut = text.slice(0, width);
  return cut.padStart(Math.floor((width + cut.length) / 2)).padEnd(width);
}

function checkBatch(batch: LabelledImages, columns: number): void {
  const fits = batch.images.length === batch.labels.length * batch.width * batch.height;
  if (fits && Number.isInteger(columns) && columns > 0) return;
  throw new ArgumentError({
    operation: "showBatch",
    got: `${batch.images.length} pixels, ${batch.labels.length} labels of ${batch.width}×${batch.height}, ${columns} columns`,
    expected: "labels × width × height pixels, one column at least",
  });
}

/**
 * The first pictures of a set as a grid of text, each under its class.
 * @throws ArgumentError where the pixels don't fit the labels
 * @example console.log(showBatch(strokes({ count: 8, seed: 42 }), { colors: "256" }));
 */
export function showBatch(batch: LabelledImages, options: ShowBatchOptions = {}): string {
  checkOptions("showBatch", options, {
    count: null,
    columns: null,
    predictions: null,
    maximum: null,
    colors: null,
  });
  const { count = 12, columns = 4, predictions, maximum = 255, colors = colorDepth() } = options;
  checkBatch(batch, columns);
  const { images, labels, width, height, classes } = batch;
  const name = (label: number): string => classes?.[label] ?? String(label);
  const cell = (index: number): string[] => {
    const pixels = Array.from({ length: width * height }, (_, i) => images[index * width * height + i]!);
    const guess = predictions?.[index];
    const wrong = guess !== undefined && guess !== labels[index];
    const title = name(labels[index]!) + (wrong ? ` → ${name(guess)}` : "");
    return [centred(title, width), ...imageLines(pixels, { width, height, maximum, colors })];
  };
  const shown = Math.min(count, labels.length);
  const rows: string[] = [];
  for (let from = 0; from < shown; from += columns) {
    const cells = Array.from({ length: Math.min(columns, shown - from) }, (_, i) => cell(from + i));
    rows.push(
      cells[0]!
        .map((_, line) =>
          cells
            .map((lines) => lines[line]!)
            .join(gap)
            .trimEnd(),
        )
        .join("\n"),
    );
  }
  return rows.join("\n\n");
}
