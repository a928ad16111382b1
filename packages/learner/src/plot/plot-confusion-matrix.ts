import { printMatrix } from "../interpretation/print-matrix.js";
import type { ConfusionMatrix } from "../metrics/class-scores.js";
import { Plot } from "./plot.js";
import { config, schema, type VegaLiteSpec } from "./vega-lite-spec.js";

/** A classifier's answers by class; an `Interpretation` is one. */
export interface Confusable {
  readonly classes: readonly string[];
  confusionMatrix(): ConfusionMatrix;
}

export interface ConfusionOptions {
  /** Shares of each actual class in place of counts. @default false */
  readonly normalize?: boolean;
  readonly title?: string;
}

/** More classes than that leave no room for numbers in their cells. */
const mostNumbered = 20;

/**
 * How often each class (row) was taken for which (column). The colour is the share of the row, so that mistakes show beside
 * a diagonal of thousands only where they are many.
 *
 * @source fastai.interpret.ClassificationInterpretation.plot_confusion_matrix
 * @example
 * plotConfusionMatrix(await Interpretation.fromLearner(learner));
 */
export function plotConfusionMatrix(
  interpretation: Confusable,
  { normalize = false, title = "confusion matrix" }: ConfusionOptions = {},
): Plot {
  const { classes } = interpretation;
  const matrix = interpretation.confusionMatrix();
  const shown = normalize ? matrix.map(shares) : matrix;
  return new Plot(specOf(shown, matrix, classes, title, normalize), ({ columns }) => {
    const text = printMatrix(normalize ? shown.map((row) => row.map(percent)) : shown, classes);
    const isWide = text.split("\n").some((line) => line.length > columns);
    return `${title}\n${isWide ? mistakes(matrix, classes) : text}`;
  });
}

function shares(row: readonly number[]): number[] {
  const total = row.reduce((sum, count) => sum + count, 0);
  return row.map((count) => (total === 0 ? 0 : count / total));
}

const percent = (share: number): number => Math.round(100 * share);

/** The matrix off its diagonal, where it is too wide for the page. */
function mistakes(matrix: ConfusionMatrix, classes: readonly string[]): string {
  const pairs = matrix.flatMap((row, actual) =>
    row.map((count, predicted) => ({ actual, predicted, count })),
  );
  return pairs
    .filter(({ actual, predicted, count }) => actual !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, 10)
    .map(({ actual, predicted, count }) => `${classes[actual]} → ${classes[predicted]}: ${count}`)
    .join("\n");
}

function specOf(
  shown: ConfusionMatrix,
  matrix: ConfusionMatrix,
  classes: readonly string[],
  title: string,
  normalize: boolean,
): VegaLiteSpec {
  const values = matrix.flatMap((row, actual) =>
    shares(row).map((share, predicted) => ({
      actual: classes[actual]!,
      predicted: classes[predicted]!,
      value: shown[actual]![predicted]!,
      share,
    })),
  );
  const axis = { type: "nominal", sort: classes } as const;
  const size = Math.max(240, Math.min(600, 36 * classes.length));
  const numbers = {
    mark: { type: "text", fontSize: 11 },
    encoding: {
      text: { field: "value", type: "quantitative", format: normalize ? ".2f" : "d" },
      color: { condition: { test: "datum.share > 0.5", value: "white" }, value: "#333333" },
      opacity: { condition: { test: "datum.value == 0", value: 0.35 }, value: 1 },
    },
  };
  return {
    $schema: schema,
    config: { ...config, axis: { domain: false, ticks: false, labelAngle: 0, titleFontWeight: "normal" } },
    title,
    width: size,
    height: size,
    data: { values },
    encoding: {
      x: { field: "predicted", ...axis },
      y: { field: "actual", ...axis },
    },
    layer: [
      {
        mark: { type: "rect" },
        encoding: {
          color: {
            field: "share",
            type: "quantitative",
            scale: { range: ["#ffffff", "#08519c"], domain: [0, 1], interpolate: "rgb" },
            legend: null,
          },
        },
      },
      ...(classes.length <= mostNumbered ? [numbers] : []),
    ],
  };
}
