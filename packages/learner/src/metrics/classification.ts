import { ArgumentError, arange, keep, type Tensor } from "@mnist/tensor";
import { type Average, averageScore, type ConfusionMatrix } from "./class-scores.js";
import { flattened } from "./flattened.js";
import { averaged, type Metric } from "./metric.js";

/** Share of scores [..., classes] whose target class [...] is among the k largest. @throws ShapeError as `accuracy`. @source fastai.metrics.top_k_accuracy */
export function topKAccuracy(k = 5): Metric {
  const among = (prediction: Tensor, target: Tensor): Tensor => {
    const largest = prediction.topk(Math.min(k, prediction.shape.at(-1) ?? k), -1).indices;
    const [first] = flattened(`top${k}Accuracy`, largest.select(-1, 0), target);
    const rows = largest.reshape([first.numel(), largest.shape.at(-1)!]);
    return rows
      .eq(target.reshape([-1, 1]))
      .any(1)
      .float()
      .mean();
  };
  return averaged(among, `top${k}Accuracy`);
}

export interface ClassMetricOptions {
  /** How the classes' scores become one; "binary" is the score of class 1 of two. @default "binary" */
  readonly average?: Average;
  /** The share from which a single score counts as class 1. @default 0.5 */
  readonly threshold?: number;
}

/** The classes of scores [batch, classes], or of single scores [batch] or [batch, 1] whose sigmoid is above the threshold. */
function classesOf(prediction: Tensor, threshold: number): { classes: Tensor; count: number } {
  const count = prediction.shape[1] ?? 1;
  if (count > 1) return { classes: prediction.argmax(1).flatten(), count };
  return { classes: prediction.flatten().sigmoid().gt(threshold), count: 2 };
}

function oneHot(classes: Tensor, count: number): Tensor {
  return arange(count, { device: classes.device }).eq(classes.unsqueeze(1)).float();
}

/** Counts which class is taken for which, and says one number of it. */
function counting(
  name: string,
  { average = "binary", threshold = 0.5 }: ClassMetricOptions,
  score: (matrix: ConfusionMatrix) => number,
): Metric {
  let counts: Tensor | null = null;
  const of = (prediction: Tensor, target: Tensor): Tensor => {
    const { classes, count } = classesOf(prediction, threshold);
    if (average === "binary" && count !== 2) {
      throw new ArgumentError({
        operation: name,
        got: `${count} classes and the average "binary"`,
        expected: "two classes",
        hint: 'Try { average: "macro" }.',
      });
    }
    const [taken, targets] = flattened(name, classes, target);
    return oneHot(targets, count).transpose(0, 1).matmul(oneHot(taken, count));
  };
  const add = (batch: Tensor): void => {
    counts = keep(counts === null ? batch : counts.add(batch));
  };
  return {
    name,
    figure: { of, add },
    reset() {
      counts = null;
    },
    update: (prediction, target) => add(of(prediction, target)),
    async value() {
      if (counts === null) return Number.NaN;
      return score((await counts.array()) as number[][]);
    },
  };
}

/** Of the samples taken for a class, the share that is of it. @source fastai.metrics.Precision */
export function precision(options: ClassMetricOptions = {}): Metric {
  return counting("precision", options, (matrix) =>
    averageScore(matrix, "precision", options.average ?? "binary"),
  );
}

/** Of the samples of a class, the share that was taken for it. @source fastai.metrics.Recall */
export function recall(options: ClassMetricOptions = {}): Metric {
  return counting("recall", options, (matrix) => averageScore(matrix, "recall", options.average ?? "binary"));
}

/**
 * (1 + β²)·precision·recall / (β²·precision + recall); the larger β, the more recall counts.
 *
 * @throws ArgumentError for β that is not above 0.
 * @source fastai.metrics.FBeta
 */
export function fBeta({ beta, ...options }: ClassMetricOptions & { readonly beta: number }): Metric {
  if (!(beta > 0)) {
    throw new ArgumentError({ operation: "fBeta", got: `beta ${beta}`, expected: "a number above 0" });
  }
  const { average = "binary" } = options;
  return counting(beta === 1 ? "f1Score" : `f${beta}Score`, options, (matrix) =>
    averageScore(matrix, "fBeta", average, beta),
  );
}

/** 2·precision·recall / (precision + recall). @source fastai.metrics.F1Score */
export function f1Score(options: ClassMetricOptions = {}): Metric {
  return fBeta({ ...options, beta: 1 });
}
