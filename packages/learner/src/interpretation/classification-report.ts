import { averageScore, type ConfusionMatrix, classScores } from "../metrics/class-scores.js";
import { printRows } from "./print-matrix.js";

/** Precision, recall and F1, 0..1, of one class or over several, and of how many samples. */
export interface ReportRow {
  readonly name: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly support: number;
}

/** How well the classes are told apart. It prints as scikit-learn's does. @source sklearn.metrics.classification_report */
export interface ClassificationReport {
  readonly classes: readonly ReportRow[];
  readonly accuracy: number;
  /** All classes count alike. */
  readonly macro: ReportRow;
  /** Each class counts as often as it occurs. */
  readonly weighted: ReportRow;
  toString(): string;
}

export function reportOn(matrix: ConfusionMatrix, names: readonly string[]): ClassificationReport {
  const scores = classScores(matrix);
  const classes = scores.map(({ precision, recall, fBeta, support }, i) => {
    return { name: names[i]!, precision, recall, f1: fBeta, support };
  });
  const support = classes.reduce((sum, each) => sum + each.support, 0);
  const over = (average: "macro" | "weighted"): ReportRow => ({
    name: `${average} avg`,
    precision: averageScore(matrix, "precision", average),
    recall: averageScore(matrix, "recall", average),
    f1: averageScore(matrix, "fBeta", average),
    support,
  });
  const report = {
    classes,
    accuracy: averageScore(matrix, "recall", "micro"),
    macro: over("macro"),
    weighted: over("weighted"),
  };
  return { ...report, toString: () => print(report, support) };
}

function print({ classes, accuracy, macro, weighted }: ClassificationReport, support: number): string {
  const cells = ({ name, precision, recall, f1, support }: ReportRow): string[] => [
    name,
    ...[precision, recall, f1].map((score) => score.toFixed(2)),
    String(support),
  ];
  return printRows([
    ["", "precision", "recall", "f1-score", "support"],
    ...classes.map(cells),
    ["accuracy", "", "", accuracy.toFixed(2), String(support)],
    cells(macro),
    cells(weighted),
  ]);
}
